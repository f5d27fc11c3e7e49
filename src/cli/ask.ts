import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import type { Command } from 'commander';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import type { AskOptions } from '../claude/assistant.ts';
import type { Conversation } from '../claude/conversation.ts';
import type { WantedCall } from '../claude/tool-call.ts';
import { costOf, type Usage } from '../claude/usage.ts';
import { writeInstructions } from '../surface/instructions.ts';
import { type CommonOptions, withCommonOptions } from './options.ts';
import { openSession } from './target.ts';

interface AskCommandOptions extends CommonOptions {
  readonly model?: string;
  readonly conversation?: string;
  readonly yes?: boolean;
  readonly usage?: boolean;
  readonly json?: boolean;
}

export function addAskCommand(program: Command): void {
  const command = program
    .command('ask')
    .description('ask Claude a question that it answers with these tools, through the Messages API')
    .argument('<spec|config>', 'an OpenAPI document (file or URL) or a routewright.config.yaml')
    .argument('<question>', 'in your own words')
    .option('--model <name>', 'the model that is asked')
    .option('--conversation <file>', 'go on with the conversation in this file, and keep it there')
    .option('--yes', 'make calls that change something without asking')
    .option('--usage', 'show tokens, and the cost where the configuration has a price')
    .option('--json', 'the answer, its calls and its usage as JSON');
  withCommonOptions(command)
    .addHelpText(
      'after',
      '\nThe key is read from ANTHROPIC_API_KEY of this process, or from where `claude.apiKey` of the configuration says.\n\nExamples:\n  routewright ask ./openapi.yaml "Which books cost less than ten euros?"\n  routewright ask routewright.config.yaml "Ship order or_1002 with PostNL" --conversation shop.json --usage',
    )
    .action(ask);
}

async function ask(target: string, question: string, options: AskCommandOptions): Promise<void> {
  const session = await openSession(target, { ...options, logLevel: options.logLevel ?? 'error' });
  const { gateway, logger, redactor } = session;
  const config = { ...session.config.claude, ...(options.model === undefined ? {} : { model: options.model }) };
  const { createAssistant } = await import('../claude/assistant.ts');
  const { createClient } = await import('../claude/client.ts');
  const client = await createClient(config, { redactor });
  const previous = options.conversation === undefined ? undefined : await readConversation(options.conversation);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const assistant = createAssistant({
    client,
    config,
    surface: gateway.surface,
    instructions: writeInstructions(
      gateway.apis.map(({ catalog }) => catalog),
      gateway.surface.kind,
    ),
    logger,
  });
  const calls: { tool: string; args: unknown; isError: boolean }[] = [];
  const shown = options.json === true ? {} : showOnTerminal(redactor.redact.bind(redactor));
  const answer = await assistant.ask(question, {
    ...shown,
    ...(previous ? { conversation: previous } : {}),
    signal: stop.signal,
    confirm: options.yes === true ? () => Promise.resolve(true) : confirmOnTerminal,
    onResult: ({ tool, args }, { isError }) => calls.push({ tool: tool.name, args, isError: isError === true }),
  });
  if (options.conversation !== undefined)
    await writeFile(options.conversation, `${JSON.stringify(answer.conversation, null, 2)}\n`, { mode: 0o600 });
  const cost = costOf(answer.usage, config.prices[config.model]);
  const { error, text, usage, turns, stopReason } = answer;
  if (options.json === true) {
    const told = error && { code: error.code, message: error.message, hint: error.hint };
    console.log(redactor.redact(JSON.stringify({ text, stopReason, error: told, calls, turns, usage, cost }, null, 2)));
  } else {
    process.stdout.write('\n');
    if (options.usage === true) process.stderr.write(formatUsage(config.model, usage, turns, cost));
  }
  await gateway.close();
  await logger.close();
  if (error && options.json !== true) throw error;
  process.exitCode = error ? 1 : 0;
}

/** The answer to stdout as it comes, what happens beside it to stderr. */
function showOnTerminal(redact: (text: string) => string): AskOptions {
  const note = (text: string): void => {
    process.stderr.write(`${styleText('gray', redact(text), { stream: process.stderr })}\n`);
  };
  return {
    onText: (text) => process.stdout.write(text),
    onCall: ({ tool, args }) => note(`\n→ ${tool.name} ${JSON.stringify(args)}`),
    onResult: ({ tool }, { isError, content }) => {
      const first = content[0]?.type === 'text' ? content[0].text.split('\n')[0]! : (content[0]?.type ?? 'nothing');
      note(`${isError === true ? '✗' : '←'} ${tool.name} ${first.length > 160 ? `${first.slice(0, 159)}…` : first}\n`);
    },
    onPlace: (place) => note(`waiting for the rate limit, place ${place}`),
    onRetry: (reason) => note(`\n${reason.message}; asking again\n`),
  };
}

async function confirmOnTerminal({ tool, args }: WantedCall): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  const reply = await ask.question(`\nAllow ${tool.name} ${JSON.stringify(args)}? [y/N] `);
  ask.close();
  return /^y(es)?$/i.test(reply.trim());
}

async function readConversation(path: string): Promise<Conversation | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Conversation;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw new RoutewrightError('CONVERSATION_UNKNOWN', `Cannot read the conversation in ${path}: ${messageOf(error)}`, {
      hint: 'Name another file, or mend this one.',
    });
  }
}

function formatUsage(model: string, usage: Usage, turns: number, cost: number | undefined): string {
  const rows = [
    ['model', model],
    ['turns', turns],
    ['input', usage.input],
    ['from cache', usage.cacheRead],
    ['into cache', usage.cacheWrite],
    ['output', usage.output],
    ...(cost === undefined ? [] : [['cost', cost.toFixed(4)]]),
  ];
  return rows.map(([name, value]) => `${String(name).padEnd(12)}${String(value).padStart(20)}\n`).join('');
}
