import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../src/base/json.ts';
import type { Tool } from '../../src/catalog/tool.ts';
import { ArgumentError } from '../../src/upstream/argument-error.ts';
import { buildRequest } from '../../src/upstream/request.ts';
import { toolOf } from './support/tool.ts';

/** How a style that OpenAPI 3.2.0, 4.12.5 describes is read back; nothing of ours is used in it. */
interface Reader {
  readonly style: string;
  readonly explode: boolean;
  /** Characters that mean something in the style and are not encoded in a value, so that it is not defined for them. */
  readonly undefinedFor?: RegExp;
  readonly list?: (text: string) => string[];
  readonly object?: (text: string) => [string, string][];
}

type Pairs = [string, string][];

const split = (text: string, separator: string): string[] => text.split(separator).map(decodeURIComponent);
const pairsOf = (texts: readonly string[]): Pairs =>
  texts.map((text) => text.split('=').map(decodeURIComponent) as [string, string]);
const twoByTwo = (texts: readonly string[]): Pairs =>
  texts.flatMap((text, index) => (index % 2 === 0 ? [[text, texts[index + 1]!] as [string, string]] : []));
const named = (text: string): string[] => text.split('&').map((pair) => pair.slice(pair.indexOf('=') + 1));

const inPath: readonly Reader[] = [
  { style: 'simple', explode: false, list: (text) => split(text, ','), object: (text) => twoByTwo(split(text, ',')) },
  { style: 'simple', explode: true, list: (text) => split(text, ','), object: (text) => pairsOf(text.split(',')) },
  {
    style: 'label',
    explode: false,
    list: (text) => split(text.slice(1), ','),
    object: (text) => twoByTwo(split(text.slice(1), ',')),
  },
  {
    style: 'label',
    explode: true,
    undefinedFor: /\./,
    list: (text) => split(text.slice(1), '.'),
    object: (text) => pairsOf(text.slice(1).split('.')),
  },
  {
    style: 'matrix',
    explode: false,
    list: (text) => split(text.slice(';v='.length), ','),
    object: (text) => twoByTwo(split(text.slice(';v='.length), ',')),
  },
  {
    style: 'matrix',
    explode: true,
    list: (text) =>
      split(text, ';')
        .slice(1)
        .map((pair) => pair.slice('v='.length)),
    object: (text) => pairsOf(text.split(';').slice(1)),
  },
];

const inQuery: readonly Reader[] = [
  {
    style: 'form',
    explode: true,
    list: (text) => named(text).map(decodeURIComponent),
    object: (text) => pairsOf(text.split('&')),
  },
  {
    style: 'form',
    explode: false,
    list: (text) => split(named(text)[0]!, ','),
    object: (text) => twoByTwo(split(named(text)[0]!, ',')),
  },
  // A blank or a bar in a value looks like the separator once it is encoded, so the styles are not defined for it.
  {
    style: 'spaceDelimited',
    explode: false,
    undefinedFor: / /,
    list: (text) => split(named(text)[0]!, '%20'),
    object: (text) => twoByTwo(split(named(text)[0]!, '%20')),
  },
  {
    style: 'pipeDelimited',
    explode: false,
    undefinedFor: /\|/,
    list: (text) => split(named(text)[0]!, '%7C'),
    object: (text) => twoByTwo(split(named(text)[0]!, '%7C')),
  },
  {
    style: 'deepObject',
    explode: true,
    undefinedFor: /[[\]]/,
    object: (text) => pairsOf(text.split('&')).map(([key, value]) => [/^v\[(.*)\]$/s.exec(key)![1]!, value]),
  },
];

const whole = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });

function sendable(tool: Tool, args: Readonly<Record<string, Json>>, baseUrl = 'https://x'): string | undefined {
  try {
    return buildRequest(tool, args, { baseUrl }).url;
  } catch (error) {
    if (error instanceof ArgumentError) return undefined;
    throw error;
  }
}

describe.each([
  ...inPath.map((reader) => ({ in: 'path', path: '/p/{v}', prefix: 'https://x/p/', ...reader })),
  ...inQuery.map((reader) => ({ in: 'query', path: '/p', prefix: 'https://x/p?', ...reader })),
])('$in, $style, explode $explode: what is read back is what was given', (reader) => {
  let tool: Tool;
  const { style, explode, prefix, undefinedFor } = reader;
  const text = whole.filter((given) => undefinedFor?.test(given) !== true);
  beforeAll(async () => {
    const parameters = [{ name: 'v', in: reader.in, required: true, style, explode, schema: {} }];
    tool = await toolOf({ parameters }, { path: reader.path });
  });

  const { list, object } = reader;
  if (list) {
    test('a list', () => {
      fc.assert(
        fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (v) => {
          const url = sendable(tool, { v });
          if (url !== undefined) expect(list(url.slice(prefix.length))).toEqual(v);
        }),
      );
    });
  }
  if (object) {
    test('an object', () => {
      fc.assert(
        fc.property(fc.dictionary(text, text, { minKeys: 1, maxKeys: 4 }), (v) => {
          const url = sendable(tool, { v });
          if (url !== undefined) expect(object(url.slice(prefix.length))).toEqual(Object.entries(v));
        }),
      );
    });
  }
});

describe('A server with a path and a query, and a template with both', () => {
  const baseUrl = 'https://api.example.com/a/b/?key=1#top';
  const scalar = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('..', '/', '?', '#', '&', '%2e'),
  );
  const value = fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 3 }),
    fc.dictionary(scalar, scalar, { maxKeys: 3 }),
  ) as fc.Arbitrary<Json>;

  test.each(inPath)('$style, explode $explode: no argument changes the route', async ({ style, explode }) => {
    const parameters = ['one', 'two'].map((name) => ({ name, in: 'path', required: true, style, explode, schema: {} }));
    const tool = await toolOf({ parameters }, { path: '/x/{one}/y?fixed=2&v={two}#part' });
    fc.assert(
      fc.property(value, value, (one, two) => {
        const url = sendable(tool, { one, two }, baseUrl);
        if (url === undefined) return;
        const { pathname, search, hash, origin } = new URL(url);
        const segments = pathname.split('/');
        expect([origin, hash, segments.length]).toEqual(['https://api.example.com', '', 6]);
        expect([...segments.slice(0, 4), segments[5]]).toEqual(['', 'a', 'b', 'x', 'y']);
        expect(search.split('&').slice(0, 2)).toEqual(['?key=1', 'fixed=2']);
        expect(search.split('&')).toHaveLength(3);
      }),
    );
  });
});
