import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { cwd } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { messageOf, RoutewrightError } from '../base/errors.ts';

/** A text and where it came from: the base of its relative references and servers. */
export interface SpecText {
  /** `file:` or `http(s):` URL; standard input counts as a file in the working directory. */
  readonly uri: string;
  readonly text: string;
}

export interface ReadOptions {
  /** Most bytes to read. @default 64 MB */
  readonly maxBytes?: number;
  /** Milliseconds for a URL to answer. @default 30 s */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  /** Where `-` reads from. @default process.stdin */
  readonly stdin?: AsyncIterable<Uint8Array | string>;
}

export const defaultDocumentBytes = 64_000_000;

/** Whether a spec argument is a URL to fetch, rather than a path. */
export function isHttpUrl(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** The URI of a spec argument: a URL as it is, a path as a `file:` URL, `-` as a file of the working directory. */
export function sourceUri(source: string): string {
  if (isHttpUrl(source)) return new URL(source).href;
  if (source.startsWith('file://')) return source;
  return pathToFileURL(resolve(cwd(), source === '-' ? 'stdin' : source)).href;
}

/**
 * Reads the text of a document from a file, a URL or standard input (`-`).
 *
 * @throws {RoutewrightError} SPEC_NOT_FOUND, SPEC_IS_DIRECTORY, SPEC_UNREADABLE, SPEC_TOO_LARGE
 */
export async function readSpec(source: string, options: ReadOptions = {}): Promise<SpecText> {
  const uri = sourceUri(source);
  if (source === '-') return { uri, text: await readStream(options.stdin ?? process.stdin, 'standard input', options) };
  return isHttpUrl(source)
    ? fetchText(uri, options)
    : { uri, text: await readFileText(fileURLToPath(uri), source, options) };
}

async function readFileText(path: string, shown: string, options: ReadOptions): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
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
    if (code === 'ERR_FS_FILE_TOO_LARGE') throw tooLarge(shown, options);
    throw new RoutewrightError('SPEC_UNREADABLE', `Could not read ${shown}: ${messageOf(error)}`, {
      hint: 'Check the permissions of the file.',
      cause: error,
    });
  }
  if (bytes.length > (options.maxBytes ?? defaultDocumentBytes)) throw tooLarge(shown, options);
  return decode(bytes);
}

async function fetchText(url: string, options: ReadOptions): Promise<SpecText> {
  const timeout = options.timeout ?? 30_000;
  const limit = AbortSignal.timeout(timeout);
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json, application/yaml, text/yaml, */*;q=0.5', 'user-agent': 'routewright' },
      signal: options.signal ? AbortSignal.any([options.signal, limit]) : limit,
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new RoutewrightError(
        response.status === 404 ? 'SPEC_NOT_FOUND' : 'SPEC_UNREADABLE',
        `${withoutUserInfo(url)} answered ${response.status} ${response.statusText}`.trimEnd(),
        {
          hint:
            response.status === 401 || response.status === 403
              ? 'The document is protected: download it and pass the file.'
              : 'Check the URL. FastAPI serves its document at /openapi.json.',
        },
      );
    }
    const text = response.body
      ? await readStream(response.body as unknown as AsyncIterable<Uint8Array>, withoutUserInfo(url), options)
      : '';
    return { uri: response.url === '' ? url : response.url, text };
  } catch (error) {
    if (error instanceof RoutewrightError) throw error;
    const reason = limit.aborted ? `no answer within ${timeout / 1000} s` : messageOf((error as Error).cause ?? error);
    throw new RoutewrightError('SPEC_UNREADABLE', `Could not fetch ${withoutUserInfo(url)}: ${reason}`, {
      hint: 'Check that the server runs and can be reached from this machine.',
      cause: error,
    });
  }
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

/** UTF-8, or UTF-16 where a byte order mark says so (JSON: RFC 8259, 8.1; YAML 1.2.2, 5.2). */
function decode(bytes: Buffer): string {
  const mark = bytes.length > 1 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe || mark === 0xfeff)
    return new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be').decode(bytes);
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
