import { readFile, rename, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import type { Command } from 'commander';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import type { Redactor } from '../base/secrets.ts';
import type { ClaudeConfig } from '../base/config/claude-schema.ts';
import type { Answer, AskOptions, Assistant } from '../claude/assistant.ts';
import type { Conversation } from '../claude/conversation.ts';
import type { WantedCall } from '../claude/tool-call.ts';
import { costOf, type Price, type Usage } from '../claude/usage.ts';
import { openViaMcp } from './ask-via-mcp.ts';
import { collect, type CommonOptions, surfaceOption, withCommonOptions } from './options.ts';
import { openSession } from './target.ts';

interface AskCommandOptions extends CommonOptions {
  readonly model?: string;
  readonly conversation?: string;
  readonly toolSearch?: boolean;
  readonly yes?: boolean;
  readonly usage?: boolean;
  readonly json?: boolean;
  readonly viaMcp?: string;
  readonly mcpToken?: string;
  readonly allow?: string[];
}

export function addAskCommand(program: Command): void {
  const command = program
    .command('ask')
    .description('ask Claude a question that it answers with these tools, through the Messages API')
    .argument('<spec|config>', 'an OpenAPI document (file or URL) or a routewright.config.yaml')
    .argument('[question]', 'in your own words')
    .option('--model <name>', 'the model that is asked')
    .addOption(surfaceOption())
    .option('--conversation <file>', 'go on with the conversation in this file, and keep it there')
    .option('--tool-search', 'the tools are found by the search of the Messages API (defer_loading)')
    .option('--yes', 'make calls that change something without asking')
    .option(
      '--via-mcp <url>',
      'have the Messages API call the tools of an MCP server by itself, in place of a document',
    )
    .option('--mcp-token <reference>', 'its token: env:NAME or file:PATH')
    .option('--allow <tool>', 'with --via-mcp: a tool that may be called (repeatable; --yes allows all)', collect)
    .option('--usage', 'show the tokens of each turn, and the cost where the configuration has a price')
    .option('--json', 'the answer, its calls and its usage as JSON');
  withCommonOptions(command)
    .addHelpText(
      'after',
      '\nThe key is read from ANTHROPIC_API_KEY of this process, or from where `claude.apiKey` of the configuration says.\n\nExamples:\n  routewright ask ./openapi.yaml "Which books cost less than ten euros?"\n  routewright ask routewright.config.yaml "Ship order or_1002 with PostNL" --conversation shop.json --usage\n  routewright ask --via-mcp https://tools.example.com/mcp --mcp-token env:TOOLS_TOKEN --allow listBooks "Which books are there?"',
    )
    .action(ask);
}

async function ask(first: string, second: string | undefined, options: AskCommandOptions): Promise<void> {
  const { viaMcp } = options;
  const [target, question] = second === undefined && viaMcp !== undefined ? [undefined, first] : [first, second];
  if (question === undefined) throw new RoutewrightError('USAGE', 'There is no question beside the document');
  if (question.trim() === '') throw new RoutewrightError('USAGE', 'The question is empty');
  const change = (config: ClaudeConfig): ClaudeConfig => ({
    ...config,
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.toolSearch === true ? { toolSearch: true } : {}),
    ...(options.usage === true ? { countTokens: 'always' as const } : {}),
  });
  const opened =
    viaMcp === undefined
      ? await openWithTools(target!, options, change)
      : await openViaMcp(target, { ...options, viaMcp }, change);
  await converse(opened, question, options);
}

/** Who is asked, and as what. */
interface Opened {
  readonly assistant: Assistant;
  readonly config: ClaudeConfig;
  readonly redactor: Redactor;
  readonly close: () => Promise<void>;
}

async function openWithTools(
  target: string,
  options: AskCommandOptions,
  change: (config: ClaudeConfig) => ClaudeConfig,
): Promise<Opened> {
  const session = await openSession(target, { ...options, logLevel: options.logLevel ?? 'error' });
  const { gateway, logger, redactor } = session;
  const config = change(session.config.claude);
  const { openAssistant } = await import('../claude/open-assistant.ts');
  return {
    assistant: await openAssistant(gateway, { config }),
    config,
    redactor,
    close: async () => {
      await gateway.close();
      await logger.close();
    },
  };
}

async function converse(
  { assistant, config, redactor, close }: Opened,
  question: string,
  options: AskCommandOptions,
): Promise<void> {
  const file = options.conversation;
  const previous = file === undefined ? undefined : await readConversation(file);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const calls: { tool: string; args: unknown; isError: boolean }[] = [];
  const shown = options.json === true ? {} : showOnTerminal(redactor.redact.bind(redactor));
  const answer = await assistant.ask(question, {
    ...shown,
    ...(previous ? { conversation: previous } : {}),
    ...(file === undefined ? {} : { save: (conversation) => writeConversation(file, conversation) }),
    signal: stop.signal,
    confirm: options.yes === true ? () => Promise.resolve(true) : (call) => confirmOnTerminal(call, stop),
    onResult: ({ tool, args }, { isError }) => calls.push({ tool: tool.name, args, isError: isError === true }),
  });
  if (file !== undefined) await writeConversation(file, answer.conversation);
  const price = config.prices[config.model];
  const { error, text, usage, turns, stopReason } = answer;
  if (options.json === true) {
    const told = error && { code: error.code, message: error.message, hint: error.hint };
    const cost = costOf(usage, price);
    console.log(redactor.redact(JSON.stringify({ text, stopReason, error: told, calls, turns, usage, cost }, null, 2)));
  } else {
    process.stdout.write('\n');
    if (options.usage === true) process.stderr.write(formatUsage(answer, price));
  }
  await close();
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
    onWarning: (warning) => note(`warning: ${warning}`),
  };
}

/** Ctrl+C ends the question, and not the line alone that is being read. */
async function confirmOnTerminal({ tool, args }: WantedCall, stop: AbortController): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.once('SIGINT', () => stop.abort());
  const question = `\nAllow ${tool.name} ${JSON.stringify(args)}? [y/N] `;
  const reply = await terminal.question(question, { signal: stop.signal }).catch(() => '');
  terminal.close();
  return /^y(es)?$/i.test(reply.trim());
}

async function readConversation(path: string): Promise<Conversation | undefined> {
  const { parseConversation } = await import('../claude/conversation.ts');
  try {
    return parseConversation(await readFile(path, 'utf8'), path);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    if (error instanceof RoutewrightError) throw error;
    throw new RoutewrightError('CONVERSATION_BROKEN', `Cannot read the conversation in ${path}: ${messageOf(error)}`, {
      hint: 'Name another file, or mend this one.',
    });
  }
}

/** Whole or not at all: a process that dies while it writes leaves what was there. */
async function writeConversation(path: string, conversation: Conversation): Promise<void> {
  const fresh = `${path}.${process.pid}.new`;
  await writeFile(fresh, `${JSON.stringify(conversation, null, 2)}\n`, { mode: 0o600 });
  await rename(fresh, path);
}

/** A line a turn, and one for all: what was counted before, what it was after, and how much the prompt cache had. */
function formatUsage({ turns, usage }: Answer, price: Price | undefined): string {
  const row = (name: string, counted: string, used: Usage, calls: string): string[] => [
    name,
    counted,
    ...[used.input, used.cacheRead, used.cacheWrite, used.output].map(String),
    ...(price ? [costOf(used, price)!.toFixed(4)] : []),
    calls,
  ];
  const table = [
    ['turn', 'counted', 'input', 'from cache', 'into cache', 'output', ...(price ? ['cost'] : []), 'calls'],
    ...turns.map(({ counted, usage: used, calls }, index) =>
      row(String(index + 1), `${counted.isEstimate ? '~' : ''}${counted.tokens}`, used, calls.join(', ')),
    ),
    row('all', '', usage, ''),
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((cells) => cells[column]!.length)));
  const lines = table.map((cells) =>
    cells.map((cell, column) => (column === cells.length - 1 ? cell : cell.padStart(widths[column]!))).join('  '),
  );
  const models = [...new Set(turns.map(({ model }) => model))].join(', ');
  const read = usage.input + usage.cacheRead + usage.cacheWrite;
  const share = read === 0 ? 0 : Math.round((100 * usage.cacheRead) / read);
  return `\n${models}; ${share} % of what was read came from the prompt cache\n${lines.map((line) => `${line.trimEnd()}\n`).join('')}`;
}
