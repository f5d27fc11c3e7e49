import { type Catalog, buildCatalog } from '../../../src/catalog/catalog.ts';
import type { Tool } from '../../../src/catalog/tool.ts';
import { loadDocument } from '../../../src/spec/load.ts';

/** A catalog of a document that is given as an object. */
export async function catalogOf(document: object): Promise<Catalog> {
  const text = JSON.stringify(document);
  return buildCatalog(await loadDocument('-', { stdin: oneChunk(text) }));
}

// eslint-disable-next-line @typescript-eslint/require-await
async function* oneChunk(text: string): AsyncGenerator<string> {
  yield text;
}

export interface OperationSketch {
  readonly path?: string;
  readonly method?: string;
  readonly version?: string;
  /** What else stands at the root of the document. */
  readonly root?: object;
}

/** The tool of one operation. */
export async function toolOf(operation: object, sketch: OperationSketch = {}): Promise<Tool> {
  const { path = '/things', method = 'get', version = '3.1.1', root = {} } = sketch;
  const head = version === '2.0' ? { swagger: '2.0' } : { openapi: version };
  const { tools } = await catalogOf({
    ...head,
    info: { title: 'Things', version: '1' },
    paths: { [path]: { [method]: { operationId: 'call', responses: { 200: { description: 'OK' } }, ...operation } } },
    ...root,
  });
  return tools[0]!;
}

/** The tool of an operation that takes a body. */
export function bodyTool(content: object, others: object = {}): Promise<Tool> {
  return toolOf({ requestBody: { required: true, content }, ...others }, { method: 'post' });
}
