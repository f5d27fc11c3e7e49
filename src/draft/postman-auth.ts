import { isObject, type JsonObject, own, text } from '../base/json.ts';

/**
 * The security schemes that Postman's `auth` comes to, without its values; nothing where it says nothing, so that it is
 * inherited, and none for `noauth`.
 */
export function readPostmanAuth(auth: unknown): readonly JsonObject[] | undefined {
  const type = text(own(auth, 'type'));
  if (type === undefined) return undefined;
  const settings = readSettings(own(auth, type));
  switch (type) {
    case 'noauth':
      return [];
    case 'bearer':
    case 'basic':
    case 'digest':
      return [{ type: 'http', scheme: type }];
    case 'jwt':
      return [{ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }];
    case 'apikey': {
      const name = settings['key'] ?? '';
      const place = settings['in'] === 'query' ? 'query' : 'header';
      return name === '' || name.includes('{{') ? [] : [{ type: 'apiKey', in: place, name }];
    }
    case 'oauth2':
      return [oauth2(settings)];
    default:
      // AWS and Hawk sign the request into this header (docs/auth.md tells how Routewright is told to).
      return [{ type: 'apiKey', in: 'header', name: 'Authorization', description: `Postman's ${type} authorization.` }];
  }
}

/** A list of `{ key, value }` in v2.1, an object in v2.0. */
function readSettings(value: unknown): Readonly<Record<string, string | undefined>> {
  if (!Array.isArray(value))
    return Object.fromEntries(Object.entries(isObject(value) ? value : {}).map(([key, set]) => [key, text(set)]));
  return Object.fromEntries(
    (value as unknown[]).map((pair) => [text(own(pair, 'key')) ?? '', text(own(pair, 'value'))]),
  );
}

/** A flow needs its URLs (OpenAPI 3.1.1, 4.8.30); without them it is a bearer token that comes from somewhere. */
function oauth2(settings: Readonly<Record<string, string | undefined>>): JsonObject {
  const url = (value: string | undefined): string | undefined => {
    if (value === undefined || !URL.canParse(value) || value.includes('{{')) return undefined;
    const { origin, pathname } = new URL(value);
    return origin + pathname;
  };
  const [authorizationUrl, tokenUrl] = [url(settings['authUrl']), url(settings['accessTokenUrl'])];
  const scopes = Object.fromEntries(
    (settings['scope'] ?? '')
      .split(/[\s,]+/)
      .filter((scope) => scope !== '' && !scope.includes('{{'))
      .map((scope) => [scope, '']),
  );
  const grant = settings['grant_type'] ?? 'authorization_code';
  if (grant === 'client_credentials' && tokenUrl !== undefined)
    return { type: 'oauth2', flows: { clientCredentials: { tokenUrl, scopes } } };
  if (grant === 'password_credentials' && tokenUrl !== undefined)
    return { type: 'oauth2', flows: { password: { tokenUrl, scopes } } };
  if (/^authorization_code/.test(grant) && authorizationUrl !== undefined && tokenUrl !== undefined)
    return { type: 'oauth2', flows: { authorizationCode: { authorizationUrl, tokenUrl, scopes } } };
  return { type: 'http', scheme: 'bearer' };
}
