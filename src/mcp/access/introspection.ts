import { createHash } from 'node:crypto';
import type { IntrospectionConfig } from '../../base/config/access-schema.ts';
import { messageOf } from '../../base/errors.ts';
import { type JsonObject, own } from '../../base/json.ts';
import type { FoundSecret } from '../../base/secret-reader.ts';
import { callerOf, hasAudience, refuseBound } from './claims.ts';
import { fetchJson } from './fetch-json.ts';
import type { TokenOptions } from './jwt.ts';
import type { Verdict, Verifier } from './verdict.ts';

export interface IntrospectionOptions extends TokenOptions {
  /** The client's secret, read at each request so that a new one is taken up. */
  readonly readSecret: () => FoundSecret | Promise<FoundSecret>;
  /** Most answers that are kept. @default 10,000 */
  readonly maxEntries?: number;
}

interface Answer {
  readonly verdict: Promise<Verdict>;
  /** Milliseconds since the epoch until which it counts. */
  until: number;
}

/** Milliseconds that a refusal is kept: long enough to spare the server one who tries again and again. */
const refusalLifetime = 10_000;

/** Asks an authorization server what a token is worth (RFC 7662), once for all who bring it meanwhile. */
export function createIntrospector(config: IntrospectionConfig, options: IntrospectionOptions): Verifier {
  const { now, maxEntries = 10_000 } = options;
  const answers = new Map<string, Answer>();
  return (token) => {
    const key = createHash('sha256').update(token).digest('base64');
    const known = answers.get(key);
    if (known && now() < known.until) return known.verdict;
    const answer: Answer = {
      until: Infinity,
      verdict: ask(token, config, options).then(({ verdict, until }) => {
        answer.until = until;
        return verdict;
      }),
    };
    answers.delete(key);
    answers.set(key, answer);
    if (answers.size > maxEntries) answers.delete(answers.keys().next().value!);
    return answer.verdict;
  };
}

async function ask(
  token: string,
  config: IntrospectionConfig,
  options: IntrospectionOptions,
): Promise<{ verdict: Verdict; until: number }> {
  const { now, logger } = options;
  let answer: JsonObject;
  try {
    const secret = await options.readSecret();
    if ('missing' in secret)
      throw new Error(`the secret of the client ${config.clientId} is missing: ${secret.missing}`);
    answer = await fetchJson(options.fetch, config.url, {
      method: 'POST',
      timeout: config.timeout,
      headers: {
        authorization: basic(config.clientId, secret.value),
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: new URLSearchParams({ token, token_type_hint: 'access_token' }).toString(),
    });
  } catch (error) {
    logger.error('the introspection endpoint failed; its tokens cannot be checked', { reason: messageOf(error) });
    // Nothing is known of the token, so nothing is kept.
    return { verdict: { unavailable: 'The authorization server cannot be asked at the moment' }, until: -Infinity };
  }
  const verdict = judge(answer, token, config, options);
  const expires = own(answer, 'exp');
  const lifetime = 'caller' in verdict ? config.lifetime : Math.min(config.lifetime, refusalLifetime);
  return { verdict, until: Math.min(now() + lifetime, typeof expires === 'number' ? expires * 1000 : Infinity) };
}

function judge(answer: JsonObject, token: string, config: IntrospectionConfig, options: IntrospectionOptions): Verdict {
  const { resource, clockSkew, now } = options;
  if (own(answer, 'active') !== true) return { refused: 'The token is not active' };
  const [expires, notBefore] = [own(answer, 'exp'), own(answer, 'nbf')];
  // The server's own word on `active` counts; its times are checked for answers that come out of its cache.
  if (typeof expires === 'number' && expires * 1000 + clockSkew <= now())
    return { refused: 'The token has expired', stale: true };
  if (typeof notBefore === 'number' && notBefore * 1000 - clockSkew > now())
    return { refused: 'The token is not valid yet' };
  const issuer = own(answer, 'iss');
  if (config.issuer !== undefined && issuer !== undefined && issuer !== config.issuer)
    return { refused: 'The token is of another issuer' };
  const bound = refuseBound(answer);
  if (bound !== undefined) return { refused: bound };
  if (!hasAudience(answer, config.audience ?? [resource]))
    return { refused: 'The token was issued for another audience' };
  const claims = issuer === undefined ? { ...answer, iss: config.issuer ?? new URL(config.url).origin } : answer;
  const caller = callerOf(claims, token);
  return caller ? { caller } : { refused: 'The token names neither a subject nor a client' };
}

/** Client authentication as OAuth writes it: both parts form-encoded first (RFC 6749, 2.3.1). */
function basic(id: string, secret: string): string {
  const encode = (part: string): string => new URLSearchParams([['', part]]).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64')}`;
}
