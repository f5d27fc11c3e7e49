import type { Command } from 'commander';
import { formatLocation } from '../base/errors.ts';
import type { CallTrace } from '../base/trace.ts';
import type { Tool } from '../catalog/tool.ts';
import { locateNode } from '../spec/document.ts';
import { explainCall } from '../upstream/explain-call.ts';
import { findTool, readArguments } from './arguments.ts';
import { type Explained, writeExplanation } from './explain-text.ts';
import { formatRequest } from './format-request.ts';
import { type CommonOptions, withCommonOptions } from './options.ts';
import { paintFor } from './paint.ts';
import { openSession, type Session } from './target.ts';

interface ExplainOptions extends CommonOptions {
  readonly args?: string;
  readonly send?: boolean;
  readonly json?: boolean;
}

export function addExplainCommand(program: Command): void {
  const command = program
    .command('explain')
    .description('show the way of a call step by step, and with --send what came back')
    .argument('<spec|config>', 'an OpenAPI document (file or URL) or a routewright.config.yaml')
    .argument('<tool>', 'its name, as `routewright tools` shows it')
    .argument('[name=value...]', 'arguments; body.title=… sets a field of the body, a repeated name makes a list')
    .option('--args <json>', 'arguments as a JSON object, or @FILE to read it')
    .option('--send', 'make the call, and show the answer, the time of each step and what the result costs')
    .option('--json', 'as JSON');
  withCommonOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  routewright explain openapi.yaml getBook bookId=bk_001\n  routewright explain routewright.config.yaml shop_listOrders --args \'{"status":["new"]}\' --send',
    )
    .action(async (target: string, name: string, pairs: string[], options: ExplainOptions) => {
      const args = await readArguments(options.args, pairs);
      const session = await openSession(target, { ...options, logLevel: options.logLevel ?? 'error' });
      const { gateway, logger } = session;
      const tool = findTool(gateway.tools, name, target);
      const explained = await explain(session, tool, args, options.send === true);
      console.log(
        options.json === true
          ? JSON.stringify(explained, null, 2)
          : writeExplanation(explained, paintFor(process.stdout)),
      );
      process.exitCode = explained.failure !== undefined || explained.trace?.outcome === 'error' ? 1 : 0;
      await gateway.close();
      await logger.close();
    });
}

async function explain(session: Session, tool: Tool, args: object, isSent: boolean): Promise<Explained> {
  const { gateway, config, redactor } = session;
  const api = gateway.apis.find((candidate) => candidate.name === tool.api)!;
  const prepared = await gateway.prepare(tool, args);
  let trace: CallTrace | undefined;
  if (isSent) {
    await gateway.callForModel(tool, args, {});
    [trace] = gateway.traces.list({ limit: 1 });
  }
  const explained: Explained = {
    ...explainCall(api, tool, prepared, config.limits),
    place: formatLocation(await locateNode(api.catalog.document, tool.operation.node)),
    ...('failure' in prepared
      ? { failure: prepared.failure.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n') }
      : { request: formatRequest(prepared.request) }),
    ...(trace ? { trace } : {}),
  };
  return redactor.redactValue(explained) as Explained;
}
