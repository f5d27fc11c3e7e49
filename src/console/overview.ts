import { limitsSchema } from '../base/config/limits-schema.ts';
import type { Config } from '../base/config/schema.ts';
import { own, text } from '../base/json.ts';
import { version } from '../base/version.ts';
import { tokensOfTool } from '../catalog/tokens.ts';
import type { Gateway } from '../gateway.ts';
import { displayUri } from '../spec/uri.ts';
import type { Api } from '../upstream/api.ts';
import { withoutQuery } from '../upstream/client.ts';
import { listCredentials } from './credentials.ts';
import type { ApiState, Limit, Overview } from './wire.ts';

/** How the gateway is set up, and how it stands with its APIs. */
export async function describeGateway({ apis, surface }: Gateway, config: Config): Promise<Overview> {
  const tokens = surface.tools.reduce((sum, definition) => sum + tokensOfTool(definition), 0);
  return {
    version,
    surface: { kind: surface.kind, tools: surface.tools.length, tokens },
    apis: await Promise.all(apis.map(describeApi)),
    limits: listLimits(config.limits),
  };
}

async function describeApi(api: Api): Promise<ApiState> {
  const { name, catalog, timeout } = api;
  const { document, tools, leftOut } = catalog;
  const info = own(document.root, 'info');
  const baseUrl = api.baseUrl ?? tools[0]?.operation.servers[0]?.url;
  return {
    name,
    title: text(own(info, 'title')) ?? name,
    version: text(own(info, 'version')) ?? '',
    format: document.version,
    document: withoutQuery(displayUri(document.uri)),
    ...(baseUrl === undefined ? {} : { baseUrl: withoutQuery(baseUrl) }),
    tools: tools.length,
    leftOut: leftOut.length,
    timeout,
    credentials: await listCredentials(api),
  };
}

function listLimits(limits: Config['limits']): Limit[] {
  const { shape } = limitsSchema.unwrap();
  return Object.entries(limits).map(([name, value]) => ({
    name: `limits.${name}`,
    value,
    unit: unitOf(name),
    description: shape[name as keyof typeof shape].description ?? '',
  }));
}

function unitOf(name: string): Limit['unit'] {
  if (/Bytes$|^store/.test(name)) return 'bytes';
  return name.endsWith('Lifetime') ? 'milliseconds' : 'number';
}
