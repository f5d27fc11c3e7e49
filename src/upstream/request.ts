import { RoutewrightError } from '../base/errors.ts';
import { isObject, type Json } from '../base/json.ts';
import { acceptProperty, bodyProperty, contentTypeProperty } from '../catalog/argument.ts';
import { mediaKind } from '../catalog/media-kind.ts';
import type { Tool } from '../catalog/tool.ts';
import type { Parameter } from '../spec/operation.ts';
import { acceptOf } from './accept.ts';
import { ArgumentError } from './argument-error.ts';
import { buildBody, type BuiltBody } from './body/body.ts';
import { type AppliedCredentials, noCredentials } from './credentials/apply.ts';
import { toFieldValue } from './header-value.ts';
import type { HttpRequest } from './http.ts';
import type { App } from './in-process.ts';
import { expandPath, joinUrl } from './path.ts';
import { encodeUnreserved } from './serialize/encode.ts';
import type { Pair } from './serialize/form.ts';
import { serializeCookie, serializeHeader, serializePath, serializeQuery } from './serialize/parameter.ts';

/** The arguments of a call, validated. */
export type Arguments = Readonly<Record<string, Json | undefined>>;

export interface RequestOptions {
  /** Where the API is: scheme, host and base path. */
  readonly baseUrl: string;
  readonly credentials?: AppliedCredentials;
  /** Headers of the configuration, sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Parameters of the query that no argument stands for; none of them can be a credential. */
  readonly query?: readonly Pair[];
  /** Answers in place of a server on the network. */
  readonly app?: App;
}

/**
 * The HTTP request that a call of a tool makes. A pure function: equal arguments make equal requests.
 *
 * @throws {ArgumentError} where an argument cannot be written as the operation describes
 * @throws {RoutewrightError} SECRET_INVALID where a configured header or credential cannot be sent
 */
export function buildRequest(tool: Tool, args: Arguments, options: RequestOptions): HttpRequest {
  const { baseUrl, credentials = noCredentials } = options;
  const configured = fieldValues(options.headers ?? {});
  const presented = fieldValues(credentials.headers);
  const query: string[] = [];
  const cookies: string[] = [];
  const headers: Record<string, string> = {
    'user-agent': 'routewright',
    accept: acceptOf(tool, argumentOf(args, acceptProperty)),
  };
  const pathValues = new Map<string, { property: string; text: string }>();
  for (const { property, parameter } of tool.arguments) {
    const value = argumentOf(args, property);
    if (value === undefined || isLeftOut(parameter, value)) continue;
    switch (parameter.in) {
      case 'path':
        pathValues.set(parameter.name, { property, text: serializePath(parameter, value) });
        break;
      case 'query':
      case 'querystring': {
        const pairs = serializeQuery(parameter, value);
        refuseNames(property, pairs, credentials.query);
        query.push(...pairs.map(([name, text]) => (parameter.in === 'querystring' ? text : `${name}=${text}`)));
        break;
      }
      case 'header':
        headers[parameter.name.toLowerCase()] = headerValue(property, serializeHeader(parameter, value));
        break;
      case 'cookie': {
        const pairs = serializeCookie(parameter, value);
        refuseNames(property, pairs, credentials.cookies);
        cookies.push(...pairs.map((pair) => cookiePair(property, pair)));
        break;
      }
      default:
        parameter.in satisfies never;
    }
  }
  const built = buildToolBody(tool, args);
  if (built) headers['content-type'] = built.contentType;
  Object.assign(headers, configured, presented);
  // The boundary belongs to the body.
  if (built?.contentType.startsWith('multipart/') === true) headers['content-type'] = built.contentType;
  const presentedNames = new Set(credentials.query.map(([name]) => name.toLowerCase()));
  const added = (options.query ?? []).filter(([name]) => !presentedNames.has(name.toLowerCase()));
  query.push(...added.map(([name, text]) => `${encodeUnreserved(name)}=${encodeUnreserved(text)}`));
  query.push(...credentials.query.map(([name, text]) => `${encodeUnreserved(name)}=${encodeUnreserved(text)}`));
  cookies.push(...credentials.cookies.map(([name, text]) => `${name}=${text}`));
  const given = headers['cookie'];
  if (cookies.length > 0) headers['cookie'] = [...(given === undefined ? [] : [given]), ...cookies].join('; ');
  return {
    method: tool.operation.method,
    url: joinUrl(baseUrl, expandPath(tool.operation.path, pathValues), query),
    headers,
    body: built?.body,
    credentialHeaders: [...Object.keys(configured), ...Object.keys(presented), 'cookie'],
    ...(credentials.sign ? { sign: credentials.sign } : {}),
    ...(credentials.tls ? { tls: credentials.tls } : {}),
    ...(options.app ? { app: options.app } : {}),
  };
}

function argumentOf(args: Arguments, property: string): Json | undefined {
  return Object.hasOwn(args, property) ? args[property] : undefined;
}

/** Null is no value (RFC 6570, 2.3), save where the parameter is JSON; one that is required is sent without a value. */
function isLeftOut({ required, content }: Parameter, value: Json): boolean {
  return value === null && !required && !(content && mediaKind(content.type) === 'json');
}

/** The keys of an object may become names of parameters: none may be that of a credential. */
function refuseNames(property: string, pairs: readonly Pair[], credentials: AppliedCredentials['query']): void {
  if (credentials.length === 0) return;
  const taken = new Set(credentials.map(([name]) => name.toLowerCase()));
  const names = pairs.flatMap(([name, text]) =>
    name === '' ? text.split('&').map((pair) => pair.split('=', 1)[0]!) : [name],
  );
  const found = names.map(decodeName).find((name) => taken.has(name.toLowerCase()));
  if (found !== undefined) throw new ArgumentError(property, `\`${found}\` is a credential, which no argument can set`);
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}

function headerValue(property: string, text: string): string {
  const value = toFieldValue(text);
  if (value === undefined) throw new ArgumentError(property, 'a header cannot hold line breaks or control characters');
  return value;
}

/** A `;` would begin another cookie (RFC 6265, 4.2.1). */
function cookiePair(property: string, [name, text]: Pair): string {
  if (name.includes(';') || name.includes('=') || text.includes(';'))
    throw new ArgumentError(property, 'a cookie cannot hold `;`, nor its name `=`');
  return headerValue(property, `${name}=${text}`);
}

/** Headers that the operator gives, by lower-case name. */
function fieldValues(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, text]) => {
      const value = toFieldValue(text);
      if (value !== undefined) return [name.toLowerCase(), value];
      throw new RoutewrightError('SECRET_INVALID', `The header ${name} holds a line break or a control character`, {
        hint: 'Check the variable or file that its value comes from.',
      });
    }),
  );
}

function buildToolBody(tool: Tool, args: Arguments): BuiltBody | undefined {
  const value = argumentOf(args, bodyProperty);
  if (!tool.body || value === undefined) return undefined;
  const wanted = tool.body.contents.length > 1 ? argumentOf(args, contentTypeProperty) : undefined;
  const content = tool.body.contents.find(({ contentType }) => contentType === wanted) ?? bestFor(tool, value);
  return buildBody(value, content);
}

/** Without a choice the first content whose kind the value has: an object for JSON and forms, text for text. */
function bestFor(tool: Tool, value: Json): NonNullable<Tool['body']>['contents'][number] {
  const contents = tool.body!.contents;
  if (typeof value === 'string' && contents[0]!.kind !== 'json')
    return contents.find(({ kind }) => ['text', 'xml', 'sequence'].includes(kind)) ?? contents[0]!;
  if (isObject(value) && contents[0]!.kind === 'text')
    return contents.find(({ kind }) => kind !== 'text') ?? contents[0]!;
  return contents[0]!;
}
