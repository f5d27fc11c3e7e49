import { own } from '../../base/json.ts';
import { child, type Document, elements, members, type Node, resolve } from '../../spec/document.ts';
import { cleanText } from '../describe.ts';
import type { Tool } from '../tool.ts';

/** What an operation is found by, in its own words. */
export interface SearchEntry {
  readonly name: string;
  /** The API it belongs to; of use where there are several. */
  readonly api: string;
  /** In capitals. */
  readonly method: string;
  /** The template; empty where it is not known. */
  readonly path: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  /** Names of what it takes: parameters and the fields of its body. */
  readonly arguments: readonly string[];
  /** What is said of these, and the values they may have. */
  readonly argumentWords: readonly string[];
  readonly deprecated?: boolean;
}

/** What a tool is found by. It reads the document, not the tool's schema, which may not have been made yet. */
export function searchEntryOf({ name, api, operation }: Tool, document: Document): SearchEntry {
  const { method, path, tags, summary, description, parameters, requestBody, deprecated } = operation;
  const schema = requestBody?.content.find((content) => content.schema)?.schema;
  const body = schema ? propertiesOf(document, schema) : [];
  return {
    name: operation.operationId ?? name,
    api,
    method,
    path,
    tags,
    summary: cleanText(summary),
    description: cleanText(description?.slice(0, 2000)),
    arguments: [...parameters.map((parameter) => parameter.name), ...body.map(([property]) => property)],
    argumentWords: [
      ...parameters.map((parameter) => wordsOf(parameter.description, parameter.schema)),
      ...body.map(([, node]) => wordsOf(own(node.value, 'description'), node)),
    ],
    deprecated,
  };
}

const ignore = (): void => undefined;
/** Characters of a description that are read: what comes later is seldom about what the operation does. */
const wordsLength = 160;

/** The properties of a schema, those of what it is composed of included. */
function propertiesOf(document: Document, schema: Node, depth = 0): [string, Node][] {
  const node = resolve(document, schema, ignore);
  const below = ['allOf', 'oneOf', 'anyOf'].flatMap((keyword) =>
    depth < 3 ? elements(child(node, keyword)).flatMap((part) => propertiesOf(document, part, depth + 1)) : [],
  );
  return [...members(child(node, 'properties')), ...below].slice(0, 60);
}

function wordsOf(description: unknown, schema: Node): string {
  const values = own(schema.value, 'enum');
  const listed = Array.isArray(values) ? values.slice(0, 20).filter((value) => typeof value === 'string') : [];
  return [typeof description === 'string' ? description.slice(0, wordsLength) : '', ...listed].join(' ');
}
