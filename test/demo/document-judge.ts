import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { load } from 'js-yaml';

interface OperationObject {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

interface ResponseObject {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
}

/** An operation of the document, with its place there. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly pointer: string;
  readonly operation: OperationObject;
}

/** Reads an OpenAPI 3.1 document and says whether requests and answers are what it promises. */
export class DocumentJudge {
  readonly routes: readonly Route[];
  readonly #document: unknown;
  readonly #views: Readonly<Record<'readOnly' | 'writeOnly', Ajv2020>>;

  constructor(file: string) {
    this.#document = load(readFileSync(file, 'utf8'));
    this.routes = listRoutes(this.#document);
    this.#views = {
      readOnly: viewWithout(this.#document, 'readOnly'),
      writeOnly: viewWithout(this.#document, 'writeOnly'),
    };
  }

  route(operationId: string): Route {
    const route = this.routes.find(({ operation }) => operation.operationId === operationId);
    if (!route) throw new Error(`No operation ${operationId}`);
    return route;
  }

  /** What is wrong with a request body, in ajv's words; nothing when it is as documented. */
  judgeRequest(operationId: string, mediaType: string, body: unknown): string[] {
    const { operation, pointer } = this.route(operationId);
    const [, at] = this.#resolve(operation['requestBody'], `${pointer}/requestBody`);
    return faults(this.#schema('readOnly', `${at}/content/${escape(mediaType)}/schema`), body);
  }

  /** What is wrong with an answer: its status, media type, headers or JSON. */
  judgeResponse(operationId: string, response: Response, body: unknown): string[] {
    const { operation, pointer } = this.route(operationId);
    const status = operation.responses[response.status] === undefined ? 'default' : String(response.status);
    if (operation.responses[status] === undefined) return [`status ${response.status} is not documented`];
    const [documented, at] = this.#resolve(operation.responses[status], `${pointer}/responses/${status}`);
    const { headers = {}, content = {} } = documented as ResponseObject;

    const missing = Object.entries(headers)
      .filter(([, header]) => (this.#resolve(header, '')[0] as { required?: boolean }).required)
      .filter(([name]) => !response.headers.has(name))
      .map(([name]) => `header ${name} is missing`);
    const mediaType = response.headers.get('content-type')?.split(';')[0];
    if (mediaType === undefined) return Object.keys(content).length > 0 ? [...missing, 'no content'] : missing;
    if (content[mediaType] === undefined) return [...missing, `media type ${mediaType} is not documented`];
    if (content[mediaType].schema === undefined) return missing;
    const schema = this.#schema('writeOnly', `${at}/content/${escape(mediaType)}/schema`);
    return [...missing, ...faults(schema, body)];
  }

  /** All examples of request and response bodies that do not fit their own schemas. */
  judgeExamples(): string[] {
    return findMedia(this.#document, '').flatMap(({ pointer, media }) => {
      const values = [
        media['example'],
        ...Object.values(media['examples'] ?? {}).map((one: { value: unknown }) => one.value),
      ];
      const view = pointer.includes('requestBod') ? 'readOnly' : 'writeOnly';
      return values
        .filter((value) => value !== undefined)
        .flatMap((value) =>
          faults(this.#schema(view, `${pointer}/schema`), value).map((fault) => `${pointer}: ${fault}`),
        );
    });
  }

  #schema(view: 'readOnly' | 'writeOnly', pointer: string): ValidateFunction {
    const schema = this.#views[view].getSchema(`document#${encodeURI(pointer)}`);
    if (!schema) throw new Error(`No schema at ${pointer}`);
    return schema;
  }

  #resolve(value: unknown, pointer: string): [value: unknown, pointer: string] {
    const ref = (value as { $ref?: string }).$ref;
    if (ref === undefined) return [value, pointer];
    const keys = ref.slice(2).split('/');
    return [keys.reduce((at, key) => (at as Record<string, unknown>)[key], this.#document), ref.slice(1)];
  }
}

function listRoutes(document: unknown): Route[] {
  const { paths } = document as { paths: Record<string, Record<string, OperationObject>> };
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([key]) => key !== 'parameters')
      .map(([method, operation]) => ({ method, path, operation, pointer: `/paths/${escape(path)}/${method}` })),
  );
}

/**
 * The document as a request sees it (without `readOnly`) or as a response does (without `writeOnly`): such properties
 * are required on one side only, which JSON Schema alone does not say.
 */
function viewWithout(document: unknown, keyword: 'readOnly' | 'writeOnly'): Ajv2020 {
  const copy = structuredClone(document);
  visit(copy, '', (node) => {
    const { properties } = node as { properties?: Record<string, unknown> };
    for (const [name, property] of Object.entries(properties ?? {})) {
      if ((property as Record<string, unknown>)[keyword] !== true) continue;
      Reflect.deleteProperty(properties!, name);
      if (Array.isArray(node['required'])) node['required'] = node['required'].filter((other) => other !== name);
    }
  });
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(copy as object, 'document');
  return ajv;
}

function findMedia(document: unknown, from: string): { pointer: string; media: Record<string, object | undefined> }[] {
  const found: { pointer: string; media: Record<string, object | undefined> }[] = [];
  visit(document, from, (node, pointer) => {
    if (/\/content\/[^/]+$/.test(pointer)) found.push({ pointer, media: node as Record<string, object | undefined> });
  });
  return found;
}

function visit(node: unknown, pointer: string, see: (node: Record<string, unknown>, pointer: string) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) see(node as Record<string, unknown>, pointer);
  for (const [key, child] of Object.entries(node)) visit(child, `${pointer}/${escape(key)}`, see);
}

function faults(schema: ValidateFunction, value: unknown): string[] {
  if (schema(value)) return [];
  return (schema.errors ?? []).map(({ instancePath, message, params }) =>
    `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`.trim(),
  );
}

function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
