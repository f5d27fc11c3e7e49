import { isObject, own, text } from '../base/json.ts';
import {
  type Body,
  decode,
  type Field,
  headerOf,
  mediaTypeOf,
  type NameValue,
  type Recording,
  type Sample,
} from './sample.ts';

/** Whether a file is an HTTP Archive (HAR 1.2, log). */
export function isHar(value: unknown): boolean {
  return Array.isArray(own(own(value, 'log'), 'entries'));
}

/** The requests of an HTTP Archive (http://www.softwareishard.com/blog/har-12-spec/). */
export function readHar(value: unknown): Recording {
  const entries = own(own(value, 'log'), 'entries') as readonly unknown[];
  return { title: undefined, samples: entries.flatMap((entry) => readEntry(entry) ?? []) };
}

function readEntry(entry: unknown): Sample | undefined {
  const request = own(entry, 'request');
  const url = text(own(request, 'url')) ?? '';
  if (!URL.canParse(url) || !/^https?:/.test(url)) return undefined;
  const { origin, pathname, searchParams } = new URL(url);
  const headers = readPairs(own(request, 'headers'));
  const response = own(entry, 'response');
  const status = Number(own(response, 'status'));
  return {
    method: (text(own(request, 'method')) ?? 'GET').toUpperCase(),
    origin,
    path: pathname
      .split('/')
      .slice(1)
      .map((part) => ({ text: decode(part) })),
    query: [...searchParams].map(([name, value]) => ({ name, value })),
    headers,
    cookies: readCookies(own(request, 'cookies'), headers),
    body: readRequestBody(own(request, 'postData')),
    response: status > 0 ? { status, body: readContent(own(response, 'content')) } : undefined,
    resourceType: text(own(entry, '_resourceType')),
  };
}

function readPairs(value: unknown): NameValue[] {
  return (Array.isArray(value) ? value : []).flatMap((pair) => {
    const name = text(own(pair, 'name'));
    // `:method`, `:path` and the like are the request line of HTTP/2.
    return name === undefined || name.startsWith(':') ? [] : [{ name, value: text(own(pair, 'value')) ?? '' }];
  });
}

/** Their names; some tools write them into the header alone. */
function readCookies(value: unknown, headers: readonly NameValue[]): string[] {
  const listed = readPairs(value).map(({ name }) => name);
  const sent = (headerOf(headers, 'cookie') ?? '').split(';').map((pair) => pair.split('=')[0]!.trim());
  return [...new Set([...listed, ...sent])].filter((name) => name !== '');
}

function readRequestBody(value: unknown): Body | undefined {
  if (!isObject(value)) return undefined;
  const mediaType = mediaTypeOf(text(value['mimeType']));
  const content = text(value['text']);
  if (mediaType === '' && !content) return undefined;
  const params = Array.isArray(value['params']) ? (value['params'] as unknown[]) : [];
  const listed = params.flatMap((param): Field[] => {
    const name = text(own(param, 'name'));
    const isFile = own(param, 'fileName') !== undefined;
    return name === undefined ? [] : [{ name: decode(name), value: decode(text(own(param, 'value')) ?? ''), isFile }];
  });
  const fields = listed.length > 0 ? listed : readFields(mediaType, content ?? '');
  return { mediaType, ...(fields ? { fields } : { text: content }) };
}

/** The fields of a form whose text alone was recorded. */
function readFields(mediaType: string, content: string): Field[] | undefined {
  if (mediaType === 'application/x-www-form-urlencoded')
    return [...new URLSearchParams(content)].map(([name, value]) => ({ name, value, isFile: false }));
  if (mediaType !== 'multipart/form-data') return undefined;
  return [
    ...content.matchAll(/content-disposition:\s*form-data;([^\r\n]*)((?:\r?\n[^\r\n]+)*)\r?\n\r?\n([^\r\n]*)/gi),
  ].flatMap(([, parameters = '', , value = '']) => {
    const name = /\bname="([^"]*)"/i.exec(parameters)?.[1];
    const isFile = /\bfilename\*?=/i.test(parameters);
    return name === undefined ? [] : [{ name, value: isFile ? '' : value, isFile }];
  });
}

function readContent(value: unknown): Body | undefined {
  const mediaType = mediaTypeOf(text(own(value, 'mimeType')));
  // Chrome's word for "none was sent".
  if (mediaType === '' || mediaType === 'x-unknown') return undefined;
  const content = text(own(value, 'text'));
  const encoded = own(value, 'encoding') === 'base64';
  const isText = /json|text|xml/.test(mediaType);
  if (encoded && !isText) return { mediaType };
  return { mediaType, text: encoded && content ? Buffer.from(content, 'base64').toString() : content };
}
