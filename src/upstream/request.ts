import { isObject, type Json } from '../base/json.ts';
import { bodyProperty, contentTypeProperty } from '../catalog/argument.ts';
import { mediaKind } from '../catalog/media-kind.ts';
import type { Tool } from '../catalog/tool.ts';
import { ArgumentError } from './argument-error.ts';
import { buildBody, type BuiltBody } from './body/body.ts';
import type { AppliedCredentials } from './credentials/apply.ts';
import type { HttpRequest } from './http.ts';
import { serializeCookie, serializeHeader, serializePath, serializeQuery } from './serialize/parameter.ts';

/** The arguments of a call, validated. */
export type Arguments = Readonly<Record<string, Json | undefined>>;

export interface RequestOptions {
  /** Where the API is: scheme, host and base path. */
  readonly baseUrl: string;
  readonly credentials?: AppliedCredentials;
  /** Headers of the configuration, sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The HTTP request that a call of a tool makes. A pure function: equal arguments make equal requests.
 *
 * @throws {ArgumentError} where an argument cannot be written as the operation describes
 */
export function buildRequest(
  tool: Tool,
  args: Arguments,
  { baseUrl, credentials, headers: configured = {} }: RequestOptions,
): HttpRequest {
  const query: string[] = [];
  const cookies: string[] = [];
  const headers: Record<string, string> = { 'user-agent': 'routewright', accept: acceptOf(tool) };
  const pathValues = new Map<string, string>();
  for (const { property, parameter } of tool.arguments) {
    const value = args[property];
    if (value === undefined || (value === null && !parameter.required)) continue;
    switch (parameter.in) {
      case 'path':
        pathValues.set(parameter.name, pathValue(property, serializePath(parameter, value)));
        break;
      case 'query':
      case 'querystring':
        for (const [name, text] of serializeQuery(parameter, value)) query.push(name === '' ? text : `${name}=${text}`);
        break;
      case 'header':
        headers[parameter.name.toLowerCase()] = headerValue(property, serializeHeader(parameter, value));
        break;
      case 'cookie':
        cookies.push(...serializeCookie(parameter, value).map((pair) => headerValue(property, pair)));
        break;
      default:
        parameter.in satisfies never;
    }
  }
  const built = buildToolBody(tool, args);
  if (built) headers['content-type'] = built.contentType;
  Object.assign(headers, lowerCased(configured), credentials?.headers);
  query.push(
    ...(credentials?.query ?? []).map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`),
  );
  cookies.push(...(credentials?.cookies ?? []).map(([name, text]) => `${name}=${text}`));
  if (cookies.length > 0) headers['cookie'] = cookies.join('; ');
  return {
    method: tool.operation.method,
    url: joinUrl(baseUrl, expandPath(tool.operation.path, pathValues), query),
    headers,
    body: built?.body,
    credentialHeaders: [...Object.keys(lowerCased(configured)), ...Object.keys(credentials?.headers ?? {}), 'cookie'],
  };
}

/** Puts the values into the template; one that is missing was refused before. A fragment only tells paths apart. */
function expandPath(template: string, values: ReadonlyMap<string, string>): string {
  const path = template.replace(/#.*$/s, '').replace(/\{([^{}]+)\}/g, (_, name: string) => values.get(name) ?? '');
  for (const segment of path.split('?', 1)[0]!.split('/')) {
    // Whatever came together here, the route stays what it is (RFC 3986, 5.2.4).
    if (segment === '.' || segment === '..')
      throw new ArgumentError('path', `a path segment would be \`${segment}\`, which leads to another operation`);
  }
  return path;
}

function pathValue(property: string, text: string): string {
  if (text === '') throw new ArgumentError(property, 'a path parameter cannot be empty: the path would be another one');
  if (/^\.{1,2}$/.test(text))
    throw new ArgumentError(property, `\`${text}\` as a path parameter would lead to another operation`);
  return text;
}

/** Field values are visible characters, spaces and tabs (RFC 9110, 5.5); what is beyond Latin-1 goes as UTF-8. */
function headerValue(property: string, text: string): string {
  // eslint-disable-next-line no-control-regex
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(text))
    throw new ArgumentError(property, 'a header cannot hold line breaks or control characters');
  // eslint-disable-next-line no-control-regex
  return /[^\0-\xff]/.test(text) ? Buffer.from(text).toString('latin1') : text.trim();
}

/** Server and path, with the query of the template, of the server and of the parameters, in this order. */
function joinUrl(baseUrl: string, path: string, query: readonly string[]): string {
  const [base = '', baseQuery] = baseUrl.replace(/#.*$/s, '').split('?', 2);
  const mark = path.indexOf('?');
  const plain = mark < 0 ? path : path.slice(0, mark);
  const parts = [baseQuery, mark < 0 ? undefined : path.slice(mark + 1), ...query].filter(
    (part) => part !== undefined && part !== '',
  );
  return `${base.replace(/\/+$/, '')}${escapeIllegal(plain)}${parts.length > 0 ? `?${parts.join('&')}` : ''}`;
}

/** A template may hold characters that no path has: spaces, quotes, letters beyond ASCII. */
function escapeIllegal(path: string): string {
  return path.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]+/g, encodeURIComponent);
}

function buildToolBody(tool: Tool, args: Arguments): BuiltBody | undefined {
  const value = args[bodyProperty];
  if (!tool.body || value === undefined) return undefined;
  const wanted = tool.body.contents.length > 1 ? args[contentTypeProperty] : undefined;
  const content = tool.body.contents.find(({ contentType }) => contentType === wanted) ?? bestFor(tool, value);
  return buildBody(value, content);
}

/** Without a choice the first content whose kind the value has: an object for JSON and forms, text for text. */
function bestFor(tool: Tool, value: Json): NonNullable<Tool['body']>['contents'][number] {
  const contents = tool.body!.contents;
  if (typeof value === 'string' && contents[0]!.kind !== 'json')
    return contents.find(({ kind }) => kind === 'text' || kind === 'xml') ?? contents[0]!;
  if (isObject(value) && contents[0]!.kind === 'text')
    return contents.find(({ kind }) => kind !== 'text') ?? contents[0]!;
  return contents[0]!;
}

/** What the operation answers in, JSON first; anything where it does not say. */
function acceptOf(tool: Tool): string {
  const types = tool.operation.responses
    .filter(({ status }) => /^[23]|default/.test(status))
    .flatMap(({ content }) => content.map(({ type }) => type));
  const known = [...new Set(types)].filter((type) => /^[\w.+*-]+\/[\w.+*-]+(\s*;.*)?$/.test(type)).slice(0, 8);
  if (known.length === 0) return 'application/json, */*;q=0.5';
  const sorted = [
    ...known.filter((type) => mediaKind(type) === 'json'),
    ...known.filter((type) => mediaKind(type) !== 'json'),
  ];
  return sorted.some((type) => mediaKind(type) === 'json') && !sorted.includes('*/*')
    ? [...sorted, '*/*;q=0.1'].join(', ')
    : sorted.join(', ');
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
