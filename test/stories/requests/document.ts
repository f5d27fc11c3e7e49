import type { JsonObject } from '../../../src/base/json.ts';
import type { RequestCase, Version } from './case.ts';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

/** The operation that a case of its own document has. */
export const onlyOperation = 'call';

/** The document of one case. */
export function toDocument(story: RequestCase, version: Version): JsonObject {
  const { path = '/', document } = story;
  return describe(version, { [path]: toPathItem(story, onlyOperation) }, document);
}

/** Whether a case says nothing of the whole document, so that it can share one. */
export function canShare({ document, api, env, fetchedFrom }: RequestCase): boolean {
  return document === undefined && api === undefined && env === undefined && fetchedFrom === undefined;
}

/** One document for many cases. Each has its paths under a segment of its own. */
export function toSharedDocument(stories: ReadonlyMap<RequestCase, string>, version: Version): JsonObject {
  const paths = [...stories].map(([story, id]): [string, JsonObject] => [
    `/${id}${story.path ?? '/'}`,
    toPathItem(story, id),
  ]);
  return describe(version, Object.fromEntries(paths));
}

function toPathItem({ method = 'get', pathItem, operation }: RequestCase, operationId: string): JsonObject {
  const described = { operationId, responses: { 200: { description: 'OK' } }, ...operation };
  return {
    ...pathItem,
    ...(methods.includes(method) ? { [method]: described } : { additionalOperations: { [method]: described } }),
  };
}

function describe(version: Version, paths: JsonObject, more: JsonObject = {}): JsonObject {
  const common = { info: { title: 'Requests', version: '1' }, paths, ...more };
  return version === '2.0'
    ? { swagger: version, host: 'api.test', schemes: ['http'], ...common }
    : { openapi: version, servers: [{ url: 'http://api.test' }], ...common };
}
