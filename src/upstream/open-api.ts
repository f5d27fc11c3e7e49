import type { ApiConfig, Config } from '../base/config/schema.ts';
import { buildCatalog } from '../catalog/catalog.ts';
import { loadDocument } from '../spec/load.ts';
import type { Api } from './api.ts';
import { forwardHeaders, readHeaders } from './credentials/headers.ts';
import { createCredentialSource, scopesOf } from './credentials/source.ts';
import type { App } from './in-process.ts';
import type { Means } from './means.ts';

/** What a program holds of an API in its own memory. */
export interface InProcess {
  /** The document, as text or parsed, in place of what the configuration names. Read anew at each reload. */
  readonly document?: () => unknown;
  /** What answers its requests, in place of a server on the network. */
  readonly app?: App;
}

/** What opening an API takes beside its configuration. */
export interface OpenOptions {
  /** What its calls are made with. */
  readonly means: Means;
  /** Begins the name of each of its tools. */
  readonly prefix: string;
  readonly limits: Config['limits'];
  /** Where a document named `-` is read from. */
  readonly stdin?: AsyncIterable<Uint8Array | string> | undefined;
  readonly inProcess?: InProcess | undefined;
}

/**
 * An API that is ready to be called: its document read, its tools made, its credentials known by name.
 *
 * @throws {RoutewrightError} where the document cannot be read or a selection is not understood
 */
export async function openApi(
  name: string,
  api: ApiConfig,
  { means: { client, secrets, oauth }, prefix, limits, stdin, inProcess = {} }: OpenOptions,
): Promise<Api> {
  const { app } = inProcess;
  const given = await inProcess.document?.();
  const document = await loadDocument(api.spec, {
    maxBytes: limits.documentBytes,
    limits: { depth: limits.documentDepth, nodes: limits.documentNodes, aliases: limits.documentAliases },
    allowRemoteRefs: api.allowRemoteRefs,
    ...(api.refRoot === undefined ? {} : { refRoot: api.refRoot }),
    overlays: api.overlays ?? [],
    timeout: api.timeout,
    ...(stdin ? { stdin } : {}),
    ...(given === undefined ? {} : { text: typeof given === 'string' ? given : JSON.stringify(given) }),
  });
  const catalog = buildCatalog(document, {
    api: name,
    prefix,
    include: api.include ?? [],
    exclude: api.exclude ?? [],
    readOnly: api.readOnly,
    pin: api.pin ?? [],
    lazy: true,
    nameLength: limits.toolNameLength,
    toolBytes: limits.toolBytes,
    outputSchemas: api.outputSchemas,
    serverVariables: api.serverVariables ?? {},
  });
  return {
    name,
    catalog,
    baseUrl: api.baseUrl,
    credentials: createCredentialSource(api.credentials ?? {}, {
      api: name,
      schemes: catalog.securitySchemes,
      scopesOf: (scheme) => scopesOf(catalog.tools, scheme),
      baseUrl: api.baseUrl ?? catalog.tools[0]?.operation.servers[0]?.url,
      secrets,
      oauth,
    }),
    headers: async (header) => ({
      ...forwardHeaders(api.forwardHeaders ?? [], header, secrets.redactor),
      ...(await readHeaders(api.headers ?? {}, secrets)),
    }),
    client,
    ...(app ? { app } : {}),
    timeout: api.timeout,
    responseBytes: limits.responseBytes,
  };
}
