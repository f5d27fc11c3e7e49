import { messageOf } from './errors.ts';
import { parseSecretReference, type SecretReference } from './secret-reference.ts';
import type { SecretSource } from './secrets.ts';

/** A secret of the configuration: a reference, or a command with its own limits. */
export type Secret = string | SecretCommand;

/** A program that prints a secret. */
interface SecretCommand {
  /** The program and its arguments: in one text, or one by one. */
  readonly exec: string | readonly string[];
  /** Milliseconds it may run. @default 10,000 */
  readonly timeout?: number | undefined;
  /** Milliseconds for which what it printed is used again. @default 300,000 */
  readonly cache?: number | undefined;
}

/** The secret, or what is missing and how to supply it. */
export type FoundSecret = { readonly value: string } | { readonly missing: string };

/** Reads the secrets of one configuration. */
export interface SecretReader {
  /**
   * The secret a reference leads to. Variables and files are read anew each time; what a command printed is kept for a
   * while. Empty and blank secrets count as missing; one newline at the end of a file is not part of the secret.
   */
  read: (secret: Secret) => FoundSecret | Promise<FoundSecret>;
  /** As `read`, without running a command or asking a keyring: nothing where only they would know. */
  peek: (secret: Secret) => FoundSecret | undefined;
  /** Forgets what a command printed, so that it is run again. Whether there is anything to run again. */
  forget: (secret: Secret) => boolean;
}

const commandTimeout = 10_000;
const commandLifetime = 300_000;
/** A token that says when it expires is not used in its last minute. */
const expiryMargin = 60_000;

interface Printed {
  readonly found: Promise<FoundSecret>;
  until: number;
}

export function createSecretReader(source: SecretSource, now: () => number = Date.now): SecretReader {
  const parsed = new Map<string, SecretReference>();
  const printed = new Map<string, Printed>();
  const parse = (secret: Secret): SecretReference => {
    if (typeof secret !== 'string')
      return typeof secret.exec === 'string'
        ? parseSecretReference(`exec:${secret.exec}`)
        : { kind: 'exec', command: secret.exec };
    let reference = parsed.get(secret);
    if (!reference) parsed.set(secret, (reference = parseSecretReference(secret)));
    return reference;
  };
  const run = (secret: Secret, command: readonly string[]): Promise<FoundSecret> => {
    const key = JSON.stringify(command);
    const known = printed.get(key);
    if (known && known.until > now()) return known.found;
    const { timeout = commandTimeout, cache = commandLifetime } = typeof secret === 'string' ? {} : secret;
    const entry: Printed = { found: runCommand(source, command, timeout), until: Number.POSITIVE_INFINITY };
    printed.set(key, entry);
    void entry.found.then((found) => {
      // What failed is tried again with the next call.
      entry.until = 'value' in found ? Math.min(now() + cache, expiryOf(found.value) - expiryMargin) : 0;
    });
    return entry.found;
  };
  return {
    read: (secret) => {
      const reference = parse(secret);
      if (reference.kind === 'exec') return run(secret, reference.command);
      return reference.kind === 'keyring' ? readKeyring(source, reference) : readNow(reference, source);
    },
    peek: (secret) => {
      const reference = parse(secret);
      return reference.kind === 'exec' || reference.kind === 'keyring' ? undefined : readNow(reference, source);
    },
    forget: (secret) => {
      const reference = parse(secret);
      return reference.kind === 'exec' && printed.delete(JSON.stringify(reference.command));
    },
  };
}

type Immediate = Extract<SecretReference, { kind: 'env' | 'file' | 'plain' }>;

function readNow(reference: Immediate, source: SecretSource): FoundSecret {
  switch (reference.kind) {
    case 'plain':
      return { value: reference.value };
    case 'env':
      return readVariable(reference.name, source);
    case 'file':
      return readFile(reference.path, source);
    default:
      return reference satisfies never;
  }
}

function readVariable(name: string, { env }: SecretSource): FoundSecret {
  const value: unknown = env[name];
  if (typeof value === 'string' && value.trim() !== '') return { value };
  const state = typeof value === 'string' ? 'empty' : 'not set';
  return {
    missing: `environment variable ${name} is ${state}: set ${name} in the environment of this process (for Claude Desktop in \`env\` of its entry, since it does not see the shell's)`,
  };
}

function readFile(path: string, source: SecretSource): FoundSecret {
  let text: string;
  try {
    text = source.readFile(path);
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code;
    if (code === 'ENOENT') return { missing: `file ${path} does not exist: write the secret into ${path}` };
    const reason = typeof code === 'string' ? code : messageOf(error);
    return { missing: `file ${path} cannot be read (${reason}): make ${path} a file that this process may read` };
  }
  const value = text.replace(/\r?\n$/, '');
  return value.trim() === '' ? { missing: `file ${path} is empty: write the secret into ${path}` } : { value };
}

/** What a program prints, without the white space at its end. Its own error output may hold secrets and is not told. */
async function runCommand(source: SecretSource, command: readonly string[], timeout: number): Promise<FoundSecret> {
  const run = source.run ?? (await import('./secret-command.ts')).runCommand;
  const shown = `the command \`${command[0]!}\``;
  const outcome = await run(command, timeout);
  if ('failure' in outcome) return { missing: `${shown} ${outcome.failure}: run it by hand to see why` };
  const value = outcome.output.trim();
  return value === '' ? { missing: `${shown} printed nothing: it must print the secret to stdout` } : { value };
}

async function readKeyring(
  source: SecretSource,
  { service, account }: Extract<SecretReference, { kind: 'keyring' }>,
): Promise<FoundSecret> {
  const read = source.keyring ?? (await import('./keyring.ts')).readKeyring;
  const shown = `the keyring entry ${service}/${account}`;
  try {
    const value = await read(service, account);
    if (value !== undefined && value.trim() !== '') return { value };
    return { missing: `${shown} does not exist: add it with the keyring program of your system` };
  } catch (error) {
    return { missing: `${shown} cannot be read: ${messageOf(error)}` };
  }
}

/** When a JSON Web Token says that it expires (RFC 7519, 4.1.4), in milliseconds; never where it is none. */
export function expiryOf(token: string): number {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return Number.POSITIVE_INFINITY;
  try {
    const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp?: unknown };
    return typeof exp === 'number' ? exp * 1000 : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
