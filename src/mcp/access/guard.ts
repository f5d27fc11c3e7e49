import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Caller } from '../../base/caller.ts';
import { own, text } from '../../base/json.ts';
import type { Logger } from '../../base/log.ts';
import type { Access } from './access.ts';
import { type Challenge, formatChallenge } from './challenge.ts';
import { carriedCaller, carryCaller } from './request-caller.ts';

/** Credentials that were good lately; with these an address is let in however often others behind it fail. */
const rememberedCredentials = 10_000;

/** Lets in who brings a good credential, and tells everyone else what to bring. It reads headers only, never a body. */
export function createGuard(access: Access, logger: Logger): RequestHandler {
  const { attempts, authenticate, requiredScopes: scopes } = access;
  const good = new Set<string>();
  const judge = async (request: Request, response: Response): Promise<boolean> => {
    const address = request.ip ?? '';
    const given = credentialOf(request);
    if (given === undefined) {
      logger.debug('a request without a credential', { address });
      return refuse(response, access, 401, {
        scopes,
        ...(request.headers.authorization === undefined
          ? {}
          : { error: 'invalid_request', description: 'Send the credential as Authorization: Bearer' }),
      });
    }
    const wait = attempts.wait(address);
    const key = createHash('sha256').update(given).digest('base64');
    if (wait > 0 && !good.has(key)) {
      logger.debug('an address that failed too often', { address });
      response.setHeader('retry-after', wait);
      return answer(response, 429, 'too_many_attempts', `Too many failed attempts; try again in ${wait} s`);
    }
    const verdict = await authenticate(given);
    if ('unavailable' in verdict) {
      response.setHeader('retry-after', 5);
      return answer(response, 503, 'temporarily_unavailable', verdict.unavailable);
    }
    if ('refused' in verdict) {
      good.delete(key);
      if (verdict.stale !== true) attempts.fail(address);
      logger.warn('a caller was refused', { address, reason: verdict.refused });
      return refuse(response, access, 401, { error: 'invalid_token', description: verdict.refused, scopes });
    }
    const { caller } = verdict;
    if (isToken(caller) && !scopes.every((scope) => caller.scopes.includes(scope))) {
      logger.warn('a caller lacks a scope', { address, caller: caller.name });
      return refuse(response, access, 403, insufficient(scopes));
    }
    good.add(key);
    if (good.size > rememberedCredentials) good.delete(good.values().next().value!);
    request.auth = carryCaller(caller);
    return true;
  };
  return async (request, response, next) => {
    if (await judge(request, response)) next();
  };
}

/**
 * Tells a caller which scopes would open a tool that is closed to it (MCP, Authorization, Scope Challenge Handling).
 * A tool that no scope opens is left to the protocol, which does not know it.
 */
export function createScopeGuard(access: Access, logger: Logger): RequestHandler {
  return (request: Request, response, next) => {
    const caller = carriedCaller(request.auth);
    const messages: unknown[] = Array.isArray(request.body) ? request.body : [request.body];
    for (const message of messages) {
      const name = own(message, 'method') === 'tools/call' ? text(own(own(message, 'params'), 'name')) : undefined;
      if (name === undefined || !isToken(caller)) continue;
      const needed = access.scopesFor(caller, name);
      if (needed === undefined) continue;
      logger.warn('a caller lacks a scope', { caller: caller.name, tool: name, needed });
      refuse(response, access, 403, insufficient(needed));
      return;
    }
    next();
  };
}

function insufficient(scopes: readonly string[]): Challenge {
  return { error: 'insufficient_scope', description: `This needs the scope ${scopes.join(' ')}`, scopes };
}

/** An API key has the scopes it was given for good; only a token can be exchanged for one with more. */
function isToken(caller: Caller): boolean {
  return caller.id.startsWith('token:');
}

/** `Authorization: Bearer` (RFC 6750, 2.1), or `X-API-Key` for clients that can set no other. Never the query. */
function credentialOf({ headers }: Request): string | undefined {
  const bearer = /^Bearer +([\x21-\x7e]+) *$/i.exec(headers.authorization ?? '')?.[1];
  const key = headers['x-api-key'];
  return bearer ?? (headers.authorization === undefined && typeof key === 'string' && key !== '' ? key : undefined);
}

function refuse(response: Response, access: Access, status: number, challenge: Challenge): false {
  response.setHeader('www-authenticate', formatChallenge(challenge, access.resource));
  const description = challenge.description ?? 'Send an API key or an access token as Authorization: Bearer';
  return answer(response, status, challenge.error ?? 'unauthorized', description);
}

function answer(response: Response, status: number, error: string, description: string): false {
  response.status(status).json({ error, error_description: description });
  return false;
}
