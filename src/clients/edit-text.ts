import type { JSONPath, Node } from 'jsonc-parser';

/** A change of one member or element; without a value it is removed. */
export interface Edit {
  readonly path: JSONPath;
  readonly value?: unknown;
}

/**
 * A JSON text with one member set or removed. All else stays as it was written, comments and line breaks too:
 * jsonc-parser's own `modify` lays out the neighbours anew.
 */
export async function editText(text: string, { path, value }: Edit): Promise<string> {
  const { findNodeAtLocation, parseTree } = await import('../base/lazy/jsonc-parser.ts');
  const root = parseTree(text, [], { allowTrailingComma: true })!;
  const layout = { unit: unitOf(text), eol: text.includes('\r\n') ? '\r\n' : '\n' };
  const present = findNodeAtLocation(root, path);
  if (value === undefined) return present ? remove(text, present) : text;
  if (present) {
    const pretty = print(value, layout, indentAt(text, present.offset));
    return text.slice(0, present.offset) + pretty + text.slice(present.offset + present.length);
  }
  const parent = findNodeAtLocation(root, path.slice(0, -1));
  const key = path.at(-1)!;
  if (!parent)
    return editText(text, { path: path.slice(0, -1), value: typeof key === 'number' ? [value] : { [key]: value } });
  return insert(text, parent, typeof key === 'number' ? '' : `${JSON.stringify(key)}: `, value, layout);
}

interface Layout {
  /** One step of indentation. */
  readonly unit: string;
  readonly eol: string;
}

/** Puts a member or element behind the last one, on a line of its own. */
function insert(text: string, parent: Node, label: string, value: unknown, layout: Layout): string {
  const { unit, eol } = layout;
  const last = parent.children?.at(-1);
  const outer = indentAt(text, parent.offset);
  const indent = last && isFirstOnLine(text, last.offset) ? indentAt(text, last.offset) : outer + unit;
  const written = label + print(value, layout, indent);
  if (!last) {
    const inner = parent.offset + 1;
    const end = parent.offset + parent.length - 1;
    const rest = text.slice(inner, end).trimEnd();
    return `${text.slice(0, inner)}${rest}${eol}${indent}${written}${eol}${outer}${text.slice(end)}`;
  }
  const end = last.offset + last.length;
  const { comma, lineEnd, isLast: isOpen } = restOfLine(text, end);
  const separated = comma ? text.slice(end, lineEnd) : `,${text.slice(end, lineEnd)}`;
  const tail = !isOpen ? `${eol}${outer}${text.slice(lineEnd).trimStart()}` : text.slice(lineEnd);
  return `${text.slice(0, end)}${separated}${eol}${indent}${written}${comma ? ',' : ''}${tail}`;
}

/** Takes a member or element away with its comma and the comment on its line. */
function remove(text: string, value: Node): string {
  const node = value.parent?.type === 'property' ? value.parent : value;
  const siblings = node.parent!.children!;
  const end = node.offset + node.length;
  const rest = restOfLine(text, end);
  const isAlone = isFirstOnLine(text, node.offset);
  const from = isAlone ? Math.max(0, text.lastIndexOf('\n', node.offset - 1)) : node.offset;
  const lineStart = text[from - 1] === '\r' ? from - 1 : from;
  const shortened = text.slice(0, lineStart) + text.slice(isAlone && rest.isLast ? rest.lineEnd : rest.afterComma);
  const before = siblings[siblings.indexOf(node) - 1];
  if (!before) return shortened;
  // The one before it becomes the last, and has no comma where this one had none.
  const previous = restOfLine(text, before.offset + before.length);
  return rest.comma ? shortened : shortened.slice(0, previous.afterComma - 1) + shortened.slice(previous.afterComma);
}

interface RestOfLine {
  readonly comma: boolean;
  readonly afterComma: number;
  /** The end of what belongs to the value: itself, its comma, its comment. */
  readonly lineEnd: number;
  /** Nothing else stands on the line. */
  readonly isLast: boolean;
}

/** What follows a value on its line. */
function restOfLine(text: string, from: number): RestOfLine {
  let afterComma = from;
  let lineEnd = from;
  const rest = (isLast: boolean): RestOfLine => ({ comma: afterComma > from, afterComma, lineEnd, isLast });
  for (let at = from; at < text.length && !/[\r\n]/.test(text[at]!);) {
    if (text.startsWith('//', at)) {
      const end = text.slice(at).search(/\r?\n/);
      lineEnd = end < 0 ? text.length : at + end;
      return rest(true);
    }
    const isComment = text.startsWith('/*', at);
    const isSpace = /\s/.test(text[at]!);
    if (text[at] === ',' && afterComma === from) afterComma = at + 1;
    else if (!isComment && !isSpace) return rest(false);
    at = isComment ? text.indexOf('*/', at) + 2 : at + 1;
    if (!isSpace) lineEnd = at;
  }
  return rest(true);
}

function print(value: unknown, { unit, eol }: Layout, indent: string): string {
  return JSON.stringify(value, null, unit).replaceAll('\n', eol + indent);
}

function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))![0];
}

function isFirstOnLine(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
}

function unitOf(text: string): string {
  return /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
}
