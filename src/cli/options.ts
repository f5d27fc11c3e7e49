import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ApiInput } from '../base/config/schema.ts';
import type { Redactor } from '../base/secrets.ts';
import { logFormats, logLevels, type LogFormat, type LogLevel } from '../base/log.ts';

/** Options that every command with a document or configuration has. */
export interface CommonOptions {
  readonly include?: string[];
  readonly exclude?: string[];
  readonly readOnly?: boolean;
  readonly baseUrl?: string;
  readonly credential?: Credentials;
  readonly dotenv?: string[];
  readonly overlay?: string[];
  readonly allowRemoteRefs?: boolean;
  readonly refRoot?: string;
  readonly outputSchemas?: boolean;
  readonly timeout?: string;
  readonly watch?: boolean;
  readonly surface?: 'auto' | 'direct' | 'discovery' | 'code';
  readonly logLevel?: LogLevel;
  readonly logFormat?: LogFormat;
  /** Not an option that anybody gives: learns every secret that is read. */
  readonly redactor?: Redactor;
}

export const collect = (value: string, list: string[] = []): string[] => [...list, value];

type Credentials = NonNullable<ApiInput['credentials']>;

/** A reference, or a credential of several parts as JSON: `OAuth={"clientId":"routewright"}`. */
function collectCredential(value: string, credentials: Credentials = {}): Credentials {
  const mark = value.indexOf('=');
  if (mark < 1) throw new InvalidArgumentError('Write it as SCHEME=env:NAME or SCHEME=file:PATH.');
  const written = value.slice(mark + 1);
  if (!written.startsWith('{')) return { ...credentials, [value.slice(0, mark)]: written };
  try {
    return { ...credentials, [value.slice(0, mark)]: JSON.parse(written) as Credentials[string] };
  } catch {
    throw new InvalidArgumentError('What begins with { must be JSON, such as {"clientId":"routewright"}.');
  }
}

/** Adds the common options to a command. */
export function withCommonOptions(command: Command): Command {
  return command
    .option(
      '--include <selector>',
      'only these operations: tag:NAME, operation:ID, /path/**, "GET /path/**" (repeatable)',
      collect,
    )
    .option('--exclude <selector>', 'not these operations (repeatable)', collect)
    .option('--read-only', 'only operations that change nothing')
    .option('--base-url <url>', "where the API is, instead of the document's servers")
    .option(
      '--credential <scheme=reference>',
      'the secret of a security scheme: ShopKey=env:SHOP_KEY or =file:PATH (repeatable)',
      collectCredential,
    )
    .option(
      '--dotenv <file>',
      'a file of NAME=value lines for env:NAME; the environment goes first (repeatable)',
      collect,
    )
    .option('--overlay <file>', 'an OpenAPI Overlay to apply (repeatable)', collect)
    .option('--allow-remote-refs', 'follow $refs to other servers')
    .option('--ref-root <folder>', "the folder that relative $refs may not leave (default: the document's)")
    .option('--output-schemas', 'tools say what they return, and answers are held against it')
    .option('--timeout <duration>', 'how long a call may take: 30s, 2m')
    .addOption(new Option('--log-level <level>', 'what is logged to stderr').choices([...logLevels]))
    .addOption(new Option('--log-format <format>', 'how it is logged').choices([...logFormats]));
}

/** The options as settings of an API. */
export function apiOptions(options: CommonOptions): Partial<ApiInput> {
  return {
    ...(options.include ? { include: options.include } : {}),
    ...(options.exclude ? { exclude: options.exclude } : {}),
    ...(options.readOnly === true ? { readOnly: true } : {}),
    ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
    ...(options.credential ? { credentials: options.credential } : {}),
    ...(options.overlay ? { overlays: options.overlay } : {}),
    ...(options.allowRemoteRefs === true ? { allowRemoteRefs: true } : {}),
    ...(options.refRoot === undefined ? {} : { refRoot: options.refRoot }),
    ...(options.outputSchemas === true ? { outputSchemas: true } : {}),
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
  };
}

/** How a model sees the tools, for the commands that have one look. */
export function surfaceOption(): Option {
  return new Option('--surface <surface>', 'how the model sees the tools').choices([
    'auto',
    'direct',
    'discovery',
    'code',
  ]);
}
