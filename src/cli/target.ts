import { readFile, stat } from 'node:fs/promises';
import { configFromSpec, isConfig, parseConfig } from '../base/config/load.ts';
import { apiSchema } from '../base/config/api-schema.ts';
import { type Config, watchInterval } from '../base/config/schema.ts';
import { RoutewrightError } from '../base/errors.ts';
import { createLogger, type Logger } from '../base/log.ts';
import { Redactor } from '../base/secrets.ts';
import { parseText } from '../base/structured-text.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../gateway.ts';
import { isHttpUrl } from '../spec/read.ts';
import { loadEnvFiles } from './env-files.ts';
import { apiOptions, type CommonOptions } from './options.ts';

/** No configuration is larger; a document that is need not be parsed to know. */
const largestConfig = 1_000_000;

/**
 * The configuration that a command line means: the file it names where that is one, told by its content, else that of
 * a document with the options given.
 *
 * @throws {RoutewrightError} CONFIG_*, USAGE
 */
export async function readTarget(target: string, options: CommonOptions): Promise<Config> {
  const text = await readIfConfig(target);
  const common = {
    ...(options.surface ? { surface: options.surface } : {}),
    ...(options.watch === undefined ? {} : { watch: options.watch }),
    log: {
      ...(options.logLevel ? { level: options.logLevel } : {}),
      ...(options.logFormat ? { format: options.logFormat } : {}),
    },
  };
  if (text === undefined) return configFromSpec(target, { ...common, api: apiOptions(options) });
  const config = await parseConfig(text, target);
  return {
    ...config,
    ...(options.surface ? { surface: options.surface } : {}),
    ...(options.watch === undefined ? {} : { watch: config.watch ?? watchInterval }),
    log: { ...config.log, ...common.log },
    apis: overrideApis(config, options),
  };
}

/** The text of a file that is a configuration. */
export async function readIfConfig(target: string): Promise<string | undefined> {
  if (target === '-' || isHttpUrl(target)) return undefined;
  try {
    if ((await stat(target)).size > largestConfig) return undefined;
    const text = await readFile(target, 'utf8');
    if (!/(?:^|[{,])\s*["']?apis["']?\s*:/m.test(text)) return undefined;
    // A file whose syntax is broken cannot be told by its value; its first key says what it was meant to be.
    const value = await parseText(text, target).catch(() => undefined);
    if (value === undefined) return /^\s*["']?(openapi|swagger)["']?\s*:/m.test(text) ? undefined : text;
    return isConfig(value) ? text : undefined;
  } catch {
    return undefined; // whoever reads the document says what is wrong with the path
  }
}

/** Options on the command line count for every API of a configuration, over what it says. */
function overrideApis(config: Config, options: CommonOptions): Config['apis'] {
  const given = apiOptions(options);
  if (Object.keys(given).length === 0) return config.apis;
  const names = Object.keys(config.apis);
  if (
    names.length > 1 &&
    (given.baseUrl !== undefined || given.credentials !== undefined || given.overlays !== undefined)
  ) {
    throw new RoutewrightError(
      'USAGE',
      `--base-url, --credential and --overlay belong to one API, and the configuration has ${names.length}: ${names.join(', ')}`,
      { hint: 'Set them in the configuration, under the API they are for.' },
    );
  }
  return Object.fromEntries(
    Object.entries(config.apis).map(([name, api]) => {
      const checked = apiSchema.parse({ ...given, spec: api.spec });
      const overridden = Object.fromEntries(
        Object.keys(given).map((key) => [key, checked[key as keyof typeof checked]]),
      );
      return [
        name,
        {
          ...api,
          ...overridden,
          ...(checked.credentials ? { credentials: { ...api.credentials, ...checked.credentials } } : {}),
        },
      ];
    }),
  );
}

/** A gateway and the logger it writes to, for a command. */
export interface Session {
  readonly config: Config;
  readonly gateway: Gateway;
  readonly logger: Logger;
  readonly redactor: Redactor;
}

interface SessionOptions extends Pick<GatewayOptions, 'store' | 'callbackUrl' | 'startUrl'> {
  /** Whether it stays, so that documents may change meanwhile. @default false */
  readonly isLasting?: boolean;
}

/** Opens the gateway of a command line. */
export async function openSession(
  target: string,
  options: CommonOptions,
  { isLasting = false, ...more }: SessionOptions = {},
): Promise<Session> {
  const read = await readTarget(target, options);
  const config = isLasting ? read : { ...read, watch: undefined };
  loadEnvFiles([...(options.dotenv ?? []), ...[config.envFile ?? []].flat()]);
  const { redactor = new Redactor() } = options;
  const logger = await createLogger({ level: config.log.level, format: config.log.format, redactor });
  return { config, redactor, logger, gateway: await createGateway(config, { logger, redactor, ...more }) };
}
