import { effectOf } from '../../catalog/effect.ts';
import type { Tool } from '../../catalog/tool.ts';
import { cutText } from '../../catalog/describe.ts';
import { fitSchema } from '../../catalog/fit.ts';
import { estimateTokens } from '../../catalog/tokens.ts';
import { describeName, invokers } from './definitions.ts';

/** An operation in a list of results: how it is called, what it does and which arguments it needs. */
export function presentBriefly(tool: Tool): string {
  return [headOf(tool), describeNeeds(tool)].filter((line) => line !== '').join('\n');
}

/** The same with its input schema in at most so many tokens, or nothing where that is not possible. */
export function presentWithSchema(tool: Tool, tokens: number): string | undefined {
  const head = headOf(tool);
  const fitted = fitSchema(tool.inputSchema, tokens - estimateTokens(head) - reserve);
  if (!fitted) return undefined;
  const { schema, leftOut } = fitted;
  const more = leftOut.length > 5 ? ` and ${leftOut.length - 5} more` : '';
  const note = `\n(left out: ${leftOut.slice(0, 5).join(', ')}${more}; ${describeName} has all)`;
  return `${head}\narguments: ${JSON.stringify(schema)}${leftOut.length === 0 ? '' : cutText(note, 300)}`;
}

/** Tokens for what stands around a schema. */
const reserve = 60;

function headOf(tool: Tool): string {
  const { name, title, operation } = tool;
  const deprecated = operation.deprecated ? 'DEPRECATED. ' : '';
  return `${name} (${invokers[effectOf(tool)]}): ${deprecated}${title}\n${operation.id}`;
}

function describeNeeds({ inputSchema }: Tool): string {
  const required = new Set(inputSchema.required ?? []);
  const names = Object.keys(inputSchema.properties);
  const needed = names.filter((name) => required.has(name));
  const others = names.length - needed.length;
  if (names.length === 0) return 'takes no arguments';
  return `needs ${needed.length === 0 ? 'nothing' : needed.join(', ')}${others === 0 ? '' : `; takes ${others} more`}`;
}
