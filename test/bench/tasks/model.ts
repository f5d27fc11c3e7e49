import type { Json } from '../../../src/base/json.ts';
import { isObject } from '../../../src/base/json.ts';
import type { Search } from '../../../src/catalog/search/search.ts';
import { effectOf } from '../../../src/catalog/effect.ts';
import { estimateTokens } from '../../../src/catalog/tokens.ts';
import type { Tool } from '../../../src/catalog/tool.ts';
import type { ToolResult } from '../../../src/catalog/tool-result.ts';
import type { Surface } from '../../../src/surface/surface.ts';
import { exampleArguments } from '../../../src/upstream/example.ts';
import type { Task } from './tasks.ts';

/** Pages after which a model gives up. */
const mostPages = 6;

/**
 * A model that follows a script: it asks the search with the words of the question, takes the first operation whose
 * schema fits what the question tells, and calls it, page by page where all pages are wanted. Where all tools are listed the
 * same search stands for its reading of them. What it reads and writes is counted.
 */
export class ScriptedModel {
  readonly #surface: Surface;
  readonly #tools: ReadonlyMap<string, Tool>;
  readonly #search: Search;
  #tokens = 0;

  constructor(surface: Surface, tools: readonly Tool[], search: Search) {
    this.#surface = surface;
    this.#tools = new Map(tools.map((tool) => [tool.name, tool]));
    this.#search = search;
  }

  /** Tries a task and says how many tokens it took beside the definitions of the tools. */
  async attempt(task: Task): Promise<number> {
    this.#tokens = estimateTokens(task.question);
    const tool = await this.#choose(task);
    if (tool) await this.#carryOut(tool, argumentsFor(tool, task), task);
    return this.#tokens;
  }

  async #choose(task: Task): Promise<Tool | undefined> {
    const fits = (tool: Tool | undefined): boolean => tool !== undefined && fitsTask(tool, task);
    if (this.#surface.kind === 'direct')
      return (await this.#search(task.question, { limit: 8 })).map(({ item }) => item).find(fits);
    const found = await this.#call('search_operations', { query: task.question });
    const names = [...found.matchAll(/^(?:api\.)?(\w+) ?\((?:call_|\{|args|\))/gm)].map(([, name]) => name!);
    const tool = names.map((name) => this.#tools.get(name)).find(fits);
    // What the search showed in a line only is asked for whole.
    if (tool && !isShownWhole(found, tool.name)) {
      if (this.#surface.kind === 'code') await this.#call('search_operations', { names: [tool.name] });
      else await this.#call('describe_operation', { operation: tool.name });
    }
    return tool;
  }

  async #carryOut(tool: Tool, args: Readonly<Record<string, Json>>, { pages }: Task): Promise<void> {
    if (this.#surface.kind === 'code') {
      await this.#call('run_code', { code: pages ? codeForPages(tool.name, args, pages) : codeFor(tool.name, args) });
      return;
    }
    const call = (given: object): Promise<string> =>
      this.#surface.kind === 'direct'
        ? this.#call(tool.name, given)
        : this.#call(`call_${effectOf(tool)}_operation`, { operation: tool.name, arguments: given });
    if (!pages) {
      await call(args);
      return;
    }
    for (let page = 1, offset = 0; page <= mostPages; page++) {
      const count = countItems(await call({ ...args, [pages]: pages === 'page' ? page : offset }));
      if (count === 0) return;
      offset += count;
    }
  }

  async #call(name: string, args: object): Promise<string> {
    this.#tokens += estimateTokens(JSON.stringify({ name, args }));
    const text = textOf((await this.#surface.call(name, args, {}))!);
    this.#tokens += estimateTokens(text);
    return text;
  }
}

function isShownWhole(found: string, name: string): boolean {
  const part = found.split('\n\n').find((text) => new RegExp(`^(?:api\\.)?${name} ?\\(`, 'm').test(text)) ?? '';
  return part.includes('\narguments: ') || part.includes('): Promise<');
}

/** Whether the tool takes what the question tells, and needs nothing else; what is sent in a body a model makes up. */
function fitsTask({ inputSchema }: Tool, { given }: Task): boolean {
  const { properties, required = [] } = inputSchema;
  return (
    required.every((name) => name === 'body' || name in given) && Object.keys(given).every((name) => name in properties)
  );
}

function argumentsFor(tool: Tool, { given }: Task): Readonly<Record<string, Json>> {
  const known = Object.entries(given).filter(([name]) => name in tool.inputSchema.properties);
  return { ...(exampleArguments(tool) as Record<string, Json>), ...Object.fromEntries(known) };
}

function codeFor(name: string, args: object): string {
  return `return await api.${name}(${JSON.stringify(args)})`;
}

function codeForPages(name: string, args: object, pages: 'page' | 'offset'): string {
  return `const all = [];
for (let page = 1; page <= ${mostPages}; page++) {
  const answer = await api.${name}({ ...${JSON.stringify(args)}, ${pages === 'page' ? 'page' : 'offset: all.length'} });
  const items = Array.isArray(answer) ? answer : Object.values(answer).find(Array.isArray);
  if (!items?.length) break;
  all.push(...items);
}
return { count: all.length, first: all[0] };`;
}

function countItems(text: string): number {
  try {
    const value = JSON.parse(text) as unknown;
    const list: unknown = Array.isArray(value)
      ? value
      : isObject(value)
        ? Object.values(value).find(Array.isArray)
        : [];
    return Array.isArray(list) ? list.length : 0;
  } catch {
    return 0;
  }
}

function textOf({ content }: ToolResult): string {
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}
