import { createHash } from 'node:crypto';
import { serve, type TestServer } from './server.ts';

/** A small authorization server with PKCE and refresh tokens that rotate, and the API that takes its tokens. */
export interface AuthorizationServer {
  readonly issuer: TestServer;
  readonly api: TestServer;
  /** What a browser does with a link where `user` agrees: the address it comes back to. */
  readonly agree: (link: string, user: string) => Promise<URL>;
  /** Forms that the token endpoint got. */
  readonly forms: () => Record<string, string>[];
  /** Access tokens that are no longer taken; refresh tokens that are no longer good. */
  readonly expired: Set<string>;
  readonly revoked: Set<string>;
  /** Seconds that a token lives. */
  life: number;
  readonly close: () => Promise<void>;
}

export async function serveAuthorization(): Promise<AuthorizationServer> {
  const codes = new Map<string, { user: string; challenge: string; redirectUri: string }>();
  const owners = new Map<string, string>();
  const [expired, revoked] = [new Set<string>(), new Set<string>()];
  let count = 0;
  let asked = 0;
  const grant = (user: string): string => {
    count++;
    owners.set(`access-${count}-${user}`, user).set(`refresh-${count}-${user}`, user);
    return JSON.stringify({
      access_token: `access-${count}-${user}`,
      refresh_token: `refresh-${count}-${user}`,
      token_type: 'Bearer',
      expires_in: server.life,
    });
  };
  const json = { 'content-type': 'application/json' };
  const issuer = await serve((request, response) => {
    const url = new URL(request.url!, 'http://h');
    const refuse = (error: string): void => void response.writeHead(400, json).end(JSON.stringify({ error }));
    if (url.pathname === '/authorize') {
      const query = url.searchParams;
      const code = `code-${codes.size}`;
      codes.set(code, {
        user: query.get('user')!,
        challenge: query.get('code_challenge')!,
        redirectUri: query.get('redirect_uri')!,
      });
      const back = new URL(query.get('redirect_uri')!);
      back.searchParams.set('state', query.get('state')!);
      back.searchParams.set('code', code);
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    const form = new URLSearchParams(issuer.seen.at(-1)!.body);
    if (url.pathname === '/revoke') {
      const token = form.get('token')!;
      (token.startsWith('refresh-') ? revoked : expired).add(token);
      response.writeHead(200).end();
      return;
    }
    if (url.pathname === '/device') {
      const start = {
        device_code: 'd',
        user_code: 'WDJB-MJHT',
        verification_uri: `${issuer.url}/agree`,
        interval: 0.05,
      };
      response.writeHead(200, json).end(JSON.stringify(start));
      return;
    }
    if (form.has('device_code')) {
      if (++asked < 3) refuse('authorization_pending');
      else response.writeHead(200, json).end(grant('device-user'));
      return;
    }
    if (form.get('grant_type') === 'refresh_token') {
      const token = form.get('refresh_token')!;
      const owner = owners.get(token);
      if (owner === undefined || revoked.has(token)) {
        refuse('invalid_grant');
        return;
      }
      revoked.add(token);
      response.writeHead(200, json).end(grant(owner));
    } else if (form.get('grant_type') === 'authorization_code') {
      const known = codes.get(form.get('code')!);
      codes.delete(form.get('code')!);
      const challenge = createHash('sha256').update(form.get('code_verifier')!).digest('base64url');
      if (known?.challenge !== challenge || known.redirectUri !== form.get('redirect_uri')) {
        refuse('invalid_grant');
        return;
      }
      response.writeHead(200, json).end(grant(known.user));
    } else response.writeHead(200, json).end(grant(form.get('username') ?? form.get('subject_token') ?? 'client'));
  });
  const api = await serve((request, response) => {
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const owner = expired.has(token) ? undefined : owners.get(token);
    // An API that echoes what it was sent, in forms that APIs do.
    const sent = [token, encodeURIComponent(token), Buffer.from(token).toString('base64'), `Bearer ${token}`];
    const echo = request.url === '/echo' ? { sent, headers: request.rawHeaders } : {};
    response.writeHead(owner === undefined ? 401 : 200, json).end(JSON.stringify({ user: owner ?? null, ...echo }));
  });
  const server: AuthorizationServer = {
    issuer,
    api,
    agree: async (link, user) => {
      const response = await fetch(`${link}&user=${user}`, { redirect: 'manual' });
      return new URL(response.headers.get('location')!);
    },
    forms: () =>
      issuer.seen.filter(({ body }) => body !== '').map(({ body }) => Object.fromEntries(new URLSearchParams(body))),
    expired,
    revoked,
    life: 3600,
    close: async () => {
      await Promise.all([issuer.close(), api.close()]);
    },
  };
  return server;
}
