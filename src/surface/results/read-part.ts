import { parseMarked, unmarkNumbers } from '../../base/exact.ts';
import type { Json } from '../../base/json.ts';
import type { Content } from '../../catalog/tool-result.ts';
import { beginningOf, countLines, firstLines, grouped, isInsidePair } from './cut-text.ts';
import { describeKeys, queryValue } from './query.ts';
import { searchIn } from './search-text.ts';
import { describeCuts, fitValue } from './shape-json.ts';
import { fitText } from './shape-text.ts';
import type { ReadOn } from './shape.ts';
import type { Opened } from './shelf.ts';
import { estimateTokens } from '../../catalog/tokens.ts';

/** What is to be read of a result. */
export interface ReadRequest {
  readonly path?: string;
  readonly search?: string;
  readonly unit?: 'characters' | 'lines';
  /** The first element, line, character, match or byte; from 0. */
  readonly from: number;
  readonly count?: number;
}

export interface ReadLimits {
  readonly tokens: number;
  readonly fileBytes: number;
}

/** A part of a result, and a sentence about where it lies and how to read on; or what is wrong with the request. */
export type Part =
  | { readonly content: Content; readonly note: string }
  | { readonly code: 'READ_INVALID' | 'SELECT_INVALID'; readonly problem: string; readonly hint: string };

/** Tokens that are set aside for the sentence. */
const noteTokens = 160;

/** Reads a part of a kept result, at most as much as the limits allow. Pieces put together are the whole again. */
export async function readPart(
  opened: Opened,
  request: ReadRequest,
  limits: ReadLimits,
  readOn: ReadOn,
): Promise<Part> {
  const tokens = limits.tokens - noteTokens;
  const { path, search, unit, from } = request;
  if (opened.kind === 'file') return readFile(opened, request, limits, readOn);
  if (path === undefined && search === undefined && unit === 'characters') {
    const start = Math.min(from, opened.length);
    // A token of a text is hardly ever longer than this.
    const text = await opened.read(
      start,
      Math.min(opened.length, start + Math.min(request.count ?? Infinity, tokens * 16)),
    );
    return readCharacters(text, { ...request, from: start }, opened.length, tokens, readOn);
  }
  const text = await opened.read();
  if (opened.kind === 'text' || unit === 'lines') {
    if (path !== undefined)
      return invalid(
        'This result is text: `path` is for JSON',
        'Read it by `from` and `count` (lines), or `search` in it.',
      );
    return search === undefined ? readLines(text, request, tokens, readOn) : find({ text }, request, tokens, readOn);
  }
  const whole = opened.isMarked === true ? parseMarked(text) : (JSON.parse(text) as Json);
  const queried = path === undefined ? { value: whole } : await queryValue(whole, path);
  if ('problem' in queried) {
    return {
      code: 'SELECT_INVALID',
      problem: `The path \`${path!}\` cannot be used: ${queried.problem}`,
      hint: `The result is ${beginningOf(describeKeys(whole), 1500)}`,
    };
  }
  const { value } = queried;
  if (search !== undefined) return find({ value }, request, tokens, readOn);
  if (Array.isArray(value)) return readItems(value as readonly Json[], request, tokens, readOn);
  if (typeof value === 'string') {
    const start = Math.min(from, value.length);
    return readCharacters(value.slice(start), { ...request, from: start }, value.length, tokens, readOn);
  }
  if (value === null && path !== undefined) {
    const note = `\`${path}\` selects nothing. The result is ${beginningOf(describeKeys(whole), 1500)}`;
    return { content: textContent('null'), note };
  }
  return readValue(value, request, tokens, readOn);
}

/** Elements as a list, whole; one that is larger than the budget is cut. */
function readItems(list: readonly Json[], request: ReadRequest, tokens: number, readOn: ReadOn): Part {
  const { path, from, count } = request;
  const end = Math.min(list.length, from + (count ?? list.length));
  if (from >= list.length) return { content: textContent('[]'), note: `There are ${grouped(list.length)} elements.` };
  const shown: string[] = [];
  let left = tokens - 1;
  for (let index = from; index < end; index++) {
    const item = unmarkNumbers(JSON.stringify(list[index]));
    left -= estimateTokens(`${item},`);
    if (left < 0) break;
    shown.push(item);
  }
  if (shown.length === 0) {
    const place = path === undefined ? `[${from}]` : `${path} | [${from}]`;
    const part = readValue(list[from]!, { ...request, path: place, from: 0 }, tokens, readOn);
    if ('code' in part || part.content.type !== 'text') return part;
    const next = from + 1 < list.length ? ` The next element: ${readOn({ ...pathOf(path), from: from + 1 })}.` : '';
    return {
      content: textContent(`[${part.content.text}]`),
      note: `Element ${grouped(from)} of ${grouped(list.length)}. ${part.note}${next}`,
    };
  }
  const stop = from + shown.length;
  const next = stop < list.length ? ` To read on: ${readOn({ ...pathOf(path), from: stop })}.` : '';
  const range =
    shown.length === list.length
      ? `All ${grouped(list.length)} elements`
      : `Elements ${grouped(from)} to ${grouped(stop - 1)} of ${grouped(list.length)}`;
  return { content: textContent(`[${shown.join(',')}]`), note: `${range}.${next}` };
}

/** An object or a plain value; cut like a result where it is too large. */
function readValue(value: Json, { path }: ReadRequest, tokens: number, readOn: ReadOn): Part {
  const { shown, cuts } = fitValue(value, tokens, 3);
  if (cuts.length === 0) return { content: textContent(shown), note: 'This is all of it.' };
  const within: ReadOn = (where) =>
    readOn(
      where['path'] === undefined
        ? { ...pathOf(path), ...where }
        : { ...where, path: path === undefined ? where['path'] : `${path} | ${where['path'] as string}` },
    );
  return { content: textContent(shown), note: describeCuts(cuts, undefined, within) };
}

/** @param text - what follows `from`, or as much of it as can be shown */
function readCharacters(
  text: string,
  { path, from, count }: ReadRequest,
  length: number,
  tokens: number,
  readOn: ReadOn,
): Part {
  const wanted = count === undefined ? text : text.slice(0, isInsidePair(text, count) ? count + 1 : count);
  const shown = fitText(wanted, tokens, beginningOf);
  const stop = from + shown.length;
  const where: Record<string, Json> = path === undefined ? { unit: 'characters' } : { path };
  const next = stop < length ? ` To read on: ${readOn({ ...where, from: stop })}.` : '';
  return {
    content: textContent(shown),
    note: `Characters ${grouped(from)} to ${grouped(stop)} of ${grouped(length)}.${next}`,
  };
}

function readLines(text: string, { from, count }: ReadRequest, tokens: number, readOn: ReadOn): Part {
  const all = grouped(countLines(text));
  const start = offsetOfLine(text, 0, from);
  if (start >= text.length) return { content: textContent(''), note: `There are ${all} lines.` };
  const wanted = text.slice(start, count === undefined ? undefined : offsetOfLine(text, start, count));
  const shown = fitText(wanted, tokens, firstLines);
  const stop = start + shown.length;
  const isWhole = shown.endsWith('\n') || stop === text.length;
  const last = from + countLines(shown);
  const where = isWhole ? { unit: 'lines', from: last } : { unit: 'characters', from: stop };
  const next = stop < text.length ? ` To read on: ${readOn(where)}.` : '';
  const range = isWhole ? `Lines ${grouped(from)} to ${grouped(last - 1)}` : `Line ${grouped(from)}, its beginning,`;
  return { content: textContent(shown), note: `${range} of ${all}.${next}` };
}

function find(
  where: { readonly value: Json } | { readonly text: string },
  request: ReadRequest,
  tokens: number,
  readOn: ReadOn,
): Part {
  const { search = '', path, from, count } = request;
  const found = searchIn(where, search, from);
  if ('problem' in found)
    return invalid(
      `Cannot search for ${search}: ${found.problem}`,
      'Search for a plain text, or write a simpler expression.',
    );
  const lines = found.places.slice(0, count).map((place) => `${place}\n`);
  const shown = fitText(lines.join(''), tokens, firstLines);
  const stop = from + countLines(shown);
  const next = stop < found.count ? ` To read on: ${readOn({ ...pathOf(path), search, from: stop })}.` : '';
  const range = shown === '' ? '' : ` ${grouped(from + 1)} to ${grouped(stop)} are shown.`;
  return { content: textContent(shown), note: `${grouped(found.count)} matches.${range}${next}` };
}

async function readFile(
  { read, length, name = 'file', mimeType = 'application/octet-stream' }: Opened,
  request: ReadRequest,
  limits: ReadLimits,
  readOn: ReadOn,
): Promise<Part> {
  if (request.path !== undefined || request.search !== undefined || request.unit !== undefined)
    return invalid('This result is a file', 'Read its bytes by `from` and `count`.');
  // Three bytes are four characters of base64.
  const whole = (bytes: number): number => Math.floor(bytes / 3);
  const start = Math.min(whole(request.from) * 4, length);
  const most = Math.max(1, Math.min(whole(request.count ?? Infinity), Math.floor(limits.fileBytes / 4)));
  const blob = await read(start, Math.min(length, start + most * 4));
  const from = (start / 4) * 3;
  const stop = from + Buffer.byteLength(blob, 'base64');
  const next = start + blob.length < length ? ` To read on: ${readOn({ from: stop })}.` : '';
  const uri = `attachment:///${encodeURIComponent(name)}`;
  return {
    content: { type: 'resource', resource: { uri, mimeType, blob } },
    note: `Bytes ${grouped(from)} to ${grouped(stop)} of ${mimeType}.${next}`,
  };
}

function offsetOfLine(text: string, start: number, lines: number): number {
  let at = start;
  for (let line = 0; line < lines; line++) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  return at;
}

function pathOf(path: string | undefined): { path?: string } {
  return path === undefined ? {} : { path };
}

function invalid(problem: string, hint: string): Part {
  return { code: 'READ_INVALID', problem, hint };
}

function textContent(text: string): Content {
  return { type: 'text', text };
}
