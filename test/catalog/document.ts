import { type Catalog, buildCatalog, type CatalogOptions } from '../../src/catalog/catalog.ts';
import type { JsonSchema } from '../../src/catalog/json-schema.ts';
import type { Tool } from '../../src/catalog/tool.ts';
import { loadDocument } from '../../src/spec/load.ts';
import type { Document } from '../../src/spec/document.ts';

type Part = Readonly<Record<string, unknown>>;
export type Version = '2.0' | '3.0' | '3.1' | '3.2';

/** A document of a version around `paths` and whatever else it holds. */
export function documentText(version: Version, rest: Part): string {
  const head = version === '2.0' ? { swagger: '2.0' } : { openapi: `${version}.0` };
  return JSON.stringify({ ...head, info: { title: 'Test', version: '1' }, ...rest });
}

export function loadText(text: string): Promise<Document> {
  return loadDocument('-', { stdin: chunks(text) });
}

async function* chunks(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}

/** The catalog of a document that is written in the test. */
export async function catalogOf(version: Version, rest: Part, options?: CatalogOptions): Promise<Catalog> {
  return buildCatalog(await loadText(documentText(version, rest)), options);
}

/** The catalog of a document with these operations: `{ 'GET /pets': {…} }`. */
export function catalogOfOperations(
  operations: Readonly<Record<string, Part>>,
  options?: CatalogOptions,
  rest: Part = {},
  version: Version = '3.1',
): Promise<Catalog> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [id, operation] of Object.entries(operations)) {
    const [method = '', path = ''] = id.split(/ (.*)/s);
    (paths[path] ??= {})[method.toLowerCase()] = { responses: {}, ...operation };
  }
  return catalogOf(version, { paths, ...rest }, options);
}

/** The tool of one operation. */
export async function toolOf(
  operation: Part,
  rest: Part = {},
  version: Version = '3.1',
  id = 'POST /things',
): Promise<Tool> {
  const { tools } = await catalogOfOperations({ [id]: operation }, {}, rest, version);
  return tools[0]!;
}

/** The input schema of a tool whose JSON body has a schema; `schemas` are the document's own. */
export async function inputOf(
  version: Version,
  schema: unknown,
  schemas: Part = {},
  options?: CatalogOptions,
): Promise<Catalog> {
  const operation =
    version === '2.0'
      ? { parameters: [{ in: 'body', name: 'body', required: true, schema }] }
      : { requestBody: { required: true, content: { 'application/json': { schema } } } };
  const rest = version === '2.0' ? { definitions: schemas } : { components: { schemas } };
  return catalogOfOperations({ 'POST /things': operation }, options, rest, version);
}

/** What a schema of a version becomes as the schema of a body. */
export async function translated(version: Version, schema: unknown, schemas?: Part): Promise<JsonSchema> {
  const { tools } = await inputOf(version, schema, schemas);
  return tools[0]!.inputSchema.properties['body']!;
}
