// A real authorization server (oidc-provider) and an API that takes its tokens, as one process that prints its address.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { Provider } from 'oidc-provider';

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;
const resource = 'https://things.example.com/';

const grants = ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'];
const app = {
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/callback', 'http://127.0.0.1/oauth/callback'],
  response_types: ['code'],
};
const machine = {
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  client_secret: 'machine-s3cret',
};
const provider = new Provider(issuer, {
  clients: [
    { client_id: 'app', ...app, grant_types: grants, token_endpoint_auth_method: 'none' },
    { client_id: 'machine', ...machine },
    { client_id: 'poster', ...machine, token_endpoint_auth_method: 'client_secret_post' },
    { client_id: 'bound', ...machine, dpop_bound_access_tokens: true },
  ],
  scopes: ['openid', 'offline_access', 'read'],
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: () => true,
  ttl: {
    AccessToken: 3,
    ClientCredentials: 3600,
    RefreshToken: 3600,
    DeviceCode: 60,
    Grant: 3600,
    Session: 3600,
    Interaction: 60,
  },
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => [],
      useGrantedResource: () => true,
      getResourceServerInfo: (_context, indicator) => ({
        scope: 'read',
        audience: indicator,
        accessTokenFormat: 'jwt',
      }),
    },
  },
});
const callback = provider.callback();
let requests = 0;
server.on('request', (request, response) => {
  if (request.url === '/token') requests++;
  if (request.url?.startsWith('/me') !== true) return callback(request, response);
  void answer(request).then(
    (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    () => response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end(),
  );
});

/** Who calls, as the token says. */
async function answer({ headers }) {
  const [, token] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
  if (token === undefined) throw new Error('no token');
  if (token.split('.').length === 3) {
    const keys = await (await globalThis.fetch(`${issuer}/jwks`)).json();
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), { issuer, audience: resource });
    return { client: payload.client_id, audience: payload.aud, requests };
  }
  const found = (await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token));
  if (!found?.isValid) throw new Error('unknown token');
  return { user: found.accountId ?? null, client: found.clientId, requests };
}

process.stdout.write(`${JSON.stringify({ issuer, resource })}\n`);
