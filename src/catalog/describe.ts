import { own, text } from '../base/json.ts';
import { child, type Document, elements, type Node, referenceOf, resolve } from '../spec/document.ts';
import type { Operation, Response } from '../spec/operation.ts';

/** Claude Code cuts at 4,096 characters; half of it leaves room for what comes before. */
const descriptionLength = 2048;

const ignore = (): void => undefined;

/** What responses look like, by the address of their schema: many operations return the same. */
export type ReturnMemory = Map<string, string | undefined>;

/**
 * What a model reads of a tool, decisive words first: what it does, the method and path, what it returns. The rest of
 * the operation's description fills what room is left.
 */
export function describeOperation(
  document: Document,
  operation: Operation,
  curated: string | undefined,
  memory: ReturnMemory = new Map(),
): string {
  const summary = curated === undefined ? sentence(operation.summary) : '';
  const description = cleanText(curated ?? operation.description);
  const [head, rest] =
    summary === ''
      ? splitLead(description)
      : [summary, startsAlike(description, summary) ? withoutLead(description, summary) : description];
  const lead = head === '' ? '' : `${cutText(head, 600)}\n`;
  const route = `${operation.method} ${cutText(operation.path, 1000)}`.toWellFormed();
  const returns = describeReturns(document, operation.responses, memory);
  const fixed = `${operation.deprecated ? 'DEPRECATED. ' : ''}${lead}${route}${returns === '' ? '' : `\n${cutText(returns, 400)}`}`;
  const room = descriptionLength - fixed.length - 1;
  return rest === '' || room < 40 ? fixed : `${fixed}\n${cutText(rest, room)}`;
}

/** `Returns 200: array of Book (id, title, author).` */
function describeReturns(document: Document, responses: readonly Response[], memory: ReturnMemory): string {
  const success = responses.filter(({ status }) => status.startsWith('2'));
  const shown = (success.length > 0 ? success : responses.filter(({ status }) => status === 'default')).slice(0, 3);
  const parts = shown.map((response) => {
    const media = response.content.find(({ type }) => type.includes('json')) ?? response.content[0];
    const shape = media?.schema ? recallShape(document, media.schema, memory) : undefined;
    const what = shape ?? media?.type ?? sentence(response.description).replace(/\.$/, '');
    return `${response.status}${what === '' ? '' : `: ${what}`}`;
  });
  return parts.length === 0 ? '' : `Returns ${parts.join('; ')}.`;
}

function recallShape(document: Document, schema: Node, memory: ReturnMemory): string | undefined {
  const reference = referenceOf(schema.value);
  if (reference === undefined) return describeShape(document, schema);
  const key = `${schema.uri} ${reference}`;
  if (!memory.has(key)) memory.set(key, describeShape(document, schema));
  return memory.get(key);
}

/** A schema in a few words: its name or type, and the names of its first properties. */
function describeShape(document: Document, schema: Node, depth = 0): string | undefined {
  const node = resolve(document, schema, ignore);
  const properties = own(node.value, 'properties');
  const type = own(node.value, 'type');
  if (type === 'array' || own(node.value, 'items') !== undefined) {
    const item = depth < 2 ? describeShape(document, child(node, 'items'), depth + 1) : undefined;
    return item === undefined ? 'array' : `array of ${item}`;
  }
  if (typeof properties === 'object' && properties !== null) {
    const names = Object.keys(properties);
    return names.length === 0
      ? 'object'
      : `object with ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}`;
  }
  for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
    const parts = elements(child(node, keyword));
    if (parts.length > 0)
      return depth < 2
        ? parts.map((part) => describeShape(document, part, depth + 1)).find((part) => part !== undefined)
        : undefined;
  }
  const format = text(own(node.value, 'format'));
  if (typeof type !== 'string') return undefined;
  return format === 'binary' ? undefined : type;
}

/** Elements that people write into descriptions; `<owner>` and its like are placeholders and stay. */
const tags =
  /<\/?(?:a|abbr|b|big|blockquote|body|br|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figure|font|h[1-6]|head|hr|html|i|img|input|ins|kbd|label|li|mark|ol|p|pre|q|s|samp|section|small|span|strike|strong|style|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var)(?:\s[^<>]{0,1000})?\/?>/gi;
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#x27': "'",
  nbsp: ' ',
};

/** Text without markup and superfluous space: HTML tags, comments, entities, link targets. */
export function cleanText(value: string | undefined): string {
  if (value === undefined) return '';
  // Nearly all are plain: each step only where there is something for it to do keeps the listing fast.
  let text = value;
  if (text.includes('<')) {
    text = text
      .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
      .replace(/<(?:br|\/p|\/li|\/div|\/tr|\/h\d)\s*\/?>/gi, '\n')
      .replace(tags, '');
  }
  if (text.includes('&'))
    text = text.replace(/&(amp|lt|gt|quot|apos|nbsp|#39|#x27);/gi, (_, name: string) => entities[name.toLowerCase()]!);
  if (text.includes('](')) text = text.replace(/\[([^\]]{1,200})\]\([^()\s]{1,500}\)/g, '$1');
  if (/[\t\r\f\v\u00a0]| {2}/.test(text)) text = text.replace(/[^\S\n]+/g, ' ');
  if (text.includes('\n')) text = text.replace(/ ?\n ?/g, '\n').replace(/\n{3,}/g, '\n\n');
  return text.trim().toWellFormed();
}

/** Text cut to a length at the end of a sentence or a word, never inside a character. */
export function cutText(value: string, length: number): string {
  if (value.length <= length) return value;
  const head = cutCharacters(value, length - 1);
  const end = Math.max(head.lastIndexOf('. '), head.lastIndexOf('.\n'));
  if (end > length * 0.6) return head.slice(0, end + 1);
  const word = head.lastIndexOf(' ');
  return `${head.slice(0, word > length * 0.6 ? word : undefined)}…`;
}

/** At most so many UTF-16 units, without half a surrogate pair at the end, which JSON parsers refuse. */
function cutCharacters(value: string, length: number): string {
  const head = value.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head;
}

function sentence(value: string | undefined): string {
  return withStop(cleanText(value));
}

/** One line that ends like a sentence. */
function withStop(text: string): string {
  const line = text.replaceAll('\n', ' ');
  return line === '' || /[.!?…:]$/.test(line) ? line : `${line}.`;
}

/** The first sentence or line, and what follows it. */
function splitLead(description: string): [string, string] {
  const end = /(?<!\b(?:e\.g|i\.e|vs|cf))[.!?](?=\s)|\n/.exec(description);
  if (!end) return [withStop(description), ''];
  const cut = end.index + (end[0] === '\n' ? 0 : 1);
  return [withStop(description.slice(0, cut)), description.slice(cut).trim()];
}

function startsAlike(description: string, summary: string): boolean {
  return description.toLowerCase().startsWith(summary.toLowerCase().replace(/[.!?]$/, ''));
}

function withoutLead(description: string, summary: string): string {
  return description.slice(summary.replace(/[.!?]$/, '').length).replace(/^[.!?\s]+/, '');
}

/** An example that is worth its tokens: short, and of a value that nothing else in the schema shows. */
export function isTelling(
  example: unknown,
  { enum: allowed, default: fallback }: Readonly<Record<string, unknown>>,
): boolean {
  if (allowed !== undefined || fallback !== undefined) return false;
  return typeof example === 'number' || (typeof example === 'string' && example.length <= 80);
}
