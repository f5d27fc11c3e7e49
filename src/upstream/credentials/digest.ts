import { createHash, randomBytes } from 'node:crypto';
import type { Secret } from '../../base/secret-reader.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';
import { noCredentials } from './apply.ts';
import type { Credential, Presented } from './credential.ts';
import { addPassword, type KnownSecrets } from './known-secrets.ts';
import { provenanceOf } from './provenance.ts';
import { missingOf } from './secret-credential.ts';

/** What a server challenges with (RFC 7616, 3.3). */
interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  readonly algorithm: string;
  /** Without it the older form of RFC 2069 is spoken. */
  readonly qop: boolean;
  readonly userhash: boolean;
}

/** By the strength of their hash, the best first. */
const algorithms = ['SHA-256', 'SHA-256-SESS', 'MD5', 'MD5-SESS'];

/**
 * A user name and password that are proven without being sent (RFC 7616, `qop=auth`). The server's nonce is used again
 * with a count, so only the first request is made twice.
 */
export function createDigestCredential(
  { username, password, always = false }: { username: Secret; password: Secret; always?: boolean | undefined },
  secrets: KnownSecrets,
  makeNonce: () => string = () => randomBytes(12).toString('base64url'),
): Credential {
  let challenge: Challenge | undefined;
  let count = 0;
  return {
    always,
    findMissing: () => missingOf(secrets.peekName(username)) ?? missingOf(secrets.peekName(password)),
    present: async (): Promise<Presented> => {
      const user = await secrets.readName(username);
      if ('missing' in user) return user;
      const pass = await secrets.readName(password);
      if ('missing' in pass) return pass;
      addPassword(secrets.redactor, user.value, pass.value);
      const sign = (request: HttpRequest): HttpRequest => {
        if (!challenge) return request;
        count++;
        const authorization = answerChallenge(challenge, request, {
          username: user.value,
          password: pass.value,
          count,
          clientNonce: makeNonce(),
        });
        return { ...request, headers: { ...request.headers, authorization } };
      };
      const presented = { applied: { ...noCredentials, sign }, provenance: provenanceOf([username, password]) };
      return {
        ...presented,
        renew: (refusal) => {
          const next = readChallenge(refusal);
          // The same nonce again means that it is the password which is wrong.
          if (!next || (next.nonce === challenge?.nonce && !isStale(refusal))) return Promise.resolve(undefined);
          challenge = next;
          count = 0;
          return Promise.resolve(presented);
        },
      };
    },
  };
}

export interface DigestAnswer {
  readonly username: string;
  readonly password: string;
  /** How often the nonce was used, this time included. */
  readonly count: number;
  readonly clientNonce: string;
}

/** The value of Authorization (RFC 7616, 3.4). */
export function answerChallenge(challenge: Challenge, request: HttpRequest, answer: DigestAnswer): string {
  const { realm, nonce, opaque, algorithm, qop, userhash } = challenge;
  const { username, password, count, clientNonce } = answer;
  const hash = (text: string): string =>
    createHash(algorithm.startsWith('SHA-256') ? 'sha256' : 'md5')
      .update(text)
      .digest('hex');
  const uri = request.url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^(?!\/)/, '/');
  const plain = hash(`${username}:${realm}:${password}`);
  const secret = algorithm.endsWith('-SESS') ? hash(`${plain}:${nonce}:${clientNonce}`) : plain;
  const subject = hash(`${request.method}:${uri}`);
  const times = count.toString(16).padStart(8, '0');
  const response = hash(
    qop ? [secret, nonce, times, clientNonce, 'auth', subject].join(':') : [secret, nonce, subject].join(':'),
  );
  const fields = [
    ...(userhash ? [`username="${hash(`${username}:${realm}`)}"`, 'userhash=true'] : [nameField(username)]),
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `response="${response}"`,
    `algorithm=${algorithm.replace('SESS', 'sess')}`,
    ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
    ...(qop ? ['qop=auth', `nc=${times}`, `cnonce=${quote(clientNonce)}`] : []),
  ];
  return `Digest ${fields.join(', ')}`;
}

/** The best of the challenges that can be answered; several may stand in one header (RFC 9110, 11.6.1). */
export function readChallenge({ headers }: Pick<HttpResponse, 'headers'>): Challenge | undefined {
  const found = splitChallenges(headers['www-authenticate'] ?? '').flatMap((fields): Challenge[] => {
    const { realm, nonce, opaque, qop, algorithm = 'MD5', userhash } = fields;
    const offered = qop?.split(',').map((one) => one.trim().toLowerCase());
    const isKnown = algorithms.includes(algorithm.toUpperCase()) && (offered?.includes('auth') ?? true);
    if (realm === undefined || nonce === undefined || !isKnown) return [];
    return [
      {
        realm,
        nonce,
        opaque,
        algorithm: algorithm.toUpperCase(),
        qop: offered !== undefined,
        userhash: userhash === 'true',
      },
    ];
  });
  return found.sort((a, b) => algorithms.indexOf(a.algorithm) - algorithms.indexOf(b.algorithm))[0];
}

/** The parameters of each Digest challenge, by lower-case name. */
function splitChallenges(header: string): Partial<Record<string, string>>[] {
  const challenges: Partial<Record<string, string>>[] = [];
  let current: Partial<Record<string, string>> | undefined;
  const part = /([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/g;
  for (const [, word, quoted, bare] of header.matchAll(part)) {
    const value = quoted?.replace(/\\(.)/g, '$1') ?? bare;
    if (value === undefined) {
      current = word!.toLowerCase() === 'digest' ? {} : undefined;
      if (current) challenges.push(current);
    } else if (current) current[word!.toLowerCase()] ??= value;
  }
  return challenges;
}

function isStale({ headers }: HttpResponse): boolean {
  return /\bstale\s*=\s*"?true/i.test(headers['www-authenticate'] ?? '');
}

/** What is beyond ASCII travels as RFC 8187 says (RFC 7616, 3.4). */
function nameField(username: string): string {
  return /^[\x20-\x7e]*$/.test(username)
    ? `username=${quote(username)}`
    : `username*=UTF-8''${encodeURIComponent(username).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
