import { dirname, resolve } from 'node:path';
import type { ParseError } from 'jsonc-parser';
import { CORE_SCHEMA, load, mergeTag, YAMLException } from 'js-yaml';
import type * as z from 'zod';
import { formatLocation, messageOf, RoutewrightError, type Location } from '../errors.ts';
import { formatPointer } from '../json-pointer.ts';
import { define, isObject, own } from '../json.ts';
import { locate, type Position } from '../locate.ts';
import { parseSecretReference } from '../secret-reference.ts';
import { findProblems, formatPath, type Problem } from './problems.ts';
import type { AccessConfig } from './access-schema.ts';
import { apiSchema } from './api-schema.ts';
import { configSchema, type ApiConfig, type ApiInput, type Config, type ConfigInput } from './schema.ts';

const schemaHint = 'routewright.schema.json describes every key.';

/** Whether a parsed text is a configuration, and not an OpenAPI document. */
export function isConfig(value: unknown): boolean {
  return isObject(value) && 'apis' in value && !('openapi' in value) && !('swagger' in value);
}

/**
 * The configuration in a YAML or JSON text, with all its defaults. Relative paths (`spec`, `overlays`, `file:`) become
 * absolute: they are relative to the folder of the configuration. URLs stay as they are.
 *
 * @param text - what the file holds
 * @param file - its path, as the user wrote it; appears in messages
 * @throws {RoutewrightError} CONFIG_UNREADABLE where the syntax is broken; CONFIG_INVALID where the schema is not
 *   followed, with every problem on a line of its own
 */
export async function parseConfig(text: string, file: string): Promise<Config> {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const value = await parseSyntax(source, file);
  const parsed = configSchema.safeParse(value);
  const problems = [...(parsed.success ? [] : findProblems(parsed.error, value, configSchema)), ...refuseStdin(value)];
  if (parsed.success && problems.length === 0) return resolvePaths(parsed.data, dirname(resolve(file)));

  const pointers = problems.map(({ path }) => formatPointer(path));
  const positions = await locate(source, pointers);
  const placed = problems
    .map((problem, index) => ({ problem, location: { file, ...positions.get(pointers[index]!) } }))
    .sort((a, b) => order(a.location, b.location));
  const lines = placed.map(({ problem, location }) => `  ${formatLocation(location)} ${show(problem)}`);
  throw new RoutewrightError(
    'CONFIG_INVALID',
    [`The configuration does not follow its schema: ${file}`, ...lines].join('\n'),
    {
      hint: schemaHint,
      location: placed[0]!.location,
    },
  );
}

/** What the command line says in place of a configuration file. */
export type ConfigOverrides = Omit<ConfigInput, '$schema' | 'apis'> & { readonly api?: Partial<ApiInput> };

/**
 * One API with the defaults of the schema.
 *
 * @throws {RoutewrightError} CONFIG_INVALID
 */
export function defaultApi(input: ApiInput): ApiConfig {
  return parseOptions(apiSchema, input);
}

/**
 * A configuration with all its defaults. Paths stay as they are, relative to the working directory.
 *
 * @throws {RoutewrightError} CONFIG_INVALID
 */
export function configFrom(input: ConfigInput): Config {
  return parseOptions(configSchema, input);
}

/**
 * The configuration that a bare document stands for: one API called `api`, every default from the schema. Paths stay as
 * they are, relative to the working directory.
 *
 * @throws {RoutewrightError} CONFIG_INVALID
 *
 * @example
 * ```ts
 * const config = configFromSpec('./openapi.yaml', { api: { readOnly: true }, log: { level: 'debug' } });
 * ```
 */
export function configFromSpec(spec: string, { api, ...others }: ConfigOverrides = {}): Config {
  return configFrom({ ...others, apis: { api: { ...api, spec } } });
}

function parseOptions<Schema extends z.ZodType>(schema: Schema, input: z.input<Schema>): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const lines = findProblems(parsed.error, input, schema).map(({ path, ...problem }) => {
    return `  ${show({ ...problem, path: path[0] === 'apis' ? path.slice(2) : path })}`;
  });
  throw new RoutewrightError('CONFIG_INVALID', ['The options are not valid:', ...lines].join('\n'), {
    hint: schemaHint,
  });
}

function show({ path, message }: Problem): string {
  return path.length === 0 ? message : `${formatPath(path)}: ${message}`;
}

function order(a: Partial<Position>, b: Partial<Position>): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

async function parseSyntax(source: string, file: string): Promise<unknown> {
  if (source.trim() === '') throw unreadable('the file is empty', { file });
  if (source.trimStart().startsWith('{')) {
    try {
      return JSON.parse(source) as unknown;
    } catch (error) {
      // What is not JSON may still be a YAML mapping in braces, unless its name says otherwise.
      if (/\.json$/i.test(file)) throw await jsonFault(source, file, error);
    }
  }
  try {
    return load(source, { schema: CORE_SCHEMA.withTags(mergeTag), json: true });
  } catch (error) {
    throw await yamlFault(source, file, error);
  }
}

// The parsers' messages quote the text, which may hold a secret that was put there by mistake; causes would as well.

async function jsonFault(source: string, file: string, error: unknown): Promise<RoutewrightError> {
  const { parseTree, printParseErrorCode } = await import('../lazy/jsonc-parser.ts');
  const faults: ParseError[] = [];
  parseTree(source, faults, { disallowComments: true });
  const fault = faults[0];
  if (!fault) return unreadable(error instanceof SyntaxError ? 'the text is not JSON' : messageOf(error), { file });
  const before = source.slice(0, fault.offset).split('\n');
  const reason = printParseErrorCode(fault.error).replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return unreadable(reason.toLowerCase(), { file, line: before.length, column: before.at(-1)!.length + 1 });
}

async function yamlFault(source: string, file: string, error: unknown): Promise<RoutewrightError> {
  const reason =
    error instanceof YAMLException ? error.reason.replaceAll(/".*"|!?<.*>|: .*/gs, '').trim() : 'the text is not YAML';
  if (error instanceof YAMLException && error.mark) {
    return unreadable(reason, { file, line: error.mark.line + 1, column: error.mark.column + 1 });
  }
  const { LineCounter, parseDocument } = await import('../lazy/yaml.ts');
  const counter = new LineCounter();
  const fault = parseDocument(source, { lineCounter: counter, prettyErrors: false }).errors[0];
  const position = fault ? counter.linePos(fault.pos[0]) : { line: 1, col: 1 };
  return unreadable(reason, { file, line: position.line, column: position.col });
}

function unreadable(reason: string, location: Location): RoutewrightError {
  return new RoutewrightError('CONFIG_UNREADABLE', `Could not parse ${formatLocation(location)}: ${reason}`, {
    hint: 'Mend the syntax at the place given.',
    location,
  });
}

/** A configuration is read more than once, by people and on reload; standard input only once. */
function refuseStdin(value: unknown): Problem[] {
  const apis = own(value, 'apis');
  if (!isObject(apis)) return [];
  return Object.entries(apis).flatMap(([name, api]) => {
    const overlays = own(api, 'overlays');
    const sources: [path: (string | number)[], source: unknown][] = [
      [['spec'], own(api, 'spec')],
      ...(Array.isArray(overlays) ? overlays : []).map((overlay: unknown, index): [(string | number)[], unknown] => [
        ['overlays', index],
        overlay,
      ]),
    ];
    return sources
      .filter(([, source]) => source === '-')
      .map(([path]) => ({
        path: ['apis', name, ...path],
        message: 'standard input (-) cannot be used in a configuration; name a file or URL',
      }));
  });
}

function resolvePaths(config: Config, folder: string): Config {
  const { access, audit, http } = config;
  const { embeddings } = config.search;
  const store = mapTexts(config.store, (text) => resolveReference(text, folder));
  return {
    ...config,
    ...(config.envFile !== undefined && { envFile: [config.envFile].flat().map((path) => resolve(folder, path)) }),
    store: typeof store === 'object' && 'folder' in store ? { ...store, folder: resolve(folder, store.folder) } : store,
    apis: mapValues(config.apis, (api) => resolveApi(api, folder)),
    search: {
      ...(embeddings && {
        embeddings: { ...embeddings, key: mapTexts(embeddings.key, (text) => resolveReference(text, folder)) },
      }),
    },
    claude: { ...config.claude, apiKey: mapTexts(config.claude.apiKey, (text) => resolveReference(text, folder)) },
    http: {
      ...http,
      ...(http.tls && { tls: mapValues(http.tls, (path) => resolve(folder, path)) as typeof http.tls }),
    },
    ...(access && { access: resolveAccess(access, folder) }),
    ...(audit && { audit: { ...audit, file: resolve(folder, audit.file) } }),
  };
}

function resolveAccess(access: AccessConfig, folder: string): AccessConfig {
  const reference = <Written>(written: Written): Written => mapTexts(written, (text) => resolveReference(text, folder));
  return {
    ...access,
    jwt: access.jwt.map((issuer) => ({ ...issuer, ...(issuer.keys && { keys: resolveSource(issuer.keys, folder) }) })),
    introspection: access.introspection.map((server) => ({ ...server, clientSecret: reference(server.clientSecret) })),
    ...(access.stateKey && { stateKey: reference(access.stateKey) }),
  };
}

function resolveSource(path: string, folder: string): string {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? path : resolve(folder, path);
}

function resolveReference(text: string, folder: string): string {
  if (!text.startsWith('file:')) return text;
  const parsed = parseSecretReference(text);
  return parsed.kind === 'file' ? `file:${resolve(folder, parsed.path)}` : text;
}

function resolveApi(api: ApiConfig, folder: string): ApiConfig {
  const source = (path: string): string => resolveSource(path, folder);
  const reference = (text: string): string => resolveReference(text, folder);
  const { overlays, credentials, headers, refRoot } = api;
  return {
    ...api,
    spec: source(api.spec),
    ...(overlays && { overlays: overlays.map(source) }),
    ...(refRoot !== undefined && { refRoot: source(refRoot) }),
    ...(headers && { headers: mapValues(headers, reference) }),
    ...(credentials && {
      credentials: mapValues(credentials, (credential) => mapTexts(credential, reference)),
    }),
  };
}

/** A value with each text in it changed, however deep it stands. */
function mapTexts<Value>(value: Value, change: (text: string) => string): Value {
  if (typeof value === 'string') return change(value) as Value;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item as unknown, change)) as Value;
  return isObject(value) ? (mapValues(value, (member) => mapTexts(member, change)) as Value) : value;
}

function mapValues<In, Out>(record: Readonly<Record<string, In>>, change: (value: In) => Out): Record<string, Out> {
  const changed: Record<string, Out> = {};
  for (const [key, value] of Object.entries(record)) define(changed, key, change(value));
  return changed;
}
