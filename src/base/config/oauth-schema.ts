import * as z from 'zod';
import { secret, text } from './secret-schema.ts';
import { filled } from './values.ts';

const httpUrl = (what: string): z.ZodOptional<z.ZodURL> =>
  z
    .url({ protocol: /^https?$/, error: 'expected a URL that begins with http:// or https://' })
    .optional()
    .describe(`${what} Default: as the document says, else what the issuer publishes.`);

const oauthGrants = [
  'clientCredentials',
  'authorizationCode',
  'deviceCode',
  'password',
  'refreshToken',
  'tokenExchange',
] as const;

export const oauthCredential = z
  .strictObject({
    clientId: text.describe('The client, as it is registered at the authorization server; or where that is kept.'),
    clientSecret: secret.optional().describe('Its secret, by reference. Default: none.'),
    grant: z
      .enum(oauthGrants)
      .optional()
      .describe(
        'How a token is obtained. authorizationCode and deviceCode need `routewright login`, or perUser. Default: the flow of the document that what is given here suffices for.',
      ),
    perUser: z
      .boolean()
      .optional()
      .describe(
        'Whether each caller over HTTP agrees for themselves, by a link, and calls with a token of their own (authorizationCode). Default: false, one token for all.',
      ),
    username: secret.optional().describe('The user of the grant password, or where it is kept.'),
    password: secret.optional().describe('The password of that user, by reference.'),
    refreshToken: secret.optional().describe('A refresh token that was obtained elsewhere, by reference.'),
    clientAuthentication: z
      .enum(['basic', 'post', 'privateKey', 'none'])
      .optional()
      .describe(
        'How the client proves who it is: its secret by Basic or in the body, or by a signed assertion. Default: privateKey where there is one, basic where there is a secret, else none.',
      ),
    privateKey: secret
      .optional()
      .describe('Its private key for private_key_jwt, PEM in PKCS #8, by reference. Default: none.'),
    keyId: filled.optional().describe('The id of that key at the authorization server. Default: none is named.'),
    keyAlgorithm: filled.optional().describe('The algorithm of that key: RS256, PS256, ES256, EdDSA. Default: RS256.'),
    scopes: z
      .array(filled)
      .optional()
      .describe(
        'The scopes to ask for. Default: those that the operation called demands; for a login, all that any of them demands.',
      ),
    audience: filled.optional().describe('The audience of the token, where the server asks for one. Default: none.'),
    resource: z
      .union([filled, z.array(filled)])
      .optional()
      .describe('The resources the token is for (RFC 8707). Default: none.'),
    issuer: httpUrl('The issuer, whose metadata name the endpoints (OpenID Connect Discovery, RFC 8414).'),
    tokenUrl: httpUrl('The token endpoint.'),
    authorizationUrl: httpUrl('The page where users agree.'),
    deviceAuthorizationUrl: httpUrl('The device authorization endpoint (RFC 8628).'),
    revocationUrl: httpUrl('Where `routewright logout` gives a token back (RFC 7009).'),
    parameters: z
      .record(filled, z.string())
      .optional()
      .describe('Further parameters of a request for a token. Default: none.'),
    always: z
      .boolean()
      .optional()
      .describe('Sent with every request, whether the document asks for it or not. Default: false.'),
  })
  .describe('An OAuth 2 client: tokens are obtained, kept, and renewed before they expire.');

/** An OAuth client of the configuration. */
export type OAuthConfig = z.output<typeof oauthCredential>;
