import { effectOf } from '../../catalog/effect.ts';
import type { Tool } from '../../catalog/tool.ts';
import { invokers } from './definitions.ts';

/** An operation in a list of results: how it is called, what it does and which arguments it needs. */
export function presentBriefly(tool: Tool): string {
  return [headOf(tool), describeNeeds(tool)].filter((line) => line !== '').join('\n');
}

/** The same with the whole input schema. */
export function presentWithSchema(tool: Tool): string {
  return `${headOf(tool)}\narguments: ${JSON.stringify(schemaOf(tool))}`;
}

function headOf(tool: Tool): string {
  const { name, title, operation } = tool;
  const deprecated = operation.deprecated ? 'DEPRECATED. ' : '';
  return `${name} (${invokers[effectOf(tool)]}): ${deprecated}${title}\n${operation.id}`;
}

/** What a model needs of the schema: that nothing else is taken goes without saying. */
export function schemaOf({ inputSchema }: Tool): object {
  return { ...inputSchema, additionalProperties: undefined };
}

function describeNeeds({ inputSchema }: Tool): string {
  const required = new Set(inputSchema.required ?? []);
  const names = Object.keys(inputSchema.properties);
  const needed = names.filter((name) => required.has(name));
  const others = names.length - needed.length;
  if (names.length === 0) return 'takes no arguments';
  return `needs ${needed.length === 0 ? 'nothing' : needed.join(', ')}${others === 0 ? '' : `; takes ${others} more`}`;
}
