import type { Config } from '../base/config/schema.ts';
import type { Json } from '../base/json.ts';
import { bodyProperty, contentTypeProperty } from '../catalog/argument.ts';
import { effectOf } from '../catalog/effect.ts';
import type { Tool } from '../catalog/tool.ts';
import type { Parameter, SecurityScheme } from '../spec/operation.ts';
import { type Api, baseUrlOf } from './api.ts';
import type { PreparedCall } from './call.ts';
import { serializeCookie, serializeHeader, serializePath, serializeQuery } from './serialize/parameter.ts';

/** How a call comes to its request: each choice that is made, and why. */
export interface CallExplanation {
  readonly tool: string;
  readonly api: string;
  readonly operation: {
    /** `GET /pets/{id}`. */
    readonly id: string;
    readonly operationId: string | undefined;
    readonly summary: string | undefined;
    readonly effect: 'read' | 'write' | 'delete';
    readonly deprecated: boolean;
  };
  readonly server: { readonly url: string | undefined; readonly why: string };
  /** Nothing where the arguments are not right. */
  readonly arguments: readonly ExplainedArgument[];
  /** Names of those that could have been given. */
  readonly leftOut: readonly string[];
  readonly repairs: readonly string[];
  readonly credentials: {
    readonly chosen: readonly { readonly scheme: string; readonly place: string }[];
    readonly unconfigured: readonly string[];
    readonly why: string;
  };
  readonly limits: readonly string[];
}

/** Where an argument goes. */
interface ExplainedArgument {
  readonly name: string;
  /** `path`, `query`, `header`, `cookie`, `body`, or what the gateway does with it. */
  readonly place: string;
  /** How it is written, in the words of OpenAPI. */
  readonly how: string;
  /** As it is sent; nothing where it is not sent by itself. */
  readonly written?: string;
}

/** The way of a call up to its request. Credentials are named; their values are not part of it. */
export function explainCall(
  api: Api,
  tool: Tool,
  prepared: PreparedCall,
  limits: Pick<Config['limits'], 'responseBytes' | 'resultTokens'>,
): CallExplanation {
  const { operation } = tool;
  const ready = 'failure' in prepared ? undefined : prepared;
  const given = ready ? Object.keys(ready.args).filter((name) => ready.args[name] !== undefined) : [];
  return {
    tool: tool.name,
    api: tool.api,
    operation: {
      id: operation.id,
      operationId: operation.operationId,
      summary: operation.summary,
      effect: effectOf(tool),
      deprecated: operation.deprecated,
    },
    server: explainServer(api, tool),
    arguments: ready ? given.map((name) => explainArgument(tool, name, ready)) : [],
    leftOut: ready ? Object.keys(tool.inputSchema.properties).filter((name) => !given.includes(name)) : [],
    repairs: ready?.repairs ?? [],
    credentials: {
      chosen: (ready?.presented ?? []).map(({ scheme }) => ({
        scheme,
        place: placeOf(api.catalog.securitySchemes.get(scheme)),
      })),
      unconfigured: ready?.unconfigured ?? [],
      why: explainCredentials(api, tool, ready),
    },
    limits: [
      `${api.timeout / 1000} s for the whole call`,
      `${limits.responseBytes / 1_000_000} MB of answer`,
      `${limits.resultTokens} tokens of result`,
    ],
  };
}

function explainServer(api: Api, tool: Tool): CallExplanation['server'] {
  const { servers } = tool.operation;
  if (api.baseUrl !== undefined)
    return { url: api.baseUrl, why: 'baseUrl of the configuration, in place of the servers of the document' };
  try {
    const url = baseUrlOf(api, tool);
    const index = servers.findIndex((server) => server.url === url);
    const described = servers[index]?.description;
    const which =
      servers.length === 1 ? 'the one server' : `server ${index + 1} of ${servers.length}, the first absolute one,`;
    return { url, why: `${which} that the document names${described === undefined ? '' : `: ${described}`}` };
  } catch {
    return { url: undefined, why: 'the document names no absolute server: pass --base-url, or set `baseUrl`' };
  }
}

function explainArgument(tool: Tool, name: string, { args, request }: Ready): ExplainedArgument {
  const value = args[name]!;
  const argument = tool.arguments.find(({ property }) => property === name);
  if (argument) return explainParameter(name, argument.parameter, value);
  if (name === bodyProperty) return { name, place: 'body', how: request.headers['content-type'] ?? 'as it is' };
  if (name === contentTypeProperty) return { name, place: 'gateway', how: 'chooses the media type of the body' };
  return { name, place: 'gateway', how: gatewayArguments[name] ?? 'is for the gateway' };
}

type Ready = Exclude<PreparedCall, { failure: unknown }>;

const gatewayArguments: Readonly<Record<string, string>> = {
  accept: 'chooses the media type of the answer',
  select: 'chooses from the answer',
  all_pages: 'reads all pages of the list',
};

function explainParameter(name: string, parameter: Parameter, value: Json): ExplainedArgument {
  const { content, style, explode } = parameter;
  const renamed = parameter.name === name ? '' : `as ${parameter.name}, `;
  const isList = typeof value === 'object' && value !== null;
  const how = content ? `written as ${content.type}` : `style ${style}${isList ? `, explode ${explode}` : ''}`;
  return { name, place: parameter.in, how: renamed + how, written: write(parameter, value) };
}

function write(parameter: Parameter, value: Json): string {
  switch (parameter.in) {
    case 'path':
      return serializePath(parameter, value);
    case 'query':
    case 'querystring':
      return serializeQuery(parameter, value)
        .map(([key, text]) => (key === '' ? text : `${key}=${text}`))
        .join('&');
    case 'header':
      return `${parameter.name}: ${serializeHeader(parameter, value)}`;
    case 'cookie':
      return serializeCookie(parameter, value)
        .map((pair) => pair.join('='))
        .join('; ');
    default:
      return parameter.in satisfies never;
  }
}

/** Where a credential goes by its scheme. */
function placeOf(scheme: SecurityScheme | undefined): string {
  switch (scheme?.type) {
    case 'apiKey':
      return `${scheme.in ?? 'header'} ${scheme.parameterName ?? scheme.name}`;
    case 'http':
      return `header authorization (${scheme.scheme ?? 'bearer'})`;
    case 'oauth2':
    case 'openIdConnect':
      return 'header authorization (bearer)';
    case 'mutualTLS':
      return 'the certificate of the connection';
    default:
      return 'sent with every request';
  }
}

function explainCredentials({ credentials }: Api, { operation }: Tool, ready: Ready | undefined): string {
  const alternatives = operation.security.map(({ schemes }) =>
    schemes.length === 0 ? 'none' : schemes.map(({ name }) => name).join(' with '),
  );
  if (alternatives.length === 0) return 'the operation asks for none';
  const asked = `the operation asks for ${alternatives.join(', or ')}`;
  if (!ready || ready.presented.length > 0) return `${asked}; configured: ${credentials.names.join(', ') || 'none'}`;
  return ready.unconfigured.length > 0 ? `${asked}, which is not configured` : asked;
}
