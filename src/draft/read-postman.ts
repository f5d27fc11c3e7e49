import { isObject, type JsonObject, own, text } from '../base/json.ts';
import { readPostmanAuth } from './postman-auth.ts';
import {
  type Body,
  decode,
  type Field,
  headerOf,
  mediaTypeOf,
  type NameValue,
  type Recording,
  type Sample,
  type Segment,
} from './sample.ts';

/** Whether a file is a Postman collection (v2.0 or v2.1). */
export function isPostman(value: unknown): boolean {
  return Array.isArray(own(value, 'item')) && isObject(own(value, 'info'));
}

/** What a folder hands down to what is in it. */
interface Around {
  readonly variables: ReadonlyMap<string, string>;
  readonly security: readonly JsonObject[] | undefined;
  readonly tag: string | undefined;
}

/**
 * The requests of a Postman collection and the answers that were saved with them
 * (https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html). Scripts are not run.
 */
export function readPostman(value: unknown): Recording {
  const variables = new Map(
    list(own(value, 'variable')).flatMap((variable) => {
      const [key, set] = [text(own(variable, 'key')), own(variable, 'value')];
      return key !== undefined && (typeof set === 'string' || typeof set === 'number') && set !== ''
        ? [[key, String(set)] as const]
        : [];
    }),
  );
  const around: Around = { variables, security: readPostmanAuth(own(value, 'auth')), tag: undefined };
  return { title: text(own(own(value, 'info'), 'name')), samples: readItems(list(own(value, 'item')), around) };
}

function readItems(items: readonly unknown[], around: Around): Sample[] {
  return items.flatMap((item) => {
    const name = text(own(item, 'name'));
    const security = readPostmanAuth(own(item, 'auth')) ?? around.security;
    if (Array.isArray(own(item, 'item')))
      return readItems(own(item, 'item') as unknown[], { ...around, security, tag: around.tag ?? name });
    const written = readRequest(own(item, 'request'), { ...around, security });
    if (!written) return [];
    const about = {
      summary: name,
      description: descriptionOf(own(own(item, 'request'), 'description')),
      tag: around.tag,
    };
    const saved = list(own(item, 'response')).flatMap((response): Sample[] => {
      const request = readRequest(own(response, 'originalRequest'), { ...around, security }) ?? written;
      const status = Number(own(response, 'code'));
      return status > 0 ? [{ ...request, ...about, response: { status, body: readAnswer(response) } }] : [];
    });
    return [{ ...written, ...about }, ...saved];
  });
}

function readRequest(request: unknown, { variables, security }: Around): Sample | undefined {
  if (typeof request === 'string')
    return readRequest({ url: request, method: 'GET' }, { variables, security, tag: undefined });
  if (!isObject(request)) return undefined;
  const url = readUrl(request['url'], variables);
  if (!url) return undefined;
  const headers = readPairs(request['header']);
  return {
    method: (text(request['method']) ?? 'GET').toUpperCase(),
    ...url,
    headers,
    cookies: (headerOf(headers, 'cookie') ?? '')
      .split(';')
      .map((pair) => pair.split('=')[0]!.trim())
      .filter((name) => name !== ''),
    body: readBody(request['body'], headers),
    security: readPostmanAuth(request['auth']) ?? security,
  };
}

/** Whole, or in parts; `:name` and `{{name}}` are variables. Those of the collection are set, the others stay. */
function readUrl(
  url: unknown,
  variables: ReadonlyMap<string, string>,
): Pick<Sample, 'origin' | 'path' | 'query'> | undefined {
  const raw = text(url) ?? text(own(url, 'raw'));
  if (raw === undefined || raw === '') return undefined;
  const [place = ''] = set(raw, variables).split(/[?#]/);
  const [, origin = '', path = ''] = /^([a-z]+:\/\/[^/]*|\{\{[^}]*\}\}|[^/]*)(\/.*)?$/i.exec(place) ?? [];
  const withScheme =
    origin === '' || origin.includes('{{') ? '' : /^[a-z]+:\/\//i.test(origin) ? origin : `https://${origin}`;
  const parts = path.split('/').slice(1);
  const listed = list(own(url, 'query'));
  const query =
    listed.length > 0
      ? readPairs(listed)
      : [...new URLSearchParams(/\?([^#]*)/.exec(raw)?.[1] ?? '')].map(([name, value]) => ({ name, value }));
  return {
    origin: URL.canParse(withScheme) ? new URL(withScheme).origin : '',
    path: parts.map((part): Segment => {
      const variable = /^(?::|\{\{|\{)([\w.$-]+)\}{0,2}$/.exec(part)?.[1];
      return variable === undefined ? { text: decode(part) } : { variable };
    }),
    query,
  };
}

/** Variables may hold others; one that holds itself stays. */
function set(value: string, variables: ReadonlyMap<string, string>): string {
  let done = value;
  for (let depth = 0; depth < 5 && done.includes('{{'); depth++)
    done = done.replace(/\{\{([^{}]+)\}\}/g, (whole, name: string) => variables.get(name.trim()) ?? whole);
  return done;
}

/** What is switched off may be sent as well, so it counts; what is no name does not. */
function readPairs(value: unknown): NameValue[] {
  return list(value).flatMap((pair) => {
    const name = text(own(pair, 'key')) ?? '';
    return name === '' || name.includes('{{') ? [] : [{ name, value: text(own(pair, 'value')) ?? '' }];
  });
}

function readBody(body: unknown, headers: readonly NameValue[]): Body | undefined {
  const told = mediaTypeOf(headerOf(headers, 'content-type'));
  switch (own(body, 'mode')) {
    case 'raw': {
      const language = text(own(own(own(body, 'options'), 'raw'), 'language')) ?? 'json';
      const content = text(own(body, 'raw')) ?? '';
      const mediaType = told || ({ json: 'application/json', xml: 'application/xml' }[language] ?? 'text/plain');
      // A variable outside quotes is no JSON, and its type is not known.
      const json = content.replace(/(?<=[:[,]\s*)\{\{[^{}"]+\}\}(?=\s*[,}\]])/g, (variable) =>
        JSON.stringify(variable),
      );
      return content.trim() === '' ? undefined : { mediaType, text: /json/.test(mediaType) ? json : content };
    }
    case 'urlencoded':
      return { mediaType: told || 'application/x-www-form-urlencoded', fields: readFields(own(body, 'urlencoded')) };
    case 'formdata':
      return { mediaType: 'multipart/form-data', fields: readFields(own(body, 'formdata')) };
    case 'file':
      return { mediaType: told || 'application/octet-stream' };
    case 'graphql':
      return { mediaType: 'application/json', text: '{"query":"<string>","variables":{}}' };
    default:
      return undefined;
  }
}

function readFields(value: unknown): Field[] {
  return list(value).flatMap((field) => {
    const name = text(own(field, 'key')) ?? '';
    const isFile = own(field, 'type') === 'file';
    return name === '' ? [] : [{ name, value: text(own(field, 'value')) ?? '', isFile }];
  });
}

function readAnswer(response: unknown): Body | undefined {
  const headers = readPairs(own(response, 'header'));
  const content = text(own(response, 'body')) ?? '';
  if (content === '') return undefined;
  const language = text(own(response, '_postman_previewlanguage'));
  const guessed = language === 'json' || /^\s*[[{]/.test(content) ? 'application/json' : 'text/plain';
  return { mediaType: mediaTypeOf(headerOf(headers, 'content-type')) || guessed, text: content };
}

function descriptionOf(value: unknown): string | undefined {
  return text(value) ?? text(own(value, 'content'));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
