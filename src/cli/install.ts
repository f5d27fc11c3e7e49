import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, resolve } from 'node:path';
import { Argument, type Command, Option } from 'commander';
import { RoutewrightError } from '../base/errors.ts';
import { variablesOf } from '../base/config/variables.ts';
import { isObject, own, text } from '../base/json.ts';
import { type Client, type ClientName, clientNames, clients, type Scope, type World } from '../clients/client.ts';
import { buildEntry, programOf } from '../clients/entry.ts';
import type { Edit } from '../clients/edit-text.ts';
import { applyChange, type Change, planChange, readClientFile } from '../clients/file.ts';
import { showChange } from '../clients/show-change.ts';
import { slugOf } from '../export/about.ts';
import { isHttpUrl } from '../spec/read.ts';
import { listFlags } from './flags.ts';
import { type CommonOptions, withCommonOptions } from './options.ts';
import { openSession, type Session } from './target.ts';

interface PlaceOptions {
  readonly scope?: Scope;
  readonly print?: boolean;
}

interface InstallOptions extends CommonOptions, PlaceOptions {
  readonly name?: string;
}

export function addInstallCommands(program: Command): void {
  const install = withPlace(program.command('install').description('add an API to a client: the entry that starts it'))
    .argument('<spec|config>', 'an OpenAPI document (file or URL) or a routewright.config.yaml')
    .option('--name <name>', "of the entry (default: from the API's title)");
  withCommonOptions(install)
    .addHelpText(
      'after',
      '\nExamples:\n  routewright install claude-code ./openapi.json --credential ApiKeyAuth=env:SHOP_KEY\n  routewright install vscode routewright.config.yaml --scope project --print',
    )
    .action((client: ClientName, target: string, options: InstallOptions) => installEntry(client, target, options));
  withPlace(program.command('uninstall').description('take an entry back out of a client'))
    .argument('<name>', 'of the entry')
    .addHelpText('after', '\nExample:\n  routewright uninstall claude-code shop')
    .action((client: ClientName, name: string, options: PlaceOptions) => uninstallEntry(client, name, options));
}

function withPlace(command: Command): Command {
  return command
    .addArgument(new Argument('<client>', 'whose file to change').choices([...clientNames]))
    .addOption(new Option('--scope <scope>', 'for you everywhere, or for this project').choices(['user', 'project']))
    .option('--print', 'show the change and make none');
}

async function installEntry(name: ClientName, target: string, options: InstallOptions): Promise<void> {
  const [client, path] = placeOf(name, options.scope);
  if (target === '-') throw usage('A client starts the server later, when there is no standard input to read from');
  const session = await openSession(target, { ...options, logLevel: options.logLevel ?? 'error' });
  const entryName = options.name ?? nameFor(session, target);
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(entryName))
    throw usage(`\`${entryName}\` is no name for an entry`, 'Letters, digits, - and _, at most 40 of them.');
  const { entry, inputs, unreachable } = buildEntry(client, {
    name: entryName,
    program: programOf(resolve(process.argv[1]!), {
      execPath: process.execPath,
      platform: process.platform,
      path: process.env['PATH'] ?? '',
    }),
    args: [absolute(target), ...listFlags(options)],
    variables: variablesOf(session.config),
  });
  const change = await planChange(path, [
    { path: [client.serversKey, entryName], value: entry },
    ...(await inputEdits(path, inputs)),
  ]);
  await carryOut(change, options.print === true, `${client.title}: ${entryName}`);
  const { gateway, logger } = session;
  const notes = [
    ...gateway.diagnostics
      .filter(({ code }) => ['CREDENTIAL_MISSING', 'SERVER_MISSING', 'CREDENTIAL_UNKNOWN'].includes(code))
      .map(({ message, fix = '' }) => `${message} ${fix}`.trim()),
    ...unreachable.map(
      (variable) =>
        `${client.title} does not have your shell's environment, and its file could hold ${variable} only as plain text. Keep the secret in a file and write file:PATH instead of env:${variable}, or use \`routewright export --format mcpb\`: then ${client.title} asks for it and keeps it in the keychain.`,
    ),
  ];
  for (const note of notes) console.log(`! ${note}`);
  if (options.print !== true) console.log(`${gateway.tools.length} tools. ${client.restart}`);
  await gateway.close();
  await logger.close();
}

async function uninstallEntry(name: ClientName, entryName: string, options: PlaceOptions): Promise<void> {
  const [client, path] = placeOf(name, options.scope);
  const file = await readClientFile(path);
  const servers = own(file, client.serversKey);
  const names = isObject(servers) ? Object.keys(servers) : [];
  if (!names.includes(entryName)) {
    throw new RoutewrightError('CLIENT_ENTRY_MISSING', `There is no entry \`${entryName}\` in ${path}`, {
      hint: names.length === 0 ? 'It holds no entry.' : `It holds: ${names.join(', ')}.`,
    });
  }
  const used = JSON.stringify({ ...(servers as object), [entryName]: undefined });
  const isOrphan = (input: unknown): boolean => {
    const id = text(own(input, 'id')) ?? '';
    return id.startsWith(`${entryName}-`) && !used.includes(`\${input:${id}}`);
  };
  // From the end, so that the places of those before stay right.
  const orphans = listInputs(file).flatMap((input, index) => (isOrphan(input) ? [index] : []));
  const change = await planChange(path, [
    { path: [client.serversKey, entryName] },
    ...orphans.reverse().map((index) => ({ path: ['inputs', index] })),
  ]);
  await carryOut(change, options.print === true, `${client.title}: ${entryName}`);
  if (options.print !== true) console.log(client.restart);
}

/** Inputs are a list: those of the same id are replaced where they stand, others are added at the end. */
async function inputEdits(path: string, inputs: readonly { readonly id: string }[]): Promise<Edit[]> {
  if (inputs.length === 0) return [];
  const present = listInputs(await readClientFile(path));
  if (present.length === 0) return [{ path: ['inputs'], value: inputs }];
  let next = present.length;
  return inputs.map((value) => {
    const at = present.findIndex((input) => own(input, 'id') === value.id);
    return { path: ['inputs', at < 0 ? next++ : at], value };
  });
}

function listInputs(file: unknown): readonly unknown[] {
  const inputs = own(file, 'inputs');
  return Array.isArray(inputs) ? (inputs as readonly unknown[]) : [];
}

async function carryOut(change: Change, isPrinted: boolean, what: string): Promise<void> {
  console.log(`${what} in ${change.path}\n`);
  const shown = await showChange(change);
  console.log(shown === '' ? '  (nothing changes)' : shown);
  console.log('');
  if (isPrinted || shown === '') return;
  const backup = await applyChange(change);
  console.log(backup === undefined ? 'Written.' : `Written. What was there before is in ${backup}`);
}

function placeOf(name: ClientName, scope: Scope = 'user'): [Client, string] {
  const client = clients[name];
  if (!client.scopes.includes(scope)) throw usage(`${client.title} has no file for a project`, 'Leave --scope out.');
  const { platform, env } = process;
  const world: World = { platform, env, home: homedir(), cwd: process.cwd() };
  return [client, client.fileFor(scope, world)];
}

/** What the person would call it: the title of the API, or the name of the configuration. */
function nameFor({ gateway }: Session, target: string): string {
  const titles = gateway.apis.map(({ catalog }) => text(own(own(catalog.document.root, 'info'), 'title')) ?? '');
  const words = titles.length === 1 ? titles[0]! : 'apis';
  return slugOf(words, 20) || slugOf(basename(target).replace(/\.\w+$/, ''), 20) || 'api';
}

function absolute(target: string): string {
  return isHttpUrl(target) || !existsSync(target) ? target : resolve(target);
}

function usage(message: string, hint = 'See `routewright install --help`.'): RoutewrightError {
  return new RoutewrightError('USAGE', message, { hint });
}
