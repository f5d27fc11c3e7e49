import { openAuditFile } from './base/audit/audit-file.ts';
import type { ApiConfig, Config } from './base/config/schema.ts';
import type { Diagnostic } from './base/diagnostic.ts';
import { type Logger, silentLogger } from './base/log.ts';
import { openStore } from './base/open-store.ts';
import { createSecretReader } from './base/secret-reader.ts';
import { Redactor, type SecretSource } from './base/secrets.ts';
import { MemoryStore, type Store } from './base/store.ts';
import { systemSecrets } from './base/system-secrets.ts';
import { buildCatalog } from './catalog/catalog.ts';
import { refuseSharedNames } from './catalog/name.ts';
import { createSearch } from './catalog/search/search.ts';
import type { Tool } from './catalog/tool.ts';
import { loadDocument } from './spec/load.ts';
import { chooseSurface, explainChoice } from './surface/choose.ts';
import type { CodeOptions } from './surface/code/code.ts';
import { createSurface } from './surface/create.ts';
import { createResults } from './surface/results/results.ts';
import { selectFrom } from './surface/results/select.ts';
import { withReadResult } from './surface/results/with-read-result.ts';
import { createSandbox } from './surface/sandbox/sandbox.ts';
import type { Call, Surface, SurfaceKind } from './surface/surface.ts';
import { type Api, inspectApi } from './upstream/api.ts';
import { prepareCall, type PreparedCall } from './upstream/call.ts';
import { HttpClient } from './upstream/client.ts';
import { conformResult, driftMeta } from './upstream/conform.ts';
import { readHeaders } from './upstream/credentials/headers.ts';
import { createKnownSecrets } from './upstream/credentials/known-secrets.ts';
import type { Authorizations } from './upstream/credentials/oauth/authorizations.ts';
import { createOAuthContext } from './upstream/credentials/oauth/context.ts';
import { createCredentialSource, type CredentialContext, scopesOf } from './upstream/credentials/source.ts';
import { callPages } from './upstream/pages/call-pages.ts';
import { createEmbeddings } from './upstream/embeddings.ts';
import { recordCalls } from './upstream/record.ts';
import { redactResult } from './upstream/redact.ts';

/** What a gateway takes from the world around it. */
export interface GatewayOptions {
  /** @default silent */
  readonly logger?: Logger;
  /** Learns every secret that is read. @default a new one */
  readonly redactor?: Redactor;
  /** Where secrets come from. @default the environment and the file system */
  readonly secrets?: SecretSource;
  readonly stdin?: AsyncIterable<Uint8Array | string>;
  /** Where state between calls lives, in place of memory. */
  readonly store?: Store;
  /** Where users come back to who agree for themselves (`perUser`), such as `http://127.0.0.1:8808/oauth/callback`. */
  readonly callbackUrl?: () => string | undefined;
}

/** APIs that are ready to be called, and the tools that a model sees of them. */
export interface Gateway {
  readonly apis: readonly Api[];
  readonly tools: readonly Tool[];
  /** Calls a tool, whatever the size of the answer: for programs and people. Surfaces cut it to what a model can take. */
  readonly call: Call;
  /** What a model sees of all tools. */
  readonly surface: Surface;
  readonly store: Store;
  /** Agreements of users with authorization servers: a door completes them when users come back. */
  readonly authorizations: Authorizations;
  /** The same surface over some of the tools: what a caller sees who may not call the others. */
  surfaceOver: (tools: readonly Tool[]) => Surface;
  /** What is wrong with documents and credentials, by severity a matter of tools, of calls, or of taste. */
  readonly diagnostics: readonly Diagnostic[];
  /** What of it was found without making the tools that nobody has looked at yet. */
  readonly found: readonly Diagnostic[];
  /** Everything a call does but the sending. */
  prepare: (tool: Tool, args: unknown) => Promise<PreparedCall>;
  close: () => Promise<void>;
}

/**
 * The whole pipeline: spec text → document → operations → tools → surface, and back from a call to a result.
 *
 * @throws {RoutewrightError} where a document cannot be read or a selection is not understood
 * @example
 * ```ts
 * const gateway = await createGateway(configFromSpec('./openapi.yaml', {}));
 * const result = await gateway.surface.call('getPet', { id: 7 }, {});
 * ```
 */
export async function createGateway(config: Config, options: GatewayOptions = {}): Promise<Gateway> {
  const { logger = silentLogger, redactor = new Redactor(), secrets = systemSecrets } = options;
  const client = new HttpClient();
  const { limits } = config;
  const known = createKnownSecrets(createSecretReader(secrets), redactor);
  const sealed = await openStore(config.store, {
    secrets: known,
    memory: () => options.store ?? new MemoryStore({ maxSize: limits.storeMemory, maxDiskSize: limits.storeDisk }),
  });
  const isLasting = config.store !== 'memory' || options.store !== undefined;
  const callbackUrl = options.callbackUrl ?? (() => undefined);
  const oauth = createOAuthContext({ http: client, sealed, isLasting, env: secrets.env, redactor, callbackUrl });
  const names = Object.keys(config.apis);
  const apis = await Promise.all(
    Object.entries(config.apis).map(async ([name, api]) =>
      openApi(name, api, config, {
        client,
        secrets: known,
        oauth,
        prefix: names.length > 1 ? `${name}_` : '',
        ...(options.stdin ? { stdin: options.stdin } : {}),
      }),
    ),
  );
  const byName = new Map(apis.map((api) => [api.name, api]));
  const tools = apis.flatMap(({ catalog }) => catalog.tools);
  refuseSharedNames(tools);
  const audit = config.audit && (await openAuditFile(config.audit, { redactor, logger }));
  const send: Call = async (tool, args, context) => {
    const answer = redactResult(await callPages(byName.get(tool.api)!, tool, args, context, limits), redactor);
    return selectFrom(answer, tool, args);
  };
  const call = recordCalls(send, { logger, audit });
  const results = createResults(sealed.store, limits, logger);
  const callShaped: Call = async (tool, args, context) =>
    results.shape(tool.name, await call(tool, args, context), context, {
      isPromised: tool.outputSchema !== undefined,
    });
  const callConforming: Call = async (tool, args, context) => {
    const result = await conformResult(tool, await callShaped(tool, args, context), args);
    const drift = result._meta?.[driftMeta];
    if (drift !== undefined)
      logger.warn('the answer is not as the document says', { tool: tool.name, api: tool.api, drift });
    return result;
  };
  const documents = new Map(apis.map(({ name, catalog }) => [name, catalog.document]));
  const model = config.search.embeddings;
  const embeddings = model && createEmbeddings(model, client, known);
  const search = createSearch(tools, documents, { embeddings, store: sealed.store, logger });
  const budget = limits.definitionTokens;
  const kind = config.surface === 'auto' ? chooseKind(tools, budget, logger) : config.surface;
  const sandbox = createSandbox(config.code);
  const code: CodeOptions = { call, shape: results.shape, sandbox, allow: config.code.allow };
  const surfaceOver = (some: readonly Tool[]): Surface =>
    withReadResult(createSurface(kind, some, { call: callConforming, search, documents, budget, code }), some, results);
  return {
    apis,
    tools,
    store: sealed.store,
    call,
    authorizations: oauth.authorizations,
    surface: surfaceOver(tools),
    surfaceOver,
    found: apis.flatMap((api) => [...api.catalog.found, ...inspectApi(api)]),
    get diagnostics() {
      return apis.flatMap((api) => [...api.catalog.diagnostics, ...inspectApi(api)]);
    },
    prepare: async (tool, args) => {
      const api = byName.get(tool.api)!;
      const prepared = await prepareCall(api, tool, args, { signal: AbortSignal.timeout(api.timeout), preview: true });
      return 'failure' in prepared ? { failure: redactResult(prepared.failure, redactor) } : prepared;
    },
    close: async () => {
      await sandbox.close();
      await client.close();
      await sealed.store.close();
      await audit?.close();
    },
  };
}

type Shared = Pick<Api, 'client'> &
  Pick<CredentialContext, 'secrets' | 'oauth'> & {
    readonly prefix: string;
    readonly stdin?: AsyncIterable<Uint8Array | string>;
  };

async function openApi(
  name: string,
  api: ApiConfig,
  { limits }: Config,
  { client, secrets, oauth, prefix, stdin }: Shared,
): Promise<Api> {
  const document = await loadDocument(api.spec, {
    maxBytes: limits.documentBytes,
    limits: { depth: limits.documentDepth, nodes: limits.documentNodes, aliases: limits.documentAliases },
    allowRemoteRefs: api.allowRemoteRefs,
    ...(api.refRoot === undefined ? {} : { refRoot: api.refRoot }),
    overlays: api.overlays ?? [],
    timeout: api.timeout,
    ...(stdin ? { stdin } : {}),
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
    headers: () => readHeaders(api.headers ?? {}, secrets),
    client,
    timeout: api.timeout,
    responseBytes: limits.responseBytes,
  };
}

function chooseKind(tools: readonly Tool[], budget: number, logger: Logger): SurfaceKind {
  const choice = chooseSurface(tools, budget);
  logger.info(explainChoice(choice, tools.length, budget));
  return choice.kind;
}
