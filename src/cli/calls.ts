import { type Command, InvalidArgumentError } from 'commander';
import { findGateways, type FoundGateway } from '../base/calls/find-gateways.ts';
import { runFolder } from '../base/calls/run-folder.ts';
import { RoutewrightError } from '../base/errors.ts';
import { define, isObject, own } from '../base/json.ts';
import type { CallTrace, TraceFilter } from '../base/trace.ts';
import { readArguments } from './arguments.ts';
import { writeCall, writeCalls } from './calls-text.ts';
import { toCurl } from './curl.ts';
import { paintFor } from './paint.ts';

interface CallsOptions {
  readonly failed?: boolean;
  readonly tool?: string;
  readonly api?: string;
  readonly limit: number;
  readonly json?: boolean;
  readonly curl?: boolean;
  readonly replay?: boolean;
  readonly yes?: boolean;
}

/** A call and the gateway that made it. */
interface FoundCall {
  readonly gateway: FoundGateway;
  readonly trace: CallTrace;
}

export function addCallsCommand(program: Command): void {
  program
    .command('calls')
    .description('show the last calls of the gateways that run, what was sent and what came back')
    .argument('[id]', 'the call to show, by the beginning of its id; `last` is the last one')
    .argument('[name=value...]', 'arguments in place of those of the call, for --replay')
    .option('--failed', 'only calls that failed')
    .option('--tool <name>', 'only calls of this tool')
    .option('--api <name>', 'only calls of this API')
    .option('--limit <number>', 'how many to list', parseLimit, 20)
    .option('--curl', 'the request of the call as a command of curl')
    .option('--replay', 'make the call once more, through the gateway that made it')
    .option('--yes', 'replay a call that changes something')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  routewright calls --failed\n  routewright calls last\n  routewright calls 3f2a9c --curl\n  routewright calls 3f2a9c --replay',
    )
    .action(async (id: string | undefined, pairs: string[], options: CallsOptions) => {
      const gateways = await findGateways(runFolder());
      if (gateways.length === 0)
        throw new RoutewrightError('CALL_UNKNOWN', 'No gateway of this user runs that has been called', {
          hint: 'A gateway shows itself from its first call on, to the user that it runs as: `routewright serve`, or the entry of an MCP client.',
        });
      const paint = paintFor(process.stdout);
      if (id === undefined) {
        const filter = { ...filterOf(options), limit: options.limit };
        const listed = await Promise.all(
          gateways.map(async (gateway) => ({ gateway, calls: await gateway.list(filter) })),
        );
        console.log(options.json === true ? toJson(listed) : writeCalls(listed, paint));
        return;
      }
      const call = await findCall(gateways, id, options);
      if (options.curl === true) {
        const command = toCurl(call.trace);
        console.log(command);
        if (command.includes('[redacted]')) console.error('Secrets are not kept: put them in place of [redacted].');
        return;
      }
      const trace = options.replay === true ? await replay(call, pairs, options.yes === true) : call.trace;
      console.log(options.json === true ? JSON.stringify(trace, null, 2) : writeCall(trace, paint));
      process.exitCode = options.replay === true && trace.outcome === 'error' ? 1 : 0;
    });
}

function filterOf({ failed, tool, api }: CallsOptions): TraceFilter {
  return {
    ...(failed === true ? { outcome: 'error' } : {}),
    ...(tool === undefined ? {} : { tool }),
    ...(api === undefined ? {} : { api }),
  };
}

function toJson(listed: readonly { gateway: FoundGateway; calls: readonly CallTrace[] }[]): string {
  const plain = listed.map(({ gateway: { pid, target, door, started }, calls }) => ({
    pid,
    target,
    door,
    started,
    calls,
  }));
  return JSON.stringify(plain, null, 2);
}

/** @throws {RoutewrightError} CALL_UNKNOWN */
async function findCall(gateways: readonly FoundGateway[], id: string, options: CallsOptions): Promise<FoundCall> {
  const filter = filterOf(options);
  const lists = await Promise.all(
    gateways.map(async (gateway) => (await gateway.list(filter)).map((trace) => ({ gateway, trace }))),
  );
  const calls = lists.flat().sort((one, other) => other.trace.time.localeCompare(one.trace.time));
  const found = id === 'last' ? calls[0] : calls.find(({ trace }) => trace.id.startsWith(id));
  if (found) return found;
  throw new RoutewrightError('CALL_UNKNOWN', `No running gateway keeps a call \`${id}\``, {
    hint: '`routewright calls` lists those that are kept.',
  });
}

/** @throws {RoutewrightError} CALL_NOT_REPEATABLE */
async function replay({ gateway, trace }: FoundCall, pairs: readonly string[], isAgreed: boolean): Promise<CallTrace> {
  const given = await readArguments(undefined, pairs);
  const kept = isObject(trace.arguments) ? trace.arguments : {};
  const args = mergeOver(kept, given);
  const missing = Object.keys(args).filter((name) => JSON.stringify(args[name]).includes('[redacted]'));
  if (missing.length > 0 || (trace.isCut === true && pairs.length === 0)) {
    const what =
      missing.length > 0 ? `what was given as ${missing.join(', ')} is a secret` : 'its arguments are too large';
    throw new RoutewrightError(
      'CALL_NOT_REPEATABLE',
      `${trace.tool} cannot be called as it was: ${what}, which is not kept`,
      {
        hint: 'Give it anew as name=value after the id.',
      },
    );
  }
  if (!isAgreed && trace.request && !['GET', 'HEAD', 'OPTIONS'].includes(trace.request.method))
    throw new RoutewrightError('CALL_NOT_REPEATABLE', `${trace.tool} may change something (${trace.request.method})`, {
      hint: 'Add --yes to make the call once more.',
    });
  return gateway.replay(trace.tool, args);
}

/** Fields of an object over those of another, at any depth. */
function mergeOver(
  kept: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...kept };
  for (const [name, value] of Object.entries(given)) {
    const below = own(kept, name);
    define(merged, name, isObject(below) && isObject(value) ? mergeOver(below, value) : value);
  }
  return merged;
}

function parseLimit(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('Give a number from 1 on.');
  return Number(text);
}
