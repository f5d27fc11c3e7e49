import { openAuditFile } from './base/audit/audit-file.ts';
import type { Config } from './base/config/schema.ts';
import type { Diagnostic } from './base/diagnostic.ts';
import { type Logger, silentLogger } from './base/log.ts';
import { Redactor, type SecretSource } from './base/secrets.ts';
import type { Store } from './base/store.ts';
import { systemSecrets } from './base/system-secrets.ts';
import { createTraceLog, type TraceLog } from './base/trace.ts';
import { refuseSharedNames } from './catalog/name.ts';
import { createSearch } from './catalog/search/search.ts';
import type { Tool } from './catalog/tool.ts';
import { createSurfaces } from './surface/create.ts';
import { createResults } from './surface/results/results.ts';
import { selectFrom } from './surface/results/select.ts';
import { createSandbox } from './surface/sandbox/sandbox.ts';
import type { Call, Surface, SurfaceKind } from './surface/surface.ts';
import { type Api, inspectApi } from './upstream/api.ts';
import { prepareCall, type PreparedCall } from './upstream/call.ts';
import { conformResult } from './upstream/conform.ts';
import type { Authorizations } from './upstream/credentials/oauth/authorizations.ts';
import { createEmbeddings } from './upstream/embeddings.ts';
import { openLive } from './upstream/live.ts';
import { openMeans } from './upstream/means.ts';
import { type InProcess, openApi } from './upstream/open-api.ts';
import { callPages } from './upstream/pages/call-pages.ts';
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
  /** What this program itself holds of an API, by its name in the configuration: the document, the app that answers. */
  readonly inProcess?: Readonly<Record<string, InProcess>>;
  /** Where state between calls lives, in place of memory. */
  readonly store?: Store;
  /** Where users come back to who agree for themselves (`perUser`), such as `http://127.0.0.1:8808/oauth/callback`. */
  readonly callbackUrl?: () => string | undefined;
  /** The page that sends them away, given `?id=`: it binds the agreement to their browser. @default none */
  readonly startUrl?: () => string | undefined;
}

/** APIs that are ready to be called, and the tools that a model sees of them. */
export interface Gateway {
  /** What it was made of. */
  readonly config: Config;
  readonly logger: Logger;
  /** Knows every secret that was read. */
  readonly redactor: Redactor;
  /** What follows from the documents, up to `authorizations`, is that of now: it changes where they are read anew. */
  readonly apis: readonly Api[];
  readonly tools: readonly Tool[];
  /** Calls a tool, whatever the size of the answer: for programs and people. Surfaces cut it to what a model can take. */
  readonly call: Call;
  /** The same with the result that a model would get. */
  readonly callForModel: Call;
  /** What a model sees of all tools. */
  readonly surface: Surface;
  readonly store: Store;
  /** The last calls, step by step. */
  readonly traces: TraceLog;
  /** Agreements of users with authorization servers: a door completes them when users come back. */
  readonly authorizations: Authorizations;
  /** The same surface over some of the tools: what a caller sees who may not call the others. Or one of another kind. */
  surfaceOver: (tools: readonly Tool[], as?: SurfaceKind) => Surface;
  /** What is wrong with documents and credentials, by severity a matter of tools, of calls, or of taste. */
  readonly diagnostics: readonly Diagnostic[];
  /** What of it was found without making the tools that nobody has looked at yet. */
  readonly found: readonly Diagnostic[];
  /**
   * Reads the document of an API anew, or all of them.
   *
   * @returns whether something is not as it was
   * @throws {RoutewrightError} what is wrong with a document; the tools stay as they were
   */
  reload: (api?: string) => Promise<boolean>;
  /** Told after the tools have changed. What it returns ends that. */
  onChange: (listener: () => void) => () => void;
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
  const { logger = silentLogger, redactor = new Redactor(), secrets = systemSecrets, stdin, inProcess = {} } = options;
  const { limits } = config;
  const means = await openMeans(config, { ...options, redactor, secrets });
  const { store } = means;
  const audit = config.audit && (await openAuditFile(config.audit, { redactor, logger }));

  const names = Object.keys(config.apis);
  const prefixOf = (name: string): string => (names.length > 1 ? `${name}_` : '');
  const open = (name: string): Promise<Api> =>
    openApi(name, config.apis[name]!, { means, prefix: prefixOf(name), limits, stdin, inProcess: inProcess[name] });
  const apiOf = (tool: Tool): Api => live.now.byName.get(tool.api)!;

  const send: Call = async (tool, args, context) => {
    const answer = await callPages(apiOf(tool), tool, args, context, limits);
    return selectFrom(redactResult(answer, redactor), tool, args);
  };
  const traces = createTraceLog({ most: limits.traces, mostBytes: limits.traceMemory });
  const recorded = (made: Call): Call => recordCalls(made, { logger, audit, traces, redactor });
  const call = recorded(send);
  const results = createResults(store, limits, logger);
  const callForModel = recorded(async (tool, args, context) => {
    const result = await send(tool, args, context);
    const cut = await results.shape(tool.name, result, context, { isPromised: tool.outputSchema !== undefined });
    return conformResult(tool, cut, args, logger);
  });

  const model = config.search.embeddings;
  const embeddings = model && createEmbeddings(model, means.client, means.secrets);
  const sandbox = createSandbox(config.code);
  const offer = (apis: readonly Api[]) => {
    const tools = apis.flatMap(({ catalog }) => catalog.tools);
    refuseSharedNames(tools);
    const documents = new Map(apis.map(({ name, catalog }) => [name, catalog.document]));
    const surfaceOver = createSurfaces(config.surface, tools, {
      call: callForModel,
      search: createSearch(tools, documents, { embeddings, store, logger }),
      documents,
      results,
      budget: limits.definitionTokens,
      code: { call, shape: results.shape, sandbox, allow: config.code.allow },
      logger,
    });
    const byName = new Map(apis.map((api) => [api.name, api]));
    const found = apis.flatMap((api) => [...api.catalog.found, ...inspectApi(api)]);
    return { apis, byName, tools, found, surface: surfaceOver(tools), surfaceOver };
  };
  const live = await openLive(open, offer, { apis: config.apis, inProcess, watch: config.watch, logger });

  return {
    config,
    logger,
    redactor,
    get apis() {
      return live.now.apis;
    },
    get tools() {
      return live.now.tools;
    },
    get surface() {
      return live.now.surface;
    },
    get found() {
      return live.now.found;
    },
    get diagnostics() {
      return live.now.apis.flatMap((api) => [...api.catalog.diagnostics, ...inspectApi(api)]);
    },
    store,
    traces,
    call,
    callForModel,
    authorizations: means.oauth.authorizations,
    surfaceOver: (some, as) => live.now.surfaceOver(some, as),
    reload: live.reload,
    onChange: live.onChange,
    prepare: async (tool, args) => {
      const api = apiOf(tool);
      const prepared = await prepareCall(api, tool, args, { signal: AbortSignal.timeout(api.timeout), preview: true });
      return 'failure' in prepared ? { failure: redactResult(prepared.failure, redactor) } : prepared;
    },
    close: async () => {
      await live.close();
      await sandbox.close();
      await means.close();
      await audit?.close();
    },
  };
}
