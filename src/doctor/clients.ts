import { type Client, clients, type World } from '../clients/client.ts';
import { readClientFile } from '../clients/file.ts';
import { isObject, own, text } from '../base/json.ts';
import { type Examination, ok, type Outcome, skipped } from './examination.ts';
import { outcomeOf } from './run-examinations.ts';
import { startEntry } from './start-entry.ts';

/** The files of the clients, and each entry of ours in them, started as the client starts it. */
export async function examineClients(world: World): Promise<Examination[]> {
  const found = await Promise.all(
    Object.values(clients).flatMap((client) =>
      client.scopes.map((scope) => examineFile(client, client.fileFor(scope, world), scope, world)),
    ),
  );
  return found.flat();
}

async function examineFile(client: Client, path: string, scope: string, world: World): Promise<Examination[]> {
  const group = client.title;
  const name = scope === 'user' ? 'settings' : 'project settings';
  const told = (outcome: Outcome): Examination[] => [{ group, name, examine: () => Promise.resolve(outcome) }];
  let file: unknown;
  try {
    file = await readClientFile(path);
  } catch (error) {
    return told(outcomeOf(error));
  }
  if (file === undefined) return scope === 'user' ? told(skipped(`there is no ${path}`)) : [];
  const servers = own(file, client.serversKey);
  const entries = isObject(servers) ? Object.entries(servers) : [];
  const ours = entries.filter(([, entry]) => isOurs(entry));
  const other = client.serversKey === 'servers' ? 'mcpServers' : 'servers';
  const misplaced = entries.length === 0 && isObject(own(file, other));
  return [
    ...told(
      misplaced
        ? {
            status: 'warning',
            message: `${path} has \`${other}\`, and ${client.title} reads \`${client.serversKey}\``,
            fix: `Rename \`${other}\` to \`${client.serversKey}\`.`,
          }
        : ok(`${path}: ${entries.length} servers, ${ours.length} of Routewright`),
    ),
    ...ours.map(([entryName, entry]) => ({
      group,
      name: `entry ${entryName}`,
      examine: (signal: AbortSignal) => examineEntry(client, entry, { world, path, signal }),
    })),
  ];
}

/** `npx -y routewright serve …`, or Node with the path of the program. */
function isOurs(entry: unknown): boolean {
  const args = own(entry, 'args');
  const words = [text(own(entry, 'command')) ?? '', ...(Array.isArray(args) ? args.map(String) : [])];
  return words.some(
    (word) => /(^|[\\/])routewright(@[\w.-]+)?(\.cmd|\.exe)?$/.test(word) || /[\\/]dist[\\/]cli\.js$/.test(word),
  );
}

async function examineEntry(
  client: Client,
  entry: unknown,
  { world, path, signal }: { readonly world: World; readonly path: string; readonly signal: AbortSignal },
): Promise<Outcome> {
  const args = own(entry, 'args');
  const command = text(own(entry, 'command')) ?? '';
  const given = own(entry, 'env');
  const env: Record<string, string> = environmentOf(client, world);
  for (const [name, written] of Object.entries(isObject(given) ? given : {})) {
    const value = expand(String(written), world.env);
    if ('missing' in value)
      return {
        status: 'error',
        message: `The entry passes ${name} on from ${value.missing}, which is not set`,
        why: `${client.title} replaces \`${String(written)}\` by what its own environment has.`,
        fix: `export ${value.missing}=… in the shell that starts ${client.title}`,
      };
    if ('asked' in value) return skipped(`${client.title} asks for ${name} itself, so it cannot be tried from here`);
    env[name] = value.text;
  }
  const started = await startEntry(
    { command, args: Array.isArray(args) ? args.map(String) : [], env, cwd: world.home },
    signal,
  );
  if ('failure' in started)
    return {
      status: 'error',
      message: `It does not start: ${started.failure}${lastError(started.log)}`,
      why: `${client.title} starts it with PATH=${env['PATH'] ?? ''}, and without the variables of your shell.`,
      fix: started.isAbsent
        ? `Write the whole path of ${command} into ${path}: \`command -v ${command}\` prints it.`
        : `routewright install ${client.name} … writes the entry anew; absolute paths, and variables in the entry.`,
    };
  return judgeLog(started.log, `starts and answers, ${started.tools} tools`, path);
}

/** What a server that answers has to complain of: calls of it would fail. */
export function judgeLog(log: string, message: string, path: string): Outcome {
  const missing = log.split('\n').find((line) => line.includes('SECRET_MISSING'));
  if (missing === undefined) return ok(message);
  const words = plainLine(missing);
  return {
    status: 'warning',
    message: `It ${message}, but calls will fail: ${words}`,
    why: 'A client does not give what it starts the variables of your shell.',
    fix: `Set the variable under \`env\` of the entry in ${path}, or refer to a file: file:PATH.`,
  };
}

/** The message of a line of the log, which is JSON where stderr is no terminal. */
export function plainLine(line: string): string {
  try {
    return text(own(JSON.parse(line), 'message')) ?? line;
  } catch {
    return line.trim();
  }
}

function lastError(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const told = lines.find((line) => line.startsWith('error ')) ?? lines.at(-1);
  return told === undefined ? '' : `. Its last words: ${plainLine(told).slice(0, 300)}`;
}

/** `${NAME}`, `${NAME:-default}`, `${env:NAME}`; `${input:…}` is asked by the client. */
function expand(
  written: string,
  env: World['env'],
): { readonly text: string } | { readonly missing: string } | { readonly asked: true } {
  if (written.includes('${input:')) return { asked: true };
  let missing: string | undefined;
  const value = written.replace(
    /\$\{(?:env:)?(\w+)(?::-([^}]*))?\}/g,
    (_, name: string, otherwise: string | undefined) => {
      const found = env[name] ?? otherwise;
      if (found === undefined) missing ??= name;
      return found ?? '';
    },
  );
  return missing === undefined ? { text: value } : { missing };
}

/** What reaches a server that a client starts: these few, and for a program without a terminal the PATH of the system. */
export function environmentOf(
  client: Pick<Client, 'name'> | undefined,
  { platform, env }: World,
): Record<string, string> {
  const names =
    platform === 'win32'
      ? [
          'APPDATA',
          'HOMEDRIVE',
          'HOMEPATH',
          'LOCALAPPDATA',
          'PATH',
          'PROCESSOR_ARCHITECTURE',
          'SYSTEMDRIVE',
          'SYSTEMROOT',
          'TEMP',
          'USERNAME',
          'USERPROFILE',
          'PROGRAMFILES',
          'COMSPEC',
          'PATHEXT',
        ]
      : ['HOME', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'USER'];
  const kept = Object.fromEntries(
    names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  ) as Record<string, string>;
  // What runs in a terminal gives its whole environment on.
  if (client?.name === 'claude-code')
    return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  if (client?.name === 'claude-desktop' && platform !== 'win32')
    return { ...kept, PATH: platform === 'darwin' ? '/usr/bin:/bin:/usr/sbin:/sbin' : '/usr/local/bin:/usr/bin:/bin' };
  return kept;
}
