import type { Readable } from 'node:stream';
import { RoutewrightError } from '../base/errors.ts';

export interface ReadBodyOptions {
  /** `GET https://…/pets`, for a message. */
  readonly shown: string;
  readonly encoding: string | undefined;
  /** Content-Length, where the API says it. */
  readonly length: number | undefined;
  /** Most bytes, unpacked. */
  readonly maxBytes: number;
  readonly onProgress: ((received: number, total: number | undefined) => void) | undefined;
  /** Where the answer is a stream of events, which is kept as far as it comes. */
  readonly stream: StreamOptions | undefined;
}

/** How a stream of events is read: it may never end. */
interface StreamOptions {
  /** Ends the reading without an error. */
  readonly deadline: AbortSignal | undefined;
  /** The client wants no answer any more. */
  readonly isCancelled: () => boolean;
  readonly onChunk: ((chunk: Uint8Array, received: number) => void) | undefined;
}

/** Why a stream was not read to its end: the time of the call, the limit on bytes, or a connection that broke. */
export type Cut = 'time' | 'size' | 'broken';

/** A body, and why there is no more of it. */
export interface ReadBody {
  readonly bytes: Uint8Array;
  readonly cut?: Cut;
}

/**
 * Reads a body whole, unpacked, up to a limit; what is beyond it is not even received. A stream of events is kept as far
 * as it came, whatever ends it.
 *
 * @throws {RoutewrightError} UPSTREAM_TOO_LARGE; whatever the body fails with
 */
export async function readBody(body: Readable, options: ReadBodyOptions): Promise<ReadBody> {
  const { length, maxBytes, onProgress, stream } = options;
  const isTooLarge = (bytes: number): boolean => {
    if (bytes <= maxBytes) return false;
    body.on('error', () => undefined).destroy();
    if (!stream) throw tooLarge(options);
    return true;
  };
  if (!stream && length !== undefined) isTooLarge(length);
  const chunks: Uint8Array[] = [];
  let received = 0;
  const whole = (cut?: Cut): ReadBody => {
    const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    return cut === undefined ? { bytes } : { bytes, cut };
  };
  onProgress?.(0, length);
  try {
    for await (const chunk of await unpack(body, options.encoding)) {
      const bytes = chunk as Uint8Array;
      if (isTooLarge(received + bytes.length)) return whole('size');
      received += bytes.length;
      chunks.push(bytes);
      if (stream) stream.onChunk?.(bytes, received);
      else onProgress?.(received, length);
    }
  } catch (error) {
    if (!stream || error instanceof RoutewrightError) throw error;
    if (stream.deadline?.aborted === true) return whole('time');
    if (received > 0 && !stream.isCancelled()) return whole('broken');
    throw error;
  }
  return whole();
}

function tooLarge({ shown, length, maxBytes }: ReadBodyOptions): RoutewrightError {
  const all = length !== undefined && length > maxBytes ? ` (${formatBytes(length)})` : '';
  return new RoutewrightError(
    'UPSTREAM_TOO_LARGE',
    `The answer of ${shown} is larger than ${formatBytes(maxBytes)}${all}`,
    {
      hint: 'Ask for less: a filter, a smaller page, fewer fields. The operator can raise `limits.responseBytes`.',
    },
  );
}

function formatBytes(bytes: number): string {
  return bytes >= 1e6 ? `${Math.round(bytes / 1e5) / 10} MB` : `${Math.ceil(bytes / 1000)} kB`;
}

/** Codings that {@link readBody} takes off, as Accept-Encoding lists them. */
export const acceptedEncodings = 'gzip, deflate, br';

/** The body as it was before it was packed (RFC 9110, 8.4); an unknown coding is left to whoever reads it. */
async function unpack(body: Readable, encoding: string | undefined): Promise<Readable | Uint8Array[]> {
  const codings = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length === 0) return body;
  const zlib = await import('node:zlib');
  const { pipeline } = await import('node:stream');
  let unpacked = body;
  // The last coding was put on last.
  for (const coding of codings.reverse()) {
    const start = await peek(unpacked);
    if (start === undefined) return []; // nothing is not packed, whatever the header says
    let step;
    if (coding === 'gzip' || coding === 'x-gzip') step = zlib.createGunzip();
    else if (coding === 'br') step = zlib.createBrotliDecompress();
    else if (coding === 'deflate') step = hasZlibHeader(start) ? zlib.createInflate() : zlib.createInflateRaw();
    else return unpacked;
    pipeline(unpacked, step, () => undefined); // an error of either ends the loop that reads the other
    unpacked = step;
  }
  return unpacked;
}

/** `deflate` means the zlib format (RFC 9110, 8.4.1.2), yet some servers send the bare stream. */
function hasZlibHeader(start: Uint8Array): boolean {
  return (start[0]! & 0x0f) === 8;
}

/** The first bytes of a stream, which stay in it; nothing where it has none. */
function peek(body: Readable): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      body.off('readable', take).off('end', end).off('error', fail);
    };
    const take = (): void => {
      const chunk = body.read() as Uint8Array | null;
      if (chunk === null) return; // the end is told by its own event
      settle();
      body.unshift(chunk);
      resolve(chunk);
    };
    const end = (): void => {
      settle();
      resolve(undefined);
    };
    const fail = (error: Error): void => {
      settle();
      reject(error);
    };
    body.on('readable', take).on('end', end).on('error', fail);
  });
}
