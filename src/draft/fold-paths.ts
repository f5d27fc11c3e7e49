import { isObject } from '../base/json.ts';
import { groupBy } from '../base/group-by.ts';
import { isWord, looksLikeValue } from './looks-like-value.ts';
import type { Sample, Segment } from './sample.ts';
import { isPlural, toCamelCase, toSingular } from './words.ts';

/** A part of a path that is the same in all samples, or a parameter with what stood there. */
export type TemplatePart =
  { readonly literal: string } | { readonly parameter: string; readonly values: readonly string[] };

/** The samples of one path. */
export interface FoldedPath {
  /** `/books/{bookId}` */
  readonly template: string;
  readonly parts: readonly TemplatePart[];
  readonly samples: readonly Sample[];
}

/** Stands for a value while templates are compared; no segment can hold it. */
const hole = '\u0000';
/** So many neighbours that are answered alike are values, whatever they look like. */
const fewestAlike = 3;

/**
 * Folds the paths of samples into templates. A segment is a value where it looks like one (a number, a UUID, `bk_001`),
 * where a collection calls it a variable, and where it stands behind a plural and several others, or a value, are
 * answered in the same form there: `/users/jane`, `/users/bob`.
 */
export function foldPaths(samples: readonly Sample[]): FoldedPath[] {
  const keys = samples.map(({ path }) =>
    path.map((segment) => ('variable' in segment || looksLikeValue(segment.text) ? hole : segment.text)),
  );
  const longest = Math.max(0, ...keys.map(({ length }) => length));
  for (let at = 1; at < longest; at++) foldAlike(samples, keys, at);
  const groups = groupBy(
    samples.map((sample, index) => ({ sample, key: keys[index]! })),
    ({ key }) => key.join('/'),
  );
  return [...groups.values()].map((group) => {
    const own = group.map(({ sample }) => sample);
    const parts = nameParts(group[0]!.key, own);
    const template = `/${parts.map((part) => ('literal' in part ? encodeURI(part.literal) : `{${part.parameter}}`)).join('/')}`;
    return { template, parts, samples: own };
  });
}

function foldAlike(samples: readonly Sample[], keys: readonly string[][], at: number): void {
  const indexes = [...keys.keys()].filter((index) => keys[index]!.length > at && isPlural(keys[index]![at - 1]!));
  for (const neighbours of groupBy(indexes, (index) => keys[index]!.slice(0, at).join('/')).values()) {
    const byText = groupBy(neighbours, (index) => keys[index]![at]!);
    const formsOf = (own: readonly number[]): ReadonlySet<string> =>
      new Set(own.map((index) => formOf(samples[index]!, keys[index]!.slice(at + 1))));
    const forms = new Map([...byText].map(([text, own]) => [text, formsOf(own)]));
    const known = forms.get(hole);
    for (const [text, own] of byText) {
      if (text === hole || isWord(text)) continue;
      const mine = [...forms.get(text)!];
      if (mine.some((form) => form === '')) continue;
      const alike = [...forms].filter(([other, theirs]) => other !== hole && mine.every((form) => theirs.has(form)));
      const isValue = mine.every((form) => known?.has(form) === true) || alike.length >= fewestAlike;
      if (isValue) for (const index of own) keys[index]![at] = hole;
    }
  }
}

/** What is asked and what an answer looks like, in short; empty where that says too little to compare. */
function formOf({ method, response }: Sample, rest: readonly string[]): string {
  if (response?.body?.text === undefined || !response.body.mediaType.includes('json')) return '';
  try {
    const shape = shapeOf(JSON.parse(response.body.text), 0);
    return shape.length < 4 ? '' : `${method} ${rest.join('/')} ${response.status} ${shape}`;
  } catch {
    return '';
  }
}

function shapeOf(value: unknown, depth: number): string {
  if (depth > 3) return '';
  if (Array.isArray(value)) return `[${value.length === 0 ? '' : shapeOf(value[0], depth + 1)}]`;
  if (!isObject(value)) return '';
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${key}${shapeOf(value[key], depth + 1)}`)
    .join()}}`;
}

/** `/books/\0/reviews/\0` → `bookId`, `reviewId`, unless the collection has names for them. */
function nameParts(key: readonly string[], samples: readonly Sample[]): TemplatePart[] {
  const taken = new Set<string>();
  return key.map((text, at) => {
    if (text !== hole) return { literal: text };
    const segments = samples.map(({ path }): Segment => path[at]!);
    const written = segments.flatMap((segment) =>
      'variable' in segment ? segment.variable.replace(/^\$/, '') : [],
    )[0];
    const before = key.slice(0, at).findLast((part) => part !== hole && /[a-z]/i.test(part) && !isWord(part));
    const derived = before === undefined ? 'id' : `${toCamelCase(toSingular(before))}Id`;
    let parameter = written ?? derived;
    for (let count = 2; taken.has(parameter); count++) parameter = `${written ?? derived}${count}`;
    taken.add(parameter);
    return { parameter, values: segments.flatMap((segment) => ('text' in segment ? segment.text : [])) };
  });
}
