import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { JSONWebKeySet, JWK } from 'jose';
import type { JwtConfig } from '../../base/config/access-schema.ts';
import { own, text } from '../../base/json.ts';
import { fetchJson } from './fetch-json.ts';

/** Milliseconds that an issuer has to answer. */
const timeout = 5_000;

/** Loads the keys of an issuer: from a URL, a file, or where the issuer's metadata say they are. */
export function createKeySource(
  { issuer, keys }: Pick<JwtConfig, 'issuer' | 'keys'>,
  fetch: typeof globalThis.fetch,
): () => Promise<JSONWebKeySet> {
  const fromUrl = async (url: string): Promise<JSONWebKeySet> =>
    asKeySet(await fetchJson(fetch, url, { timeout }), url);
  if (keys === undefined) return async () => fromUrl(await discoverKeys(issuer, fetch));
  if (/^https?:\/\//i.test(keys)) return () => fromUrl(keys);
  return async () => {
    const content = await readFile(keys, 'utf8');
    if (content.includes('-----BEGIN')) return { keys: [createPublicKey(content).export({ format: 'jwk' })] };
    return asKeySet(JSON.parse(content), keys);
  };
}

function asKeySet(value: unknown, place: string): JSONWebKeySet {
  const keys = own(value, 'keys');
  if (!Array.isArray(keys)) throw new Error(`${place} holds no JWK Set: its member \`keys\` is missing`);
  return { keys: keys as JWK[] };
}

/** Where the issuer's keys are, by its metadata (RFC 8414, 3.1; OpenID Connect Discovery, 4). */
async function discoverKeys(issuer: string, fetch: typeof globalThis.fetch): Promise<string> {
  const failures: string[] = [];
  for (const url of metadataUrls(issuer)) {
    try {
      const metadata = await fetchJson(fetch, url, { timeout });
      // Metadata of another issuer would let it speak for this one (RFC 8414, 3.3).
      if (own(metadata, 'issuer') !== issuer) throw new Error(`${url} is the metadata of another issuer`);
      const keys = text(own(metadata, 'jwks_uri'));
      if (keys === undefined || !URL.canParse(keys)) throw new Error(`${url} names no jwks_uri`);
      return keys;
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  throw new Error(failures.join('; '));
}

function metadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ].filter((url, index, all) => all.indexOf(url) === index);
}
