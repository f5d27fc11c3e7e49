import { configFromSpec } from '../../src/base/config/load.ts';
import type { Tool } from '../../src/catalog/tool.ts';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { generateArguments } from '../support/instances/arguments.ts';

/** What became of calls of every tool with generated arguments, each once with the required ones and once with all. */
export interface Calls {
  readonly prepared: number;
  /** Calls that could not be made, or whose request leads elsewhere than their operation is. */
  readonly failed: readonly FailedCall[];
}

interface FailedCall {
  readonly operation: string;
  readonly problem: string;
}

const baseUrl = 'https://api.example.com/base';

/** Makes the request of every tool of a document without sending it. */
export async function measureCalls(file: string): Promise<Calls> {
  const gateway = await createGateway(configFromSpec(file, { api: { baseUrl } }));
  const failed: FailedCall[] = [];
  let prepared = 0;
  for (const tool of gateway.tools) {
    for (const full of [false, true]) {
      const problem = await whyNotPrepared(gateway, tool, full);
      if (problem === undefined) prepared++;
      else failed.push({ operation: tool.operation.id, problem: `${full ? 'all' : 'required'} arguments: ${problem}` });
    }
  }
  await gateway.close();
  return { prepared, failed };
}

async function whyNotPrepared(gateway: Gateway, tool: Tool, full: boolean): Promise<string | undefined> {
  const args = await generateArguments(tool, { full, seed: 1 });
  if (!args) return 'none were found that its schema accepts';
  const call = await gateway.prepare(tool, args);
  if ('failure' in call) return textOf(call.failure);
  if (call.repairs.length > 0) return `repaired, though right: ${call.repairs.join('; ')}`;
  return whyElsewhere(tool, call.request.url);
}

function textOf({ content }: { content: readonly unknown[] }): string {
  return JSON.stringify(content).slice(0, 600);
}

/** Why a URL is not that of the operation: it does not parse, or its path is not one of the template. */
function whyElsewhere({ operation }: Tool, url: string): string | undefined {
  if (!URL.canParse(url)) return `no URL: ${url}`;
  const { origin, pathname } = new URL(url);
  if (origin !== 'https://api.example.com') return `another origin: ${url}`;
  const template = new URL(`https://x/base${operation.path.replace(/\{[^{}]+\}/g, 'VALUE')}`).pathname.split('/');
  const segments = pathname.split('/');
  const isSame = segments.every((segment, index) => fits(segment, template[index] ?? ''));
  return isSame && segments.length === template.length ? undefined : `not of ${operation.path}: ${url}`;
}

/** Whether the texts between the values of a segment are those of the template, in order. */
function fits(segment: string, template: string): boolean {
  const [start = '', ...texts] = template.split('VALUE');
  if (texts.length === 0) return segment === template;
  let at = start.length;
  for (const text of texts) {
    at = segment.indexOf(text, at);
    if (at < 0) return false;
    at += text.length;
  }
  return segment.startsWith(start) && segment.endsWith(texts.at(-1)!);
}
