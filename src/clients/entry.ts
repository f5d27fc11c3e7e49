import { delimiter, sep } from 'node:path';
import type { Client } from './client.ts';

/** How a client starts the server: one member of its file. */
interface Entry {
  readonly type?: 'stdio';
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A value that VS Code asks for and keeps (its MCP configuration reference, Input variables). */
interface Input {
  readonly type: 'promptString';
  readonly id: string;
  readonly description: string;
  readonly password: true;
}

/** What is written into a client's file. */
export interface Installation {
  readonly entry: Entry;
  readonly inputs: readonly Input[];
  /** Variables that the client must be given by its own environment, since its file cannot say where they come from. */
  readonly unreachable: readonly string[];
}

export interface EntryOptions {
  /** Of the server, for the ids of inputs. */
  readonly name: string;
  /** Program and arguments up to `serve`. */
  readonly program: readonly [string, ...string[]];
  /** What follows `serve`. */
  readonly args: readonly string[];
  /** Environment variables that the arguments and the configuration refer to. */
  readonly variables: readonly string[];
}

/** The entry for a client. No secret is in it: variables are passed on, asked for, or told to be out of reach. */
export function buildEntry(client: Client, { name, program, args, variables }: EntryOptions): Installation {
  const [command, ...before] = program;
  const idOf = (variable: string): string => `${name}-${variable.toLowerCase().replaceAll('_', '-')}`;
  const { variable: refer } = client;
  const valueOf = client.asksForInputs ? (variable: string) => `\${input:${idOf(variable)}}` : refer;
  const env = valueOf ? Object.fromEntries(variables.map((variable) => [variable, valueOf(variable)])) : {};
  return {
    entry: {
      ...(client.namesTransport ? { type: 'stdio' } : {}),
      command,
      args: [...before, 'serve', ...args],
      ...(Object.keys(env).length > 0 ? { env } : {}),
    },
    inputs: client.asksForInputs
      ? variables.map((variable) => ({
          type: 'promptString',
          id: idOf(variable),
          description: `${variable} for ${name}`,
          password: true,
        }))
      : [],
    unreachable: valueOf ? [] : variables,
  };
}

/**
 * How this copy of the program is started again: by npx where it came from the registry, else by Node and its path. A
 * program without a shell finds neither by its PATH on every machine, so both are whole.
 */
export function programOf(
  script: string,
  {
    execPath,
    platform,
    path,
  }: { readonly execPath: string; readonly platform: NodeJS.Platform; readonly path: string },
): readonly [string, ...string[]] {
  const isTemporary = script.split(/[\\/]/).includes('_npx');
  const isGlobal = isTemporary || path.split(delimiter).some((folder) => script.startsWith(folder + sep));
  if (!isTemporary && !isGlobal) return [execPath, script];
  return platform === 'win32' ? ['cmd', '/c', 'npx', '-y', 'routewright'] : ['npx', '-y', 'routewright'];
}
