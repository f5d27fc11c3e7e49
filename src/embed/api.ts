import { configFrom } from '../base/config/load.ts';
import type { ApiInput, Config, ConfigInput } from '../base/config/schema.ts';
import type { App } from '../upstream/in-process.ts';
import type { InProcess } from '../upstream/open-api.ts';

/** An API as in the configuration, of which this program may hold parts itself. */
export interface EmbeddedApi extends Omit<ApiInput, 'spec'> {
  /**
   * The document: a file, a URL, the document itself (parsed), or a function that gives it. A function is called when
   * the tools are first needed, when all routes are there.
   */
  readonly spec: string | object | (() => unknown);
  /**
   * What answers the API's requests, where it is part of this process: an Express application or any listener of Node's
   * http, or a server such as Fastify's `server`. Calls reach it in memory, as HTTP but without a network.
   *
   * @default none: requests go to `baseUrl`, or the document's servers
   */
  readonly app?: App;
}

/** A configuration (routewright.schema.json) whose APIs may be part of this program. Paths are relative to the working directory. */
export type EmbeddedConfig = Omit<ConfigInput, '$schema' | 'apis'> & {
  readonly apis: Readonly<Record<string, EmbeddedApi>>;
};

/** What documents that are in memory are called. */
const inMemory = 'openapi.json';

/**
 * The configuration, and apart from it what the program holds itself.
 *
 * @throws {RoutewrightError} CONFIG_INVALID
 */
export function readEmbedded({ apis, ...others }: EmbeddedConfig): {
  readonly config: Config;
  readonly inProcess: Readonly<Record<string, InProcess>>;
} {
  const inputs: Record<string, ApiInput> = {};
  const inProcess: Record<string, InProcess> = {};
  for (const [name, { spec, app, ...api }] of Object.entries(apis)) {
    inputs[name] = { ...api, spec: typeof spec === 'string' ? spec : inMemory };
    const document = typeof spec === 'function' ? (spec as () => unknown) : (): unknown => spec;
    inProcess[name] = { ...(typeof spec === 'string' ? {} : { document }), ...(app ? { app } : {}) };
  }
  return { config: configFrom({ ...others, apis: inputs }), inProcess };
}
