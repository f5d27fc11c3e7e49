import { type Effect, effectOf } from '../../catalog/effect.ts';
import type { InputSchema, JsonSchema } from '../../catalog/json-schema.ts';
import type { Tool, ToolAnnotations } from '../../catalog/tool.ts';
import type { ToolDefinition } from '../surface.ts';

export const searchName = 'search_operations';
export const describeName = 'describe_operation';

/** The tool that calls the operations of an effect. */
export const invokers: Readonly<Record<Effect, string>> = {
  read: 'call_read_operation',
  write: 'call_write_operation',
  delete: 'call_delete_operation',
};

const effects: readonly Effect[] = ['read', 'write', 'delete'];

/** The tools by which a model finds and calls operations; invokers only for effects that some operation has. */
export function defineDiscovery(tools: readonly Tool[], apis: readonly string[]): ToolDefinition[] {
  const present = new Set(tools.map(effectOf));
  return [
    defineSearch(tools.length, apis),
    defineDescribe(),
    ...effects.filter((effect) => present.has(effect)).map((effect) => defineInvoker(effect)),
  ];
}

/** Claude Code keeps tools back until its own search finds them; without these nothing is found at all. */
const alwaysLoad = { 'anthropic/alwaysLoad': true };
/** Characters beyond which Claude Code moves a result into a file: results have a budget of their own here. */
const longestResult = 200_000;

const looking: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

function defineSearch(count: number, apis: readonly string[]): ToolDefinition {
  return {
    name: searchName,
    title: 'Search operations',
    description: `Finds, among ${count} API operations, those that do what you want. Each result names the operation, the tool that calls it and the arguments it needs; the best come with their full input schema, so one search and one call are mostly enough.`,
    inputSchema: objectOf(
      {
        query: {
          type: 'string',
          minLength: 1,
          description: 'What you want to do, in plain words: "close an issue", "unpaid invoices of a customer".',
        },
        tag: { type: 'string', description: 'Only operations with this tag.' },
        method: { type: 'string', enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] },
        ...(apis.length > 1 ? { api: describeApis(apis) } : {}),
        limit: { type: 'integer', minimum: 1, maximum: 50, default: 8 },
      },
      ['query'],
    ),
    annotations: looking,
    _meta: { ...alwaysLoad, 'anthropic/searchHint': `find operations of ${apis.join(', ')}` },
  };
}

/** Names of more APIs than that are left to the results, which show them as the beginning of each operation's name. */
const mostApis = 20;

function describeApis(apis: readonly string[]): JsonSchema {
  const description = 'Only operations of this API.';
  return apis.length > mostApis ? { type: 'string', description } : { type: 'string', enum: apis, description };
}

function defineDescribe(): ToolDefinition {
  return {
    name: describeName,
    title: 'Describe an operation',
    description:
      'All about one operation: its description, full input schema, what it returns, and an example. Needed only where the search did not show the schema or a call failed.',
    inputSchema: objectOf(
      {
        operation: { type: 'string', description: 'Its name, as the search gives it.' },
        path: { type: 'string', description: 'Only this part of a large input schema: `body.items`.' },
      },
      ['operation'],
    ),
    annotations: looking,
    _meta: alwaysLoad,
  };
}

const words: Readonly<Record<Effect, { title: string; does: string; annotations: ToolAnnotations }>> = {
  read: {
    title: 'Call a reading operation',
    does: 'Calls an operation that only reads.',
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  },
  write: {
    title: 'Call a writing operation',
    does: 'Calls an operation that creates or changes something.',
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  },
  delete: {
    title: 'Call a deleting operation',
    does: 'Calls an operation that deletes something or cannot be undone.',
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  },
};

function defineInvoker(effect: Effect): ToolDefinition {
  const { title, does, annotations } = words[effect];
  return {
    name: invokers[effect],
    title,
    description: `${does} Others are refused.`,
    inputSchema: objectOf(
      {
        operation: { type: 'string', description: 'Its name, as the search gives it.' },
        arguments: { type: 'object', description: "What the operation's input schema asks for." },
      },
      ['operation'],
    ),
    annotations,
    _meta: { ...alwaysLoad, 'anthropic/maxResultSizeChars': longestResult },
  };
}

function objectOf(properties: InputSchema['properties'], required: readonly string[]): InputSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}
