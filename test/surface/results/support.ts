import { silentLogger } from '../../../src/base/log.ts';
import { MemoryStore, type Store } from '../../../src/base/store.ts';
import type { Json } from '../../../src/base/json.ts';
import type { CallContext, ToolResult } from '../../../src/catalog/tool-result.ts';
import { createResults, type ResultLimits, type Results } from '../../../src/surface/results/results.ts';

const limits: ResultLimits = {
  resultTokens: 1000,
  maxResultTokens: 4000,
  resultFileBytes: 40_000,
  resultLifetime: 3_600_000,
};

export function openResults(some: Partial<ResultLimits> = {}, store: Store = new MemoryStore()): Results {
  return createResults(store, { ...limits, ...some }, silentLogger);
}

/** A result as an API's JSON makes it. */
export function jsonResult(value: Json): ToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(value) }], structuredContent: value };
}

export function textOf({ content }: ToolResult, index = 0): string {
  const part = content[index];
  if (part?.type !== 'text') throw new Error(`part ${index} is no text: ${JSON.stringify(content).slice(0, 300)}`);
  return part.text;
}

/** The arguments of the call that a result says leads on, from whatever part of it; nothing where there is none. */
export function readOnOf(result: ToolResult): Record<string, Json> | undefined {
  const notes = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
  const plain =
    result.structuredContent === undefined ? notes : (JSON.parse(`"${lastString(textOf(result))}"`) as string);
  const [, call] = /.*read_result (\{.*?\})\.(?:$|["\n])/s.exec(`${plain}\n`) ?? [];
  return call === undefined ? undefined : (JSON.parse(call) as Record<string, Json>);
}

/** What stands in the last text of a JSON text, still escaped. */
function lastString(json: string): string {
  return /"((?:[^"\\]|\\.)*)"[\]}]$/s.exec(json)?.[1] ?? '';
}

/** Reads a whole result in pieces, from the call that leads to it. */
export async function readAll(
  results: Results,
  first: Record<string, Json>,
  context: CallContext = {},
): Promise<string[]> {
  const pieces: string[] = [];
  for (let next: Record<string, Json> | undefined = first; next;) {
    const result: ToolResult = await results.read(next, context);
    if (result.isError === true) throw new Error(textOf(result));
    pieces.push(textOf(result));
    const note = textOf(result, 1);
    const [, call] = /To read on: read_result (\{.*\})\.$/s.exec(note) ?? [];
    next = call === undefined ? undefined : (JSON.parse(call) as Record<string, Json>);
    if (pieces.length > 10_000) throw new Error('it never ends');
  }
  return pieces;
}
