import type { Diagnostic } from '../base/diagnostic.ts';
import { isObject, own, text, type JsonObject } from '../base/json.ts';
import { child, type Document, findingAt, members, type Node, type Report, resolve, rootNode } from './document.ts';
import { listMediaTypes } from './media-type.ts';
import type { Operation, Parameter, RequestBody, Response, SecurityScheme } from './operation.ts';
import { anySchema, mergeParameters, type RawParameter, toParameter } from './parameter.ts';
import { listSecurity, listSecuritySchemes } from './security.ts';
import { listServers, type ServerVariables } from './server.ts';
import { upgradeBody, upgradeResponseContent, upgradeServers } from './upgrade.ts';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

export interface Operations {
  readonly operations: readonly Operation[];
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Every operation under `paths`, in the order of the document. What is wrong in one of them is a diagnostic that names
 * it, and the others go on. Webhooks and callbacks are calls that the API makes, so they are not among them.
 */
export function listOperations(document: Document, variables: ServerVariables = {}): Operations {
  const diagnostics: Diagnostic[] = [...document.findings];
  const operations: Operation[] = [];
  for (const [path, declared] of members(child(rootNode(document), 'paths'))) {
    if (path.startsWith('x-')) continue;
    if (!path.startsWith('/')) {
      diagnostics.push(
        findingAt(declared, {
          code: 'PATH_INVALID',
          severity: 'warning',
          message: `Path ${path} does not begin with a slash; one is put before it.`,
          fix: `Write it as /${path}.`,
        }),
      );
    }
    const pathItem = resolve(document, declared, (finding) => diagnostics.push(finding));
    if (!isObject(pathItem.value)) {
      if (pathItem.value !== undefined)
        diagnostics.push(
          findingAt(declared, {
            code: 'PATH_INVALID',
            severity: 'error',
            message: `Path ${path} is no object.`,
            fix: 'Describe its operations.',
          }),
        );
      continue;
    }
    for (const [method, described] of pathOperations(pathItem)) {
      const id = `${method} ${path}`;
      const report: Report = (finding) => diagnostics.push({ ...finding, operation: id });
      // No version allows a reference here, yet large descriptions that are split into files use it.
      const node = resolve(document, described, report);
      if (!isObject(node.value)) {
        report(
          findingAt(described, {
            code: 'OPERATION_INVALID',
            severity: 'error',
            message: 'It is no object.',
            fix: 'Describe it, or remove it.',
          }),
        );
        continue;
      }
      operations.push(
        toOperation(document, method, path.startsWith('/') ? path : `/${path}`, pathItem, node, variables, report),
      );
    }
  }
  const securitySchemes = listSecuritySchemes(document, (finding) => diagnostics.push(finding));
  return { operations, securitySchemes, diagnostics };
}

/** The operations of a path item: its fixed fields, then `additionalOperations` (OpenAPI 3.2.0, 4.9). */
function pathOperations(pathItem: Node): [string, Node][] {
  const fixed = methods
    .filter((method) => own(pathItem.value, method) !== undefined)
    .map((method): [string, Node] => [method.toUpperCase(), child(pathItem, method)]);
  return [...fixed, ...members(child(pathItem, 'additionalOperations'))];
}

function toOperation(
  document: Document,
  method: string,
  path: string,
  pathItem: Node,
  node: Node,
  variables: ServerVariables,
  report: Report,
): Operation {
  const value = node.value as JsonObject;
  const raw = mergeParameters(document, pathItem, node, report);
  const isTwo = document.version === '2.0';
  return {
    id: `${method} ${path}`,
    operationId: text(own(value, 'operationId')),
    method,
    path,
    summary: text(own(value, 'summary')) ?? text(own(pathItem.value, 'summary')),
    description: text(own(value, 'description')) ?? text(own(pathItem.value, 'description')),
    tags: stringList(own(value, 'tags')),
    deprecated: own(value, 'deprecated') === true,
    parameters: listParameters(document, path, raw, node, report),
    requestBody: isTwo ? upgradeBody(document, node, raw) : toRequestBody(document, node, report),
    responses: listResponses(document, node, report),
    servers: isTwo
      ? upgradeServers(document, node)
      : listServers(document, [node, pathItem, rootNode(document)], variables),
    security: listSecurity(document, node),
    extensions: { ...extensionsOf(pathItem.value), ...extensionsOf(value) },
    node,
  };
}

function listParameters(
  document: Document,
  path: string,
  raw: readonly RawParameter[],
  operation: Node,
  report: Report,
): Parameter[] {
  const inTemplate = new Set([...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1]!));
  const parameters: Parameter[] = [];
  for (const declared of raw) {
    if (document.version === '2.0' && (declared.in === 'body' || declared.in === 'formData')) continue;
    if (declared.in === 'path' && !inTemplate.has(declared.name)) {
      report(
        findingAt(declared.node, {
          code: 'PARAMETER_UNUSED',
          severity: 'warning',
          message: `Path parameter ${declared.name} is not in the path ${path}; it is left out.`,
          fix: `Add {${declared.name}} to the path or remove the parameter.`,
        }),
      );
      continue;
    }
    const parameter = toParameter(document, declared, report);
    if (parameter) parameters.push(parameter);
  }
  const declaredNames = new Set(
    parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name),
  );
  for (const name of inTemplate) {
    if (declaredNames.has(name)) continue;
    report(
      findingAt(operation, {
        code: 'PARAMETER_UNDECLARED',
        severity: 'info',
        message: `The path names {${name}}, which is not declared; it is a required string.`,
        fix: 'Declare it with `in: path`.',
      }),
    );
    parameters.push({
      name,
      in: 'path',
      required: true,
      deprecated: false,
      description: undefined,
      style: 'simple',
      explode: false,
      allowReserved: false,
      allowEmptyValue: false,
      schema: anySchema(operation),
      contentType: undefined,
      node: operation,
    });
  }
  return parameters;
}

function toRequestBody(document: Document, operation: Node, report: Report): RequestBody | undefined {
  const declared = child(operation, 'requestBody');
  if (declared.value === undefined) return undefined;
  const node = resolve(document, declared, report);
  const content = listMediaTypes(document, child(node, 'content'), report);
  // A broken reference: the body may be anything.
  if (node.value === undefined)
    return {
      required: false,
      description: undefined,
      content: [{ type: 'application/json', schema: undefined, encoding: {} }],
      node,
    };
  if (content.length === 0) return undefined;
  return {
    required: own(node.value, 'required') === true,
    description: text(own(node.value, 'description')),
    content,
    node,
  };
}

function listResponses(document: Document, operation: Node, report: Report): Response[] {
  return members(child(operation, 'responses'))
    .filter(([status]) => !status.startsWith('x-'))
    .map(([status, declared]) => {
      const node = resolve(document, declared, report);
      return {
        status: status.toUpperCase() === 'DEFAULT' ? 'default' : status.toUpperCase(),
        description: text(own(node.value, 'description')),
        content:
          document.version === '2.0'
            ? upgradeResponseContent(document, operation, node)
            : listMediaTypes(document, child(node, 'content'), report),
      };
    });
}

function extensionsOf(value: unknown): JsonObject {
  return isObject(value) ? Object.fromEntries(Object.entries(value).filter(([key]) => key.startsWith('x-'))) : {};
}

function stringList(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
