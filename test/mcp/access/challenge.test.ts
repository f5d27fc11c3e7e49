import { describe, expect, test } from '@jest/globals';
import { configFromSpec } from '../../../src/base/config/load.ts';
import type { AccessConfig } from '../../../src/base/config/access-schema.ts';
import { formatChallenge } from '../../../src/mcp/access/challenge.ts';
import { describeResource } from '../../../src/mcp/access/resource.ts';

const hash = `sha256:${'0'.repeat(64)}`;

function access(input: object): AccessConfig {
  return configFromSpec('x.yaml', { access: input }).access!;
}

const withIssuer = access({
  jwt: [{ issuer: 'https://login.example.com/tenant' }],
  introspection: [
    {
      url: 'https://as.example.com/introspect',
      clientId: 'gateway',
      clientSecret: 'env:SECRET',
      issuer: 'https://as.example.com',
    },
  ],
  requiredScopes: ['mcp'],
  rules: [{ scopes: ['orders:read', 'mcp'], allow: ['/**'] }],
});

describe('protected resource metadata (RFC 9728)', () => {
  test('names the endpoint, whom to ask for a token, and the scopes there are', () => {
    expect(describeResource('https://gateway.example.com', withIssuer).metadata).toEqual({
      resource: 'https://gateway.example.com/mcp',
      authorization_servers: ['https://login.example.com/tenant', 'https://as.example.com'],
      scopes_supported: ['mcp', 'orders:read'],
      bearer_methods_supported: ['header'],
      resource_name: 'Routewright',
    });
  });

  // RFC 9728, 3.1: the well-known part goes between host and path.
  test.each([
    ['https://gateway.example.com', 'https://gateway.example.com/.well-known/oauth-protected-resource/mcp'],
    ['https://example.com/tools', 'https://example.com/.well-known/oauth-protected-resource/tools/mcp'],
    ['http://127.0.0.1:8808', 'http://127.0.0.1:8808/.well-known/oauth-protected-resource/mcp'],
  ])('of %s is at %s', (publicUrl, expected) => {
    const resource = describeResource(publicUrl, withIssuer);
    expect(resource.metadataUrl).toBe(expected);
    expect(resource.metadataPaths).toEqual(
      expect.arrayContaining([new URL(expected).pathname, '/.well-known/oauth-protected-resource']),
    );
  });

  test('there is none where callers have keys only: nobody could get a token', () => {
    expect(
      describeResource('https://gateway.example.com', access({ apiKeys: [{ name: 'ci', hash }] })).metadata,
    ).toBeUndefined();
  });
});

describe('WWW-Authenticate (RFC 6750, 3)', () => {
  const resource = describeResource('https://gateway.example.com', withIssuer);
  const metadata = 'resource_metadata="https://gateway.example.com/.well-known/oauth-protected-resource/mcp"';

  test.each([
    ['without a credential there is no error', { scopes: ['mcp'] }, `Bearer scope="mcp", ${metadata}`],
    [
      'a bad token is told so',
      { error: 'invalid_token', description: 'The token has expired', scopes: [] } as const,
      `Bearer error="invalid_token", error_description="The token has expired", ${metadata}`,
    ],
    [
      'every scope that is needed is named',
      { error: 'insufficient_scope', scopes: ['mcp', 'orders:read'] } as const,
      `Bearer error="insufficient_scope", scope="mcp orders:read", ${metadata}`,
    ],
    [
      'what would end the value or the header is replaced',
      { error: 'invalid_token', description: 'a "b"\\\r\nSet-Cookie: c=ü', scopes: [] } as const,
      `Bearer error="invalid_token", error_description="a 'b'???Set-Cookie: c=?", ${metadata}`,
    ],
  ])('%s', (_, challenge, expected) => expect(formatChallenge(challenge, resource)).toBe(expected));

  test('with keys only it is the bare scheme', () => {
    const keysOnly = describeResource('https://gateway.example.com', access({ apiKeys: [{ name: 'ci', hash }] }));
    expect(formatChallenge({ scopes: [] }, keysOnly)).toBe('Bearer');
  });
});
