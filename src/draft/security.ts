import type { JsonObject } from '../base/json.ts';
import { headerOf, type NameValue, type Sample } from './sample.ts';

/** Names under which secrets travel in a query; `sort_key` is none. */
const secretName =
  /^(auth|token|key|sig|signature|secret|password|jwt|sid)$|(^|[-_])(token|secret|api[-_]?key|access[-_]?key|auth[-_]?key|signature|csrf|xsrf|session)([-_]|$)/i;
/** In a header any key is one, but that of a request which may be repeated. */
const secretHeader = /(^|[-_])(key|auth)$/i;
/** Cookies that hold a session or a token; others are preferences and statistics. */
const sessionCookie =
  /(^|[._-])(sess(ion)?(id)?|sid|auth|token|jwt|access|login)([._-]|$)|sessid|sessionid|connect\.sid/i;

/** Whether what goes by this name is a secret, and so a credential rather than an argument. */
export function isSecretName(name: string, place: 'query' | 'header'): boolean {
  const isKey = place === 'header' && secretHeader.test(name) && !/idempotency/i.test(name);
  return isKey || secretName.test(name) || /^x-amz-/i.test(name);
}

/** The security schemes that a request shows (OpenAPI 3.1.1, 4.8.27), by the names they get in the document. */
export function findSchemes(sample: Sample): ReadonlyMap<string, JsonObject> {
  const schemes = [
    ...(sample.security ?? []),
    ...fromAuthorization(headerOf(sample.headers, 'authorization')),
    ...named(sample.headers, 'header'),
    ...named(sample.query, 'query'),
    ...sample.cookies
      .filter((name) => sessionCookie.test(name))
      .map((name) => ({ type: 'apiKey', in: 'cookie', name })),
  ];
  return new Map(schemes.map((scheme) => [nameOf(scheme), scheme]));
}

/** RFC 9110, 11.6.2: a scheme, and what belongs to it. */
function fromAuthorization(value: string | undefined): JsonObject[] {
  const [, scheme = '', token = ''] = /^\s*([A-Za-z0-9-]+)\s*(.*)$/.exec(value ?? '') ?? [];
  switch (scheme.toLowerCase()) {
    case '':
      return [];
    case 'bearer':
      return [
        { type: 'http', scheme: 'bearer', ...(/^eyJ[\w-]+\.[\w-]+\./.test(token) ? { bearerFormat: 'JWT' } : {}) },
      ];
    case 'basic':
    case 'digest':
      return [{ type: 'http', scheme: scheme.toLowerCase() }];
    default:
      return [{ type: 'apiKey', in: 'header', name: 'Authorization' }];
  }
}

function named(pairs: readonly NameValue[], place: 'header' | 'query'): JsonObject[] {
  const names = [...new Set(pairs.map(({ name }) => name))];
  return names
    .filter((name) => isSecretName(name, place) && !/^(authorization|cookie|x-amz-)/i.test(name))
    .map((name) => ({ type: 'apiKey', in: place, name }));
}

function nameOf(scheme: JsonObject): string {
  switch (scheme['type']) {
    case 'http':
      return { bearer: 'BearerAuth', basic: 'BasicAuth', digest: 'DigestAuth' }[String(scheme['scheme'])] ?? 'HttpAuth';
    case 'oauth2':
      return 'OAuth';
    default: {
      const name = String(scheme['name']).replace(/[^A-Za-z0-9]+(.?)/g, (_, letter: string) => letter.toUpperCase());
      const place = { query: 'Query', cookie: 'Cookie' }[String(scheme['in'])] ?? '';
      return `${name.charAt(0).toUpperCase()}${name.slice(1)}${place}`;
    }
  }
}
