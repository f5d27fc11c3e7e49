import { isObject, own } from '../../../src/base/json.ts';
import { parsePointer } from '../../../src/base/json-pointer.ts';
import type { Part } from './documents.ts';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * A document with some of the operations of another, for a judge of requests: everything about requests as it was, each
 * answer an empty 200, no server but the judge, and nothing that is not referred to. A judge reads the whole of GitHub's
 * document for minutes, and writes answers by its examples, which are not what it is asked about.
 */
export function subsetOf(given: Part, operations: ReadonlySet<string>): Part {
  const document = withoutBroken(given, given) as Part;
  const paths: Part = {};
  for (const [path, item] of Object.entries(document['paths'] as Part)) {
    if (!isObject(item)) continue;
    const kept = Object.entries(item).filter(
      ([key]) => !methods.includes(key) || operations.has(`${key.toUpperCase()} ${path}`),
    );
    if (!kept.some(([key]) => methods.includes(key))) continue;
    paths[path] = Object.fromEntries(
      kept
        .filter(([key]) => key !== 'servers')
        .map(([key, value]) => [key, methods.includes(key) ? requestOf(value as Part) : value]),
    );
  }
  const rest = Object.fromEntries(
    ['swagger', 'openapi', 'info', 'security', 'securityDefinitions', 'consumes', 'produces']
      .filter((key) => document[key] !== undefined)
      .map((key) => [key, document[key]]),
  );
  return 'swagger' in document
    ? { ...rest, host: '127.0.0.1', ...sharedOf(document, paths, ['definitions', 'parameters']), paths }
    : { ...rest, servers: [{ url: '/' }], components: componentsOf(document, paths), paths };
}

/** What is described elsewhere on the network, or nowhere, may be anything: for a judge as for the gateway. */
function withoutBroken(value: unknown, document: Part): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutBroken(item, document));
  if (!isObject(value)) return value;
  const reference = value['$ref'];
  if (typeof reference === 'string' && !leads(reference, document)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutBroken(member, document)]));
}

function leads(reference: string, document: Part): boolean {
  if (!reference.startsWith('#')) return false;
  let value: unknown = document;
  for (const step of parsePointer(decodeURIComponent(reference.slice(1))))
    value = typeof value === 'object' && value !== null ? own(value, step) : undefined;
  return value !== undefined;
}

function requestOf(operation: Part): Part {
  const request = { ...operation, responses: { 200: { description: 'OK' } } };
  for (const key of ['callbacks', 'servers']) Reflect.deleteProperty(request, key);
  return request;
}

function componentsOf(document: Part, paths: Part): Part {
  const components = (document['components'] ?? {}) as Part;
  const wanted = reached(document, paths);
  return Object.fromEntries(
    Object.entries(components).map(([group, members]) => [
      group,
      group === 'securitySchemes' ? members : keep(members as Part, `#/components/${group}/`, wanted),
    ]),
  );
}

function sharedOf(document: Part, paths: Part, groups: readonly string[]): Part {
  const wanted = reached(document, paths);
  return Object.fromEntries(
    groups.map((group) => [group, keep((document[group] ?? {}) as Part, `#/${group}/`, wanted)]),
  );
}

function keep(members: Part, prefix: string, wanted: ReadonlySet<string>): Part {
  return Object.fromEntries(Object.entries(members).filter(([name]) => wanted.has(prefix + name)));
}

/** The shared parts that something leads to, by their references; those of a discriminator's mapping count too. */
function reached(document: Part, start: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const open: unknown[] = [start];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string') {
      const address = /^#\/(?:components\/[^/]+|definitions|parameters)\/[^/]+/.exec(value)?.[0];
      if (address === undefined || found.has(address)) continue;
      found.add(address);
      const steps = address.slice(2).split('/');
      open.push(steps.reduce<unknown>((part, step) => (isObject(part) ? part[step] : undefined), document));
    } else if (typeof value === 'object' && value !== null) open.push(...(Object.values(value) as unknown[]));
  }
  return found;
}
