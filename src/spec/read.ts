import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { cwd } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { messageOf, RoutewrightError } from '../base/errors.ts';

/** A text and where it came from: the base of its relative references and servers. */
export interface SpecText {
  /** `file:` or `http(s):` URL; standard input counts as a file in the working directory. */
  readonly uri: string;
  readonly text: string;
  /** Headers by which its server is asked whether it has changed (RFC 9110, 13.1). */
  readonly conditions?: Readonly<Record<string, string>>;
}

export interface ReadOptions {
  /** Most bytes to read. @default 64 MB */
  readonly maxBytes?: number;
  /** Milliseconds for a URL to answer. @default 30 s */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  /** Where `-` reads from. @default process.stdin */
  readonly stdin?: AsyncIterable<Uint8Array | string>;
  /** Whether a redirect may be followed there. @default everywhere */
  readonly mayFollow?: (url: string) => boolean;
}

export const defaultDocumentBytes = 64_000_000;

/** Whether a spec argument is a URL to fetch, rather than a path. */
export function isHttpUrl(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** The URI of a spec argument: a URL as it is, a path as a `file:` URL, `-` as a file of the working directory. */
export function sourceUri(source: string): string {
  if (isHttpUrl(source)) return new URL(source).href;
  if (/^file:\/\//i.test(source)) return new URL(source).href;
  return pathToFileURL(resolve(cwd(), source === '-' ? 'stdin' : source)).href;
}

/**
 * Reads the text of a document from a file, a URL or standard input (`-`).
 *
 * @throws {RoutewrightError} SPEC_NOT_FOUND, SPEC_IS_DIRECTORY, SPEC_UNREADABLE, SPEC_TOO_LARGE
 */
export async function readSpec(source: string, options: ReadOptions = {}): Promise<SpecText> {
  if (isHttpUrl(source)) return fetchText(source, options);
  const uri = sourceUri(source);
  if (source === '-') return { uri, text: await readStream(options.stdin ?? process.stdin, 'standard input', options) };
  return { uri, text: await readFileText(uri, source, options) };
}

/**
 * Reads what is at a URL; what is known of it, where the server says that it has not changed.
 *
 * @throws {RoutewrightError} as {@link readSpec}
 */
export async function readIfChanged(
  url: string,
  known: SpecText | undefined,
  options: ReadOptions = {},
): Promise<SpecText> {
  return fetchText(url, options, known);
}

async function readFileText(uri: string, shown: string, options: ReadOptions): Promise<string> {
  let path = shown;
  try {
    path = fileURLToPath(uri);
    const info = await stat(path);
    // A pipe has no size to look at beforehand.
    if (!info.isFile() && !info.isDirectory()) return await readStream(createReadStream(path), shown, options);
    if (info.size > (options.maxBytes ?? defaultDocumentBytes)) throw tooLarge(shown, options);
    return decode(await readFile(path));
  } catch (error) {
    if (error instanceof RoutewrightError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new RoutewrightError('SPEC_NOT_FOUND', `No such file: ${shown}`, {
        hint:
          path === shown
            ? 'Check the path.'
            : `Looked for it at ${path}. Check the path, or give an absolute one: a client may start Routewright in another directory.`,
        cause: error,
      });
    }
    if (code === 'EISDIR') {
      throw new RoutewrightError('SPEC_IS_DIRECTORY', `${shown} is a directory, not a document`, {
        hint: 'Name the file in it that holds the document, such as openapi.yaml.',
        cause: error,
      });
    }
    throw new RoutewrightError('SPEC_UNREADABLE', `Could not read ${shown}: ${messageOf(error)}`, {
      hint: 'Check the permissions of the file.',
      cause: error,
    });
  }
}

async function fetchText(source: string, options: ReadOptions, known?: SpecText): Promise<SpecText> {
  const timeout = options.timeout ?? 30_000;
  const limit = AbortSignal.timeout(timeout);
  const url = withoutUserInfo(source);
  try {
    const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
    const response = await fetchFollowing(new URL(source), signal, options.mayFollow, known?.conditions);
    if (response.status === 304 && known) return known;
    if (!response.ok) {
      await response.body?.cancel();
      throw new RoutewrightError(
        response.status === 404 ? 'SPEC_NOT_FOUND' : 'SPEC_UNREADABLE',
        `${url} answered ${response.status} ${response.statusText}`.trimEnd(),
        {
          hint:
            response.status === 401 || response.status === 403
              ? 'The document is protected: download it and pass the file.'
              : 'Check the URL. FastAPI serves its document at /openapi.json.',
        },
      );
    }
    const text = response.body ? await readStream(response.body, url, options) : '';
    return { uri: response.url === '' ? url : response.url, text, ...conditionsOf(response) };
  } catch (error) {
    if (error instanceof RoutewrightError) throw error;
    const reason = limit.aborted ? `no answer within ${timeout / 1000} s` : messageOf((error as Error).cause ?? error);
    throw new RoutewrightError('SPEC_UNREADABLE', `Could not fetch ${url}: ${reason}`, {
      hint: 'Check that the server runs and can be reached from this machine.',
      cause: error,
    });
  }
}

function conditionsOf({ headers }: Response): Pick<SpecText, 'conditions'> {
  const [tag, date] = [headers.get('etag'), headers.get('last-modified')];
  const conditions = { ...(tag ? { 'if-none-match': tag } : {}), ...(date ? { 'if-modified-since': date } : {}) };
  return tag || date ? { conditions } : {};
}

const mostRedirects = 20;

/**
 * Fetches a URL, redirects followed one by one, since each may lead where it must not. The user name and password of
 * the URL, which `fetch` refuses, become Basic authentication and stay with their origin.
 */
async function fetchFollowing(
  source: URL,
  signal: AbortSignal,
  mayFollow: (url: string) => boolean = () => true,
  conditions: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const credentials = `${decodeURIComponent(source.username)}:${decodeURIComponent(source.password)}`;
  let url = new URL(withoutUserInfo(source.href));
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const response = await fetch(url.href, {
      redirect: 'manual',
      headers: {
        accept: 'application/json, application/yaml, text/yaml, */*;q=0.5',
        'user-agent': 'routewright',
        ...(credentials !== ':' && url.origin === source.origin
          ? { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }
          : {}),
        ...conditions,
      },
      signal,
    });
    const location = response.headers.get('location');
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return response;
    await response.body?.cancel();
    const target = URL.canParse(location, url.href) ? new URL(withoutUserInfo(new URL(location, url).href)) : undefined;
    if (!target || !isHttpUrl(target.href) || !mayFollow(target.href)) {
      throw new Error(`it redirects to ${withoutUserInfo(location)}, where it may not be followed`);
    }
    url = target;
  }
  throw new Error(`it redirects more than ${mostRedirects} times`);
}

async function readStream(
  stream: AsyncIterable<Uint8Array | string>,
  shown: string,
  options: ReadOptions,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > (options.maxBytes ?? defaultDocumentBytes)) throw tooLarge(shown, options);
    chunks.push(bytes);
  }
  return decode(Buffer.concat(chunks));
}

/**
 * UTF-8, or UTF-16 where a byte order mark or the zero byte beside the first character, which is ASCII, says so
 * (JSON: RFC 8259, 8.1; YAML 1.2.2, 5.2).
 */
function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (first !== 0 && second === 0) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0 && second !== undefined && second !== 0) return new TextDecoder('utf-16be').decode(bytes);
  return bytes.toString('utf8');
}

function tooLarge(shown: string, options: ReadOptions): RoutewrightError {
  return new RoutewrightError(
    'SPEC_TOO_LARGE',
    `${shown} is larger than ${(options.maxBytes ?? defaultDocumentBytes) / 1e6} MB`,
    {
      hint: 'Split the document, or raise `limits.documentBytes` in the configuration.',
    },
  );
}

/** A URL without the user name and password it may carry. */
export function withoutUserInfo(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}
