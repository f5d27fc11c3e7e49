import type { Json } from '../../../src/base/json.ts';
import { isObject } from '../../../src/base/json.ts';
import { SchemaAssembler } from '../../../src/catalog/assemble.ts';
import { SchemaTranslator } from '../../../src/catalog/schema.ts';
import type { Tool } from '../../../src/catalog/tool.ts';
import type { Document } from '../../../src/spec/document.ts';
import { createRandom, seedOf } from '../../support/instances/random.ts';
import { generateValue } from '../../support/instances/value.ts';
import { startUpstream, type Upstream } from '../../support/upstream.ts';

/** Pages there are, and items on each. */
const pages = 3;
const itemsOnPage = 20;

/** An API that answers every operation of a document with a value of its schema. */
export interface Mock {
  readonly url: string;
  /** The operations that were asked for since it was last asked, each with its query. */
  takeAsked: () => readonly { readonly operation: string; readonly query: URLSearchParams }[];
  close: Upstream['close'];
}

/** Starts it on this machine. Lists have three pages of twenty items, and end in an empty one. */
export async function startMock(tools: readonly Tool[], document: Document, basePath: string): Promise<Mock> {
  const asked: { operation: string; query: URLSearchParams }[] = [];
  // The more of a path is fixed, the sooner it is meant: /albums/new before /albums/{id}.
  const routes = tools
    .map((tool) => ({
      tool,
      pattern: patternOf(tool.operation.path),
      fixed: tool.operation.path.replace(/\{[^}]*\}/g, '').length,
    }))
    .sort((one, other) => other.fixed - one.fixed);
  const answers = new Map<Tool, Answer>();
  const upstream = await startUpstream(({ method, url }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const path = pathname.slice(basePath.length);
    const route = routes.find(({ tool, pattern }) => tool.operation.method === method && pattern.test(path));
    if (!route) return void response.writeHead(404).end('no such path');
    const { tool } = route;
    asked.push({ operation: `${method} ${tool.operation.path.replace(/#.*$/, '')}`, query: searchParams });
    let answer = answers.get(tool);
    if (!answer) answers.set(tool, (answer = answerOf(tool, document)));
    if (answer.json === undefined) return void response.writeHead(answer.status).end();
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    return void response.end(JSON.stringify(onPage(answer.json, pageOf(searchParams))));
  });
  return {
    url: `${upstream.url}${basePath}`,
    takeAsked: () => asked.splice(0),
    close: upstream.close,
  };
}

interface Answer {
  readonly status: number;
  readonly json?: Json;
}

function answerOf({ operation }: Tool, document: Document): Answer {
  const success = operation.responses.find(({ status }) => status.startsWith('2'));
  const status = Number(success?.status) || 200;
  const schema = success?.content.find(({ type }) => type.includes('json'))?.schema;
  if (!schema) return { status };
  const translator = new SchemaTranslator(document, 'output', () => undefined);
  const { schema: shape, $defs } = new SchemaAssembler(translator, 200_000).assemble(translator.translate(schema));
  const random = createRandom(seedOf(operation.id));
  return { status, json: generateValue(shape, { random, $defs, full: true, nulls: false, budget: { values: 150 } }) };
}

function patternOf(path: string): RegExp {
  const parts = path.replace(/[?#].*$/, '').split(/\{[^}]*\}/);
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^/]+')}$`);
}

function pageOf(query: URLSearchParams): number {
  const offset = query.get('offset');
  return offset === null ? Number(query.get('page') ?? 1) : Math.floor(Number(offset) / itemsOnPage) + 1;
}

/** The lists at the top of an answer with as many items as the page has. */
function onPage(value: Json, page: number): Json {
  const fill = (list: readonly Json[]): Json =>
    page > pages
      ? []
      : Array.from({ length: list.length === 0 ? 0 : itemsOnPage }, (_, index) => list[index % list.length]!);
  if (Array.isArray(value)) return fill(value as Json[]);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      Array.isArray(member) ? fill(member as Json[]) : (member as Json),
    ]),
  );
}
