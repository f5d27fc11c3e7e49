import * as z from 'zod';
import { secret } from './secret-schema.ts';
import { count, duration, filled } from './values.ts';

const notADate = 'expected a date such as 2026-12-31, or a time such as 2026-12-31T12:00:00Z';
const notAHash = 'is not the hash of a key; `routewright key new NAME` prints one (sha256: and 64 hexadecimal digits)';

/** Signatures that a public key can check. HMAC is not among them, so no public key can pass for a shared secret. */
const signatureAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

const moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], { error: notADate })
  .transform((written) => Date.parse(written));

const scope = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'is not a scope (RFC 6749, 3.3)');
const webUrl = z.url({ protocol: /^https?$/, error: 'expected a URL that begins with https:// or http://' });

const apiKey = z
  .strictObject({
    name: filled.max(64).describe('Who holds the key: what rules, log and audit call it. Required.'),
    hash: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/, notAHash)
      .describe('The hash of the key, as `routewright key new NAME` prints it. Required.'),
    scopes: z.array(scope).default([]).describe('Scopes that the key stands for, for rules by scope. Default: none.'),
    notBefore: moment.optional().describe('Refused before this date or time (UTC where none is said). Default: never.'),
    expires: moment.optional().describe('Refused from this date or time on. Default: never.'),
  })
  .describe('An API key. To rotate one, list the new key under the same name and let the old one expire.');

const jwt = z
  .strictObject({
    issuer: webUrl.describe('The authorization server, exactly as the `iss` claim names it. Required.'),
    audience: z
      .array(filled)
      .min(1)
      .optional()
      .describe('Audiences of which the token must name one. Default: the public URL of the MCP endpoint.'),
    keys: filled
      .optional()
      .describe(
        "The issuer's public keys: the URL or file of a JWK Set, or a PEM file. Default: as the issuer's metadata says.",
      ),
    algorithms: z
      .array(z.enum(signatureAlgorithms))
      .min(1)
      .default(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'])
      .describe('Signature algorithms accepted. Default: RS256, PS256, ES256, EdDSA, Ed25519.'),
    keysLifetime: duration.prefault('10m').describe('How long fetched keys are kept. Default: 10m.'),
    keysCooldown: duration
      .prefault('30s')
      .describe('The least time between two fetches that a key unknown so far causes. Default: 30s.'),
  })
  .describe('An authorization server whose access tokens are JWTs (RFC 9068).');

const introspection = z
  .strictObject({
    url: webUrl.describe('The introspection endpoint. Required.'),
    clientId: filled.describe('The client that asks there. Required.'),
    clientSecret: secret.describe('Its secret, by reference. Required.'),
    issuer: webUrl
      .optional()
      .describe('The authorization server, for the metadata and as `iss` must name it where it does. Default: any.'),
    audience: z
      .array(filled)
      .min(1)
      .optional()
      .describe('Audiences of which the answer must name one. Default: the public URL of the MCP endpoint.'),
    lifetime: duration
      .prefault('60s')
      .describe('How long an answer is kept, at most until the token expires. Default: 60s.'),
    timeout: duration.prefault('5s').describe('How long the endpoint may take. Default: 5s.'),
  })
  .describe('An authorization server that is asked what a token is worth (RFC 7662).');

const claimValue = z.union([z.string(), z.number(), z.boolean()]);

const rule = z
  .strictObject({
    keys: z.array(filled).min(1).optional().describe('API keys it is for, by name, with * and ?. Default: everyone.'),
    scopes: z.array(scope).min(1).optional().describe('Scopes that the caller must all have. Default: none.'),
    claims: z
      .record(filled, z.union([claimValue, z.array(claimValue).min(1)]))
      .optional()
      .describe('Claims of the token, each with its value or a list of which one must match. Default: none.'),
    allow: z
      .array(filled)
      .min(1)
      .optional()
      .describe(
        'Tools it opens: tool:NAME, api:NAME, tag:NAME, operation:ID, method:GET, /path/** or "GET /path/**". Default: none.',
      ),
    deny: z
      .array(filled)
      .min(1)
      .optional()
      .describe('Tools it closes, whatever another rule opens; written as in allow. Default: none.'),
  })
  .refine(({ allow, deny }) => allow !== undefined || deny !== undefined, 'neither allows nor denies anything')
  .describe('Which tools a caller sees and may call.');

export const accessSchema = z
  .strictObject({
    apiKeys: z.array(apiKey).default([]).describe('Keys that callers send. Default: none.'),
    jwt: z.array(jwt).default([]).describe('Authorization servers whose JWTs are accepted. Default: none.'),
    introspection: z.array(introspection).default([]).describe('Authorization servers that are asked. Default: none.'),
    requiredScopes: z.array(scope).default([]).describe('Scopes that every token must have. Default: none.'),
    rules: z
      .array(rule)
      .min(1)
      .optional()
      .describe('Who may call what. With rules, what none of them opens is closed. Default: every caller, every tool.'),
    stateKey: secret
      .optional()
      .describe(
        'Signs what clients carry from one round of a call to the next. Needed where several processes serve one address. Default: a random key of the process.',
      ),
    clockSkew: duration
      .prefault('60s')
      .describe("How far an issuer's clock may be off, at most 5 minutes are sensible. Default: 60s."),
    failedAttempts: z
      .strictObject({
        burst: count.default(20).describe('Failed attempts that an address may make at once. Default: 20.'),
        perMinute: count
          .default(10)
          .describe('Failed attempts that it may make a minute in the long run. Default: 10.'),
      })
      .prefault({})
      .describe('Addresses that fail more often are refused for a while.'),
  })
  .refine(
    ({ apiKeys, jwt: issuers, introspection: asked }) => apiKeys.length + issuers.length + asked.length > 0,
    'needs one of apiKeys, jwt and introspection',
  )
  .optional()
  .describe('Who may call over HTTP. Default: whoever reaches a loopback address; nobody may listen elsewhere.');

/** Who may call, with all defaults: times in milliseconds. */
export type AccessConfig = NonNullable<z.output<typeof accessSchema>>;
export type ApiKeyConfig = AccessConfig['apiKeys'][number];
export type JwtConfig = AccessConfig['jwt'][number];
export type IntrospectionConfig = AccessConfig['introspection'][number];
export type RuleConfig = NonNullable<AccessConfig['rules']>[number];
