import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { RoutewrightError } from './errors.ts';

/** Encrypts what is stored, so that whoever reads the store learns nothing. */
export interface Seal {
  /** @param context - where the value belongs, such as its key; it cannot be opened elsewhere */
  seal: (text: string, context: string) => string;
  /** The text, or nothing where it was sealed with a key that is not known, for another context, or was changed. */
  open: (sealed: string, context: string) => string | undefined;
}

const keyLength = 32;
const ivLength = 12;
const tagLength = 16;

/**
 * AES-256-GCM. The first key encrypts; all of them decrypt, so a key is rotated by putting a new one before it.
 *
 * @param keys - 32 bytes each; none stands for one that is made for this process and known to no other
 */
export function createSeal(keys: readonly Uint8Array[] = []): Seal {
  const known = (keys.length > 0 ? keys : [randomBytes(keyLength)]).map((key) => ({ key, id: idOf(key) }));
  return {
    seal: (text, context) => {
      const { key, id } = known[0]!;
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagLength }).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${id}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open: (sealed, context) => {
      const [wanted, body] = sealed.split('.');
      const found = known.find(({ id }) => id === wanted);
      if (!found || body === undefined) return undefined;
      const bytes = Buffer.from(body, 'base64url');
      try {
        const iv = bytes.subarray(0, ivLength);
        const decipher = createDecipheriv('aes-256-gcm', found.key, iv, { authTagLength: tagLength })
          .setAAD(Buffer.from(context))
          .setAuthTag(bytes.subarray(ivLength, ivLength + tagLength));
        return Buffer.concat([decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()]).toString();
      } catch {
        return undefined;
      }
    },
  };
}

/**
 * A key as it is written: 32 bytes in base64, base64url or hexadecimal.
 *
 * @throws {RoutewrightError} STORE_KEY_INVALID
 */
export function parseSealKey(text: string): Uint8Array {
  const written = text.trim();
  const key = /^[0-9a-f]{64}$/i.test(written) ? Buffer.from(written, 'hex') : Buffer.from(written, 'base64');
  if (key.length === keyLength) return key;
  throw new RoutewrightError('STORE_KEY_INVALID', 'A key of the store is not 32 bytes in base64 or hexadecimal', {
    hint: 'Make one with `openssl rand -base64 32`.',
  });
}

function idOf(key: Uint8Array): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 8);
}
