import { createPrivateKey, type webcrypto } from 'node:crypto';
import type { ClientAuth } from 'oauth4webapi';
import type { OAuthConfig } from '../../../base/config/oauth-schema.ts';
import { messageOf, RoutewrightError } from '../../../base/errors.ts';
import type { KnownSecrets } from '../known-secrets.ts';

type ClientConfig = Pick<
  OAuthConfig,
  'clientAuthentication' | 'clientSecret' | 'privateKey' | 'keyId' | 'keyAlgorithm'
>;

/**
 * How a client proves who it is (RFC 6749, 2.3; RFC 7523, 2.2), or what is missing for it.
 *
 * @throws {RoutewrightError} SECRET_INVALID where the private key cannot be read
 */
export async function authenticateClient(
  config: ClientConfig,
  secrets: KnownSecrets,
): Promise<{ readonly authenticate: ClientAuth } | { readonly missing: string }> {
  const { ClientSecretBasic, ClientSecretPost, None, PrivateKeyJwt } = await import('oauth4webapi');
  const method = clientAuthenticationOf(config);
  if (method === 'none') return { authenticate: None() };
  const written = method === 'privateKey' ? config.privateKey : config.clientSecret;
  if (written === undefined) return { missing: `it has no ${method === 'privateKey' ? 'privateKey' : 'clientSecret'}` };
  const found = await secrets.read(written);
  if ('missing' in found) return found;
  if (method === 'basic') return { authenticate: ClientSecretBasic(found.value) };
  if (method === 'post') return { authenticate: ClientSecretPost(found.value) };
  const key = await importKey(found.value, config.keyAlgorithm ?? 'RS256');
  return { authenticate: PrivateKeyJwt(config.keyId === undefined ? key : { key, kid: config.keyId }) };
}

/** The method that is configured, else the best one that what is there suffices for. */
export function clientAuthenticationOf(config: ClientConfig): NonNullable<OAuthConfig['clientAuthentication']> {
  if (config.clientAuthentication !== undefined) return config.clientAuthentication;
  if (config.privateKey !== undefined) return 'privateKey';
  return config.clientSecret === undefined ? 'none' : 'basic';
}

async function importKey(pem: string, algorithm: string): Promise<webcrypto.CryptoKey> {
  try {
    const { importPKCS8 } = await import('jose');
    // Any form of PEM that Node reads, in the one that Web Crypto takes.
    const pkcs8 = createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }) as string;
    return await importPKCS8(pkcs8, algorithm);
  } catch (error) {
    throw new RoutewrightError(
      'SECRET_INVALID',
      `The private key of an OAuth client cannot be used: ${messageOf(error)}`,
      {
        hint: `It must be a private key in PEM for ${algorithm} (\`keyAlgorithm\`).`,
      },
    );
  }
}
