import { createHash } from 'node:crypto';
import { messageOf } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import type { Store } from '../../base/store.ts';
import type { Tool } from '../tool.ts';
import type { SearchEntry } from './entry.ts';
import { headingOf } from './fields.ts';
import type { Search } from './search.ts';
import { splitWords } from './words.ts';

/** Turns texts into vectors, one for each, in their order. */
export interface Embeddings {
  /** Vectors of another model are no use: it is part of what they are kept under. */
  readonly model: string;
  embed: (texts: readonly string[]) => Promise<readonly (readonly number[])[]>;
}

export interface HybridOptions {
  readonly words: Search;
  readonly embeddings: Embeddings;
  readonly store: Store;
  readonly logger: Logger;
  /** Milliseconds since the epoch. @default the system's clock */
  readonly now?: (() => number) | undefined;
}

/** Milliseconds for which nothing is asked for after a failure, so that not every question waits for the next one. */
const pause = 60_000;
/** Hits of each ranking that are put together. */
const depth = 50;
/** How little the first places count more than the next (Cormack, Clarke, Büttcher, "Reciprocal Rank Fusion", 2009). */
const fusion = 60;
/** Milliseconds that a vector is kept: thirty days. */
const lifetime = 30 * 24 * 3_600_000;

/**
 * A search by words and by meaning, whose rankings are put together by reciprocal rank fusion. Vectors of the tools are
 * made at the first question and kept in the store. Where no vectors can be had, the words alone answer; that is
 * logged once, and tried again a minute later.
 */
export function createHybridSearch(
  tools: readonly Tool[],
  entryOf: (tool: Tool) => SearchEntry,
  { words, embeddings, store, logger, now = Date.now }: HybridOptions,
): Search {
  let vectors: Promise<readonly Float32Array[]> | undefined;
  let [isWarned, resumeAt] = [false, 0];
  return async (question, options = {}) => {
    const { limit = 10, accepts = () => true } = options;
    const byWords = await words(question, { ...options, limit: Math.max(depth, limit) });
    if (now() < resumeAt) return byWords.slice(0, limit);
    try {
      vectors ??= embedTools(tools.map(entryOf).map(textOf), embeddings, store);
      const [known, [asked]] = await Promise.all([vectors, embeddings.embed([question])]);
      const target = normalize(asked ?? []);
      const byMeaning = known
        .map((vector, index) => ({ item: tools[index]!, score: dot(vector, target) }))
        .filter(({ item }) => accepts(item))
        .sort((one, other) => other.score - one.score)
        .slice(0, depth);
      return fuse([byWords, byMeaning]).slice(0, limit);
    } catch (error) {
      vectors = undefined;
      resumeAt = now() + pause;
      if (!isWarned)
        logger.warn(`operations are found by words alone: ${messageOf(error)}`, { model: embeddings.model });
      isWarned = true;
      return byWords.slice(0, limit);
    }
  };
}

type Ranking = Awaited<ReturnType<Search>>;

function fuse(rankings: readonly Ranking[]): Ranking {
  const scores = new Map<Tool, number>();
  for (const ranking of rankings)
    for (const [place, { item }] of ranking.entries())
      scores.set(item, (scores.get(item) ?? 0) + 1 / (fusion + place + 1));
  return [...scores].map(([item, score]) => ({ item, score })).sort((one, other) => other.score - one.score);
}

/** What is turned into a vector: what the operation does, in the words of the document. */
function textOf(entry: SearchEntry): string {
  const { name, tags, method, path, description } = entry;
  const about = [headingOf(entry), splitWords(name).join(' '), tags.join(', '), description.slice(0, 300)];
  return `${about.filter((part) => part !== '').join('. ')} (${method} ${path})`;
}

async function embedTools(
  texts: readonly string[],
  { model, embed }: Embeddings,
  store: Store,
): Promise<readonly Float32Array[]> {
  const keys = texts.map((text) => `embedding:${createHash('sha256').update(`${model}\n${text}`).digest('base64url')}`);
  const kept = await Promise.all(keys.map((key) => store.get(key)));
  const missing = texts.flatMap((_, index) => (kept[index] === undefined ? [index] : []));
  const made = missing.length === 0 ? [] : await embed(missing.map((index) => texts[index]!));
  const vectors = kept.map((text) => (text === undefined ? new Float32Array() : unpack(text)));
  for (const [place, index] of missing.entries()) {
    vectors[index] = normalize(made[place] ?? []);
    await store.set(keys[index]!, pack(vectors[index]), lifetime);
  }
  return vectors;
}

function normalize(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return Float32Array.from(vector, (value) => value / length);
}

function dot(one: Float32Array, other: Float32Array): number {
  if (one.length !== other.length) throw new Error('the model answered with vectors of different lengths');
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += one[index]! * other[index]!;
  return sum;
}

function pack(vector: Float32Array): string {
  return JSON.stringify(Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64'));
}

function unpack(text: string): Float32Array {
  const bytes = Buffer.from(JSON.parse(text) as string, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
