import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { ApiKeyConfig } from '../../../src/base/config/access-schema.ts';
import { createKey, createKeyVerifier } from '../../../src/mcp/access/api-keys.ts';

const day = 86_400_000;
const now = Date.parse('2026-06-15T00:00:00Z');

function entry(hash: string, more: Partial<ApiKeyConfig> = {}): ApiKeyConfig {
  return { name: 'ci', hash, scopes: [], notBefore: undefined, expires: undefined, ...more };
}

describe('an API key', () => {
  test('has 256 random bits, and its hash is the SHA-256 of its text', () => {
    const { key, hash } = createKey();
    expect(Buffer.from(key.slice('rw_'.length), 'base64url')).toHaveLength(32);
    expect(hash).toBe(`sha256:${createHash('sha256').update(key).digest('hex')}`);
    expect(createKey().key).not.toBe(key);
  });

  test('is known by its hash, under its name and scopes; it is no token that could be exchanged elsewhere', async () => {
    const { key, hash } = createKey();
    const verdict = await createKeyVerifier([entry(hash, { scopes: ['read'] })], () => now)(key);
    expect(verdict).toEqual({ caller: { id: 'key:ci', name: 'ci', scopes: ['read'], claims: {} } });
    expect((verdict as { caller: { token?: string } }).caller.token).toBeUndefined();
  });

  test('of nobody is left to other methods', async () => {
    const verify = createKeyVerifier([entry(createKey().hash)], () => now);
    expect(await verify(createKey().key)).toBeUndefined();
    expect(await verify('')).toBeUndefined();
  });

  test.each<[string, Partial<ApiKeyConfig>, object]>([
    ['not yet', { notBefore: now + 1 }, { refused: 'The API key is not valid yet', stale: true }],
    ['from the first moment on', { notBefore: now }, { caller: expect.anything() }],
    ['until the last moment', { expires: now + 1 }, { caller: expect.anything() }],
    ['no longer', { expires: now }, { refused: 'The API key has expired', stale: true }],
  ])('counts within its time: %s', async (_, times, expected) => {
    const { key, hash } = createKey();
    expect(await createKeyVerifier([entry(hash, times)], () => now)(key)).toEqual(expected);
  });

  test('is rotated by a second key of the same name: both count while the old one lives, as one caller', async () => {
    const [old, young] = [createKey(), createKey()];
    let time = now;
    const verify = createKeyVerifier([entry(old.hash, { expires: now + day }), entry(young.hash)], () => time);
    const [first, second] = [await verify(old.key), await verify(young.key)];
    expect(first).toEqual(second);
    time = now + day;
    expect(await verify(old.key)).toHaveProperty('refused');
    expect(await verify(young.key)).toHaveProperty('caller');
  });
});
