import type { Diagnostic } from '../base/diagnostic.ts';
import { isObject, own, text, type JsonObject } from '../base/json.ts';
import {
  child,
  type Document,
  findingAt,
  layersOf,
  members,
  type Node,
  type Report,
  resolve,
  rootNode,
} from './document.ts';
import { listMediaTypes } from './media-type.ts';
import type { MediaType, Operation, Parameter, RequestBody, Response, SecurityScheme } from './operation.ts';
import { acceptableTypes, anySchema, mergeParameters, type RawParameter, toParameter } from './parameter.ts';
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
 * Every operation under `paths`, path by path in the order of the document. What is wrong in one of them is a diagnostic
 * that names it, and the others go on. Webhooks and callbacks are calls that the API makes, so they are not among them.
 */
export function listOperations(document: Document, variables: ServerVariables = {}): Operations {
  const shared = rememberShared();
  const diagnostics: Diagnostic[] = [...document.findings];
  const add: Report = (finding) => void diagnostics.push(finding);
  const operations: Operation[] = [];
  for (const [key, declared] of members(resolve(document, child(rootNode(document), 'paths'), add))) {
    if (key.startsWith('x-')) continue;
    const path = key.startsWith('/') ? key : `/${key}`;
    if (key !== path) add(findingAt(declared, noSlash(key)));
    // A path item may be a reference with fields of its own beside it: each layer keeps its own address.
    const pathItem = layersOf(document, declared, add).filter(({ value }) => isObject(value));
    if (pathItem.length === 0) {
      if (declared.value !== undefined) add(findingAt(declared, noPathItem(key)));
      continue;
    }
    for (const [method, described] of pathOperations(pathItem, add)) {
      const id = `${method} ${path}`;
      const report: Report = (finding) => void diagnostics.push({ ...finding, operation: id });
      // No version allows a reference here, yet large descriptions that are split into files use it.
      const node = resolve(document, described, report);
      if (isObject(node.value))
        operations.push(toOperation(document, method, path, pathItem, node, variables, shared, report));
      else if (node.value !== undefined) report(findingAt(described, noOperation));
    }
  }
  const securitySchemes = listSecuritySchemes(document, add);
  return { operations, securitySchemes, diagnostics };
}

type Finding = Parameters<typeof findingAt>[1];

const noOperation: Finding = {
  code: 'OPERATION_INVALID',
  severity: 'error',
  message: 'It is no object.',
  fix: 'Describe it, or remove it.',
};

function noSlash(path: string): Finding {
  return {
    code: 'PATH_INVALID',
    severity: 'warning',
    message: `Path ${path} does not begin with a slash; one is put before it.`,
    fix: `Write it as /${path}.`,
  };
}

function noPathItem(path: string): Finding {
  return {
    code: 'PATH_INVALID',
    severity: 'error',
    message: `Path ${path} is no object.`,
    fix: 'Describe its operations.',
  };
}

function noMethod(method: string): Finding {
  return {
    code: 'OPERATION_INVALID',
    severity: 'error',
    message: `${method} in additionalOperations is no HTTP method, or one that has a field of its own.`,
    fix: 'Write the method as it is sent; GET, POST and the like belong into `get` and `post`.',
  };
}

/** What many operations refer to, such as a page parameter or an error, is read once and told once. */
interface Shared {
  readonly parameter: (value: unknown, read: () => Parameter | undefined) => Parameter | undefined;
  readonly content: (value: unknown, read: () => MediaType[]) => MediaType[];
}

function rememberShared(): Shared {
  return { parameter: remember(), content: remember() };
}

function remember<T>(): (key: unknown, read: () => T) => T {
  const known = new Map<unknown, T>();
  return (key, read) => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as T;
    const value = read();
    if (typeof key === 'object' && key !== null) known.set(key, value);
    return value;
  };
}

/** The operations of a path item: its fixed fields, then `additionalOperations` (OpenAPI 3.2.0, 4.9). */
function pathOperations(pathItem: readonly Node[], report: Report): [string, Node][] {
  const found: [string, Node][] = [];
  for (const method of methods) {
    const node = fieldOf(pathItem, method);
    if (node.value !== undefined) found.push([method.toUpperCase(), node]);
  }
  for (const [method, node] of members(fieldOf(pathItem, 'additionalOperations'))) {
    // A method is a token (RFC 9110, 9.1), and those with a field of their own must not be here.
    if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method) && !methods.includes(method.toLowerCase()))
      found.push([method, node]);
    else report(findingAt(node, noMethod(method)));
  }
  return found;
}

/** A field of a path item, from the outermost layer that has it. */
function fieldOf(pathItem: readonly Node[], field: string): Node {
  const layer = pathItem.find(({ value }) => own(value, field) !== undefined) ?? pathItem[0]!;
  return child(layer, field);
}

function toOperation(
  document: Document,
  method: string,
  path: string,
  pathItem: readonly Node[],
  node: Node,
  variables: ServerVariables,
  shared: Shared,
  report: Report,
): Operation {
  const value = node.value as JsonObject;
  const raw = mergeParameters(document, fieldOf(pathItem, 'parameters'), node, report);
  const isTwo = document.version === '2.0';
  return {
    id: `${method} ${path}`,
    operationId: text(own(value, 'operationId')),
    method,
    path,
    summary: text(own(value, 'summary')) ?? text(fieldOf(pathItem, 'summary').value),
    description: text(own(value, 'description')) ?? text(fieldOf(pathItem, 'description').value),
    tags: stringList(own(value, 'tags')),
    deprecated: own(value, 'deprecated') === true,
    parameters: listParameters(document, path, raw, node, shared, report),
    acceptable: acceptableTypes(document, raw, report),
    requestBody: isTwo ? upgradeBody(document, node, raw) : toRequestBody(document, node, report),
    responses: listResponses(document, node, shared, report),
    servers: isTwo
      ? upgradeServers(document, node)
      : listServers(document, [node, ...pathItem, rootNode(document)], variables),
    security: listSecurity(document, node),
    extensions: Object.assign({}, ...[...pathItem].reverse().map(extensionsOf), extensionsOf(node)) as JsonObject,
    node,
  };
}

function listParameters(
  document: Document,
  path: string,
  raw: readonly RawParameter[],
  operation: Node,
  shared: Shared,
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
    const parameter = shared.parameter(declared.node.value, () => toParameter(document, declared, report));
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
      content: undefined,
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

function listResponses(document: Document, operation: Node, shared: Shared, report: Report): Response[] {
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
            : shared.content(node.value, () => listMediaTypes(document, child(node, 'content'), report)),
      };
    });
}

function extensionsOf({ value }: Node): JsonObject {
  return isObject(value) ? Object.fromEntries(Object.entries(value).filter(([key]) => key.startsWith('x-'))) : {};
}

function stringList(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
