import { createHash, createHmac } from 'node:crypto';
import type { HttpRequest } from '../http.ts';

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string | undefined;
}

export interface AwsScope {
  /** `eu-central-1`. */
  readonly region: string;
  /** `execute-api`, `s3`, …: as it is called in signatures. */
  readonly service: string;
}

/**
 * A request with a signature of AWS (Signature Version 4, "Create a signed AWS API request"). All its headers are
 * signed, save those that proxies change.
 */
export function signForAws(request: HttpRequest, keys: AwsKeys, { region, service }: AwsScope, now: Date): HttpRequest {
  const time = now.toISOString().replace(/[:-]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const { host, path, query } = splitUrl(request.url);
  const bodyHash = hash(request.body ?? '');
  const headers: Record<string, string> = {
    ...request.headers,
    'x-amz-date': time,
    ...(keys.sessionToken === undefined ? {} : { 'x-amz-security-token': keys.sessionToken }),
    ...(service === 's3' ? { 'x-amz-content-sha256': bodyHash } : {}),
  };
  delete headers['authorization'];
  const signed = Object.entries({ host, ...headers })
    .map(([name, value]) => [name.toLowerCase(), value.trim().replace(/ +/g, ' ')] as const)
    .filter(([name]) => !unsigned.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const names = signed.map(([name]) => name).join(';');
  const canonical = [
    request.method,
    canonicalPath(path, service),
    canonicalQuery(query),
    ...signed.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    bodyHash,
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${keys.secretAccessKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n')).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...request, headers: { ...headers, authorization } };
}

const unsigned = new Set(['authorization', 'connection', 'user-agent', 'x-amzn-trace-id', 'accept-encoding']);

function splitUrl(url: string): { host: string; path: string; query: string } {
  const [, host = '', path = '', query = ''] = /^https?:\/\/([^/?#]*)([^?#]*)\??([^#]*)/i.exec(url) ?? [];
  // The port that belongs to the scheme is not sent.
  const isDefault =
    (url.startsWith('https:') && host.endsWith(':443')) || (/^http:/i.test(url) && host.endsWith(':80'));
  return { host: (isDefault ? host.replace(/:\d+$/, '') : host).toLowerCase(), path: path === '' ? '/' : path, query };
}

/** Each part is encoded once more, save at S3, which takes the path as it is; there, `.` and `..` stay too. */
function canonicalPath(path: string, service: string): string {
  if (service === 's3') return path;
  const kept: string[] = [];
  for (const part of path.split('/').slice(1)) {
    if (part === '..') kept.pop();
    else if (part !== '.' && part !== '') kept.push(part);
  }
  const end = kept.length > 0 && /\/\.{0,2}$/.test(path) ? '/' : '';
  return `/${kept.map(encode).join('/')}${end}`;
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  return query
    .split('&')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [reencode(name), reencode(value.join('='))] as const;
    })
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function reencode(text: string): string {
  try {
    return encode(decodeURIComponent(text));
  } catch {
    return encode(text);
  }
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hash(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
