import { parsePointer } from './json-pointer.ts';

/** Line and column in a text, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Steps that somebody asks for, as a tree, so that one pass over the text finds all of them. */
interface Wanted {
  readonly pointers: string[];
  readonly steps: Map<string, Wanted>;
}

/**
 * Where JSON pointers lie in a JSON or YAML text: the key of a member, the start of an element. A pointer that leads
 * nowhere gets the place of its nearest ancestor. Reads the text again, so ask once for all pointers together.
 */
export async function locate(source: string, pointers: readonly string[]): Promise<Map<string, Position>> {
  const text = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  const start = text.trimStart()[0];
  try {
    // Braces may be YAML's too.
    const inJson = start === '{' || start === '[' ? await locateInJson(text, pointers) : undefined;
    return inJson ?? (await locateInYaml(text, pointers));
  } catch {
    return new Map();
  }
}

/** Nothing when the text is no JSON. */
async function locateInJson(text: string, pointers: readonly string[]): Promise<Map<string, Position> | undefined> {
  const { visit } = await import('./lazy/jsonc-parser.ts');
  const found = new Map<string, Position>();
  const root: Wanted = { pointers: [], steps: new Map() };
  for (const pointer of pointers) {
    let node = root;
    for (const step of parsePointer(pointer)) {
      const next = node.steps.get(step) ?? { pointers: [], steps: new Map<string, Wanted>() };
      node.steps.set(step, next);
      node = next;
    }
    node.pointers.push(pointer);
  }
  const mark = (wanted: Wanted, position: Position): void => {
    for (const pointer of wanted.pointers) found.set(pointer, position);
    for (const below of wanted.steps.values()) mark(below, position);
  };
  // One frame an open object or array: what is wanted below it, and for arrays the index of the element to come.
  const frames: { wanted: Wanted | undefined; index: number | undefined; next: Wanted | undefined }[] = [];
  const value = (line: number, character: number): Wanted | undefined => {
    const frame = frames.at(-1);
    if (!frame) {
      mark(root, { line: line + 1, column: character + 1 });
      return root;
    }
    if (frame.index === undefined) return frame.next;
    const wanted = frame.wanted?.steps.get(String(frame.index++));
    if (wanted) mark(wanted, { line: line + 1, column: character + 1 });
    return wanted;
  };
  let isJson = true;
  visit(text, {
    onError: () => void (isJson = false),
    onObjectBegin: (_offset, _length, line, character) => {
      frames.push({ wanted: value(line, character), index: undefined, next: undefined });
    },
    onArrayBegin: (_offset, _length, line, character) => {
      frames.push({ wanted: value(line, character), index: 0, next: undefined });
    },
    onObjectProperty: (property, _offset, _length, line, character) => {
      const frame = frames.at(-1)!;
      frame.next = frame.wanted?.steps.get(property);
      if (frame.next) mark(frame.next, { line: line + 1, column: character + 1 });
    },
    onLiteralValue: (_value, _offset, _length, line, character) => void value(line, character),
    onObjectEnd: () => void frames.pop(),
    onArrayEnd: () => void frames.pop(),
  });
  return isJson ? found : undefined;
}

async function locateInYaml(text: string, pointers: readonly string[]): Promise<Map<string, Position>> {
  const { isMap, isNode, isPair, isScalar, isSeq, isAlias, LineCounter, parseDocument } =
    await import('./lazy/yaml.ts');
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, strict: false, uniqueKeys: false, logLevel: 'silent' });
  // The parser keeps the first of two equal keys, js-yaml the last, as JSON.parse does.
  const member = (node: unknown, step: string, depth = 0): unknown => {
    const value = isAlias(node) ? node.resolve(document) : node;
    if (isSeq(value)) return /^\d+$/.test(step) ? value.items[Number(step)] : undefined;
    if (!isMap(value)) return undefined;
    const named = (name: string): (typeof value.items)[number] | undefined =>
      value.items.findLast(({ key }) => String(isScalar(key) ? key.value : key) === name);
    const found = named(step);
    const merged = found === undefined && depth < deepestMerge ? named('<<')?.value : undefined;
    if (merged === undefined) return found;
    const sources = isSeq(merged) ? merged.items : [merged];
    return sources.map((source) => member(source, step, depth + 1)).find((item) => item !== undefined);
  };
  const found = new Map<string, Position>();
  for (const pointer of pointers) {
    let node: unknown = document.contents;
    let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    for (const step of parsePointer(pointer)) {
      const item = member(node, step);
      if (item === undefined) break;
      const place: unknown = isPair(item) ? item.key : item;
      if (isNode(place) && place.range) offset = place.range[0];
      node = isPair(item) ? item.value : item;
    }
    const { line, col } = counter.linePos(offset);
    found.set(pointer, { line, column: col });
  }
  return found;
}

/** Merge keys within merge keys that are looked into; one may lead to itself. */
const deepestMerge = 20;
