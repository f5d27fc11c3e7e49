import { createLocalJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { JwtConfig } from '../../base/config/access-schema.ts';
import { messageOf } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import { callerOf, hasAudience, refuseBound } from './claims.ts';
import { createKeySet, KeysUnavailableError } from './key-set.ts';
import { createKeySource } from './key-source.ts';
import type { Verdict, Verifier } from './verdict.ts';

export interface TokenOptions {
  /** The URL of the MCP endpoint, for which tokens are issued (RFC 8707). */
  readonly resource: string;
  /** Milliseconds that an issuer's clock may be off. */
  readonly clockSkew: number;
  readonly now: () => number;
  readonly fetch: typeof globalThis.fetch;
  readonly logger: Logger;
}

interface Issuer extends JwtConfig {
  readonly findKey: JWTVerifyGetKey;
}

/** Recognises JWTs of issuers that are configured (RFC 7519, RFC 9068). */
export function createJwtVerifier(configs: readonly JwtConfig[], options: TokenOptions): Verifier {
  const issuers = new Map(configs.map((config) => [config.issuer, { ...config, findKey: keysOf(config, options) }]));
  return async (token) => {
    const claimed = issuerOf(token);
    if (claimed === undefined) return undefined;
    const issuer = issuers.get(claimed);
    if (!issuer) return undefined;
    try {
      return judge(await verify(token, issuer, options), issuer, token, options);
    } catch (error) {
      return explain(error, issuer, options.logger);
    }
  };
}

function keysOf(config: JwtConfig, { now, fetch, logger }: TokenOptions): JWTVerifyGetKey {
  return createKeySet(createKeySource(config, fetch), (keys) => createLocalJWKSet(keys), {
    lifetime: config.keysLifetime,
    cooldown: config.keysCooldown,
    now,
    onStale: (error) =>
      logger.warn('the keys of an issuer cannot be loaded; those at hand are used on', {
        issuer: config.issuer,
        error,
      }),
  });
}

/** The issuer that an unverified token names: it only chooses whose keys are tried. */
function issuerOf(token: string): string | undefined {
  if (token.split('.').length !== 3) return undefined;
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

async function verify(token: string, issuer: Issuer, options: TokenOptions): Promise<JWTPayload> {
  const checks = {
    issuer: issuer.issuer,
    algorithms: issuer.algorithms,
    clockTolerance: options.clockSkew / 1000,
    currentDate: new Date(options.now()),
    requiredClaims: ['exp'],
  };
  try {
    return (await jwtVerify(token, issuer.findKey, checks)).payload;
  } catch (error) {
    // A token without a key id, and several keys that could be it: one of them has to fit.
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return (await jwtVerify(token, key, checks)).payload;
      } catch (reason) {
        if (!(reason instanceof errors.JWSSignatureVerificationFailed)) throw reason;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

function judge(claims: JWTPayload, { audience }: Issuer, token: string, { resource }: TokenOptions): Verdict {
  const bound = refuseBound(claims);
  if (bound !== undefined) return { refused: bound };
  const accepted = audience ?? [resource];
  if (!hasAudience(claims, accepted)) return { refused: 'The token was issued for another audience' };
  const caller = callerOf(claims, token);
  return caller ? { caller } : { refused: 'The token names neither a subject nor a client' };
}

/** jose's errors, without their payload. */
function explain(error: unknown, { issuer }: Issuer, logger: Logger): Verdict {
  if (error instanceof KeysUnavailableError) {
    logger.error('the keys of an issuer cannot be loaded; its tokens cannot be checked', {
      issuer,
      error: messageOf(error.cause),
    });
    return { unavailable: 'The keys of the authorization server cannot be loaded at the moment' };
  }
  if (error instanceof errors.JWTExpired) return { refused: 'The token has expired', stale: true };
  if (error instanceof errors.JWTClaimValidationFailed) {
    const reasons: Readonly<Record<string, string>> = {
      nbf: 'The token is not valid yet',
      exp: 'The token does not say when it expires',
      iss: 'The token is of another issuer',
    };
    return { refused: reasons[error.claim] ?? `The claim ${error.claim} of the token is not right` };
  }
  if (error instanceof errors.JOSEAlgNotAllowed)
    return { refused: 'The signature algorithm of the token is not accepted' };
  if (error instanceof errors.JWKSNoMatchingKey)
    return { refused: 'The token is signed with a key that its issuer does not have' };
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return { refused: 'The signature of the token is not right' };
  return { refused: 'The token cannot be read' };
}
