import type { Caller } from '../../base/caller.ts';
import type { Json } from '../../base/json.ts';
import { type Content, notesMeta, type ToolResult } from '../../catalog/tool-result.ts';
import { addNotes } from './notes.ts';
import { cutFile } from './shape-file.ts';
import { cutJson, tokensOfText } from './shape-json.ts';
import { cutLines } from './shape-text.ts';
import type { Kept } from './shelf.ts';
import { estimateTokens } from '../../catalog/tokens.ts';

/** How much of a result a model is to see. */
interface Budget {
  readonly tokens: number;
  /** Characters of images and files in base64. */
  readonly fileBytes: number;
}

export interface ShapeOptions {
  readonly budget: Budget;
  readonly caller: Caller;
  /** The tool that it is a result of. */
  readonly tool: string;
  /** Keeps the whole, and gives the call that reads on in it; nothing where that is not possible. */
  readonly keep: (kept: Kept, caller: Caller) => Promise<ReadOn | undefined>;
  /** The structure was promised by an output schema: it is shortened, and nothing is put into it. @default false */
  readonly isPromised?: boolean;
}

/** The call that reads on in a result, as words: `read_result {"handle":"…","from":40}`. */
export type ReadOn = (where: Readonly<Record<string, Json>>) => string;

/** A part of a result as it is shown, and the sentence that says what was cut. */
export interface Shown {
  readonly content: readonly Content[];
  readonly structure?: Json;
  readonly note: string;
}

/** Tokens that are set aside for the sentence that says what was cut. */
const noteTokens = 160;

/**
 * A result within its budget. One that fits is handed on as it is. What is too large is cut with its structure kept, and
 * the whole can be read on by a handle. Sentences that stages before have left under `_meta` go where a model sees them.
 */
export async function shapeResult(result: ToolResult, options: ShapeOptions): Promise<ToolResult> {
  const { budget } = options;
  const { [notesMeta]: left, ...meta } = result._meta ?? {};
  const notes = [...((left ?? []) as readonly string[])];
  if (notes.length === 0 && fits(result.content, budget)) return result;
  const shares = shareTokens(result.content, budget.tokens - estimateTokens(notes.join(' ')));
  const content: Content[] = [];
  const { structuredContent, ...rest } = result;
  let structure = structuredContent;
  let fileRoom = budget.fileBytes;
  for (const [index, part] of result.content.entries()) {
    const share = shares[index]!;
    let shown: Shown | undefined;
    if (part.type !== 'text') {
      shown = await cutFile(part, fileRoom, options);
      if (!shown) fileRoom -= fileSize(part);
    } else if (share.wanted > share.tokens) {
      const room = share.tokens - noteTokens;
      const value = index === 0 ? structure : undefined;
      shown = (await cutJson(part.text, value, room, options)) ?? (await cutLines(part.text, room, options));
      if (index === 0) structure = shown.structure;
    }
    content.push(...(shown?.content ?? [part]));
    if (shown) notes.push(shown.note);
  }
  return told({ ...rest, content, _meta: meta }, structure, notes, options.isPromised === true);
}

/** Most results are small, and cost no more than this: a character counts as three tokens at most. */
function fits(content: readonly Content[], { tokens, fileBytes }: Budget): boolean {
  let characters = 0;
  let files = 0;
  for (const part of content) {
    if (part.type === 'text') characters += part.text.length;
    else files += fileSize(part);
  }
  if (files > fileBytes) return false;
  return characters * 3 < tokens || content.reduce((sum, part) => sum + tokensOf(part, tokens), 0) <= tokens;
}

/** A text of very many characters does not fit whatever it is made of: of that one a part tells how many tokens it has. */
function tokensOf(part: Content, budget: number): number {
  if (part.type !== 'text') return 0;
  return part.text.length > budget * 20 ? Math.max(budget + 1, tokensOfText(part.text)) : estimateTokens(part.text);
}

function fileSize(part: Exclude<Content, { type: 'text' }>): number {
  return part.type === 'resource' ? part.resource.blob.length : part.data.length;
}

/** Small parts get what they need, the large ones equal shares of the rest. */
function shareTokens(content: readonly Content[], tokens: number): { wanted: number; tokens: number }[] {
  const shares = content.map((part) => ({ wanted: tokensOf(part, tokens), tokens: 0 }));
  const bySize = [...shares].sort((one, other) => one.wanted - other.wanted);
  let left = tokens;
  bySize.forEach((share, index) => {
    share.tokens = Math.min(share.wanted, Math.floor(left / (bySize.length - index)));
    left -= share.tokens;
  });
  return shares;
}

/** The sentences within the structure, since that is all that some clients show a model; else as one more text. */
function told(
  result: ToolResult,
  structure: Json | undefined,
  notes: readonly string[],
  isPromised: boolean,
): ToolResult {
  const { content } = result;
  const noted = structure === undefined || isPromised || notes.length === 0 ? structure : addNotes(structure, notes);
  if (noted !== undefined && noted !== structure)
    return {
      ...result,
      content: [{ type: 'text', text: JSON.stringify(noted) }, ...content.slice(1)],
      structuredContent: noted,
    };
  const said = notes.map((text): Content => ({ type: 'text', text }));
  return { ...result, content: [...content, ...said], ...(noted === undefined ? {} : { structuredContent: noted }) };
}
