import type { AccessConfig } from '../../base/config/access-schema.ts';

/** The MCP endpoint as an OAuth resource (RFC 8707, 2), and where its metadata is. */
export interface Resource {
  /** Its URL: what the audience of a token must be. */
  readonly url: string;
  readonly metadataUrl: string;
  /** Paths at which the metadata is served: with the path of the resource, and without for those who look there. */
  readonly metadataPaths: readonly string[];
  /** The document (RFC 9728, 2); nothing where no authorization server is known, since nobody could use it. */
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
}

const wellKnown = '/.well-known/oauth-protected-resource';

/** Describes the endpoint at `<publicUrl>/mcp` for clients that have yet to find out whom to ask for a token. */
export function describeResource(publicUrl: string, config: AccessConfig): Resource {
  const { origin, pathname } = new URL(`${publicUrl}/mcp`);
  const servers = [
    ...config.jwt.map(({ issuer }) => issuer),
    ...config.introspection.flatMap(({ issuer }) => issuer ?? []),
  ];
  const scopes = [...config.requiredScopes, ...(config.rules ?? []).flatMap((rule) => rule.scopes ?? [])];
  return {
    url: `${origin}${pathname}`,
    metadataUrl: `${origin}${wellKnown}${pathname}`,
    // A proxy in front may take the path of the public URL away, so the path that arrives is served as well.
    metadataPaths: [...new Set([`${wellKnown}${pathname}`, `${wellKnown}/mcp`, wellKnown])],
    metadata:
      servers.length === 0
        ? undefined
        : {
            resource: `${origin}${pathname}`,
            authorization_servers: [...new Set(servers)],
            ...(scopes.length > 0 ? { scopes_supported: [...new Set(scopes)] } : {}),
            bearer_methods_supported: ['header'],
            resource_name: 'Routewright',
          },
  };
}
