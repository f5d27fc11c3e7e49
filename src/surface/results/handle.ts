import { createHmac, timingSafeEqual } from 'node:crypto';

/** Bytes of a signature that are kept: nobody can try 2^96 of them. */
const signatureBytes = 12;
const form = /^([\w-]{12})\.([0-9a-z]{1,8})\.([\w-]{16})$/;

/** What a handle says: which result, and until when. */
export interface Handle {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/** A handle as a model carries it, signed so that none can be made up: `<id>.<minutes>.<signature>`. */
export function writeHandle({ id, expires }: Handle, key: string): string {
  const body = `${id}.${Math.ceil(expires / 60_000).toString(36)}`;
  return `${body}.${sign(body, key)}`;
}

/** What a handle says, or nothing where it was not written with this key. */
export function readHandle(handle: string, key: string): Handle | undefined {
  const [, id, minutes, signature] = form.exec(handle.trim()) ?? [];
  if (id === undefined || minutes === undefined || signature === undefined) return undefined;
  const right = sign(`${id}.${minutes}`, key);
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(right))) return undefined;
  return { id, expires: Number.parseInt(minutes, 36) * 60_000 };
}

function sign(body: string, key: string): string {
  return createHmac('sha256', key).update(body).digest().subarray(0, signatureBytes).toString('base64url');
}
