import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { formatPointer, parsePointer } from '../../src/base/json-pointer.ts';
import { locate, type Position } from '../../src/base/locate.ts';

const json = `{
  "openapi": "3.1.0",
  "paths": {
    "/pets/{id}": {
      "parameters": [{ "name": "a" }, 5, [
        true ]],
      "a~b": { "x": null, "": 1 }
    }
  }
}`;

const yaml = `# a comment
openapi: 3.1.0
paths:
  /pets/{id}:
    parameters:
      - name: a
      - 5
    'a~b':
      200: ok
base: &base
  shared:
    deep: 1
use:
  alias: *base
  merged:
    <<: *base
    own: 2
twice: 1
twice: {inner: 2}
`;

async function place(text: string, pointer: string): Promise<Position | undefined> {
  return (await locate(text, [pointer])).get(pointer);
}

describe('the place of a pointer', () => {
  test.each([
    ['', 1, 1],
    ['/openapi', 2, 3],
    ['/paths/~1pets~1{id}', 4, 5],
    ['/paths/~1pets~1{id}/parameters', 5, 7],
    ['/paths/~1pets~1{id}/parameters/0', 5, 22],
    ['/paths/~1pets~1{id}/parameters/0/name', 5, 24],
    ['/paths/~1pets~1{id}/parameters/1', 5, 39],
    ['/paths/~1pets~1{id}/parameters/2', 5, 42],
    ['/paths/~1pets~1{id}/parameters/2/0', 6, 9],
    ['/paths/~1pets~1{id}/a~0b/x', 7, 16],
    ['/paths/~1pets~1{id}/a~0b/', 7, 27],
    // The nearest ancestor stands for what is not there.
    ['/paths/~1pets~1{id}/get/responses', 4, 5],
    ['/paths/~1pets~1{id}/parameters/9', 5, 7],
    ['/missing', 1, 1],
  ])('%p in JSON is %i:%i', async (pointer, line, column) => {
    expect(await place(json, pointer)).toEqual({ line, column });
  });

  test.each([
    ['/openapi', 2, 1],
    ['/paths/~1pets~1{id}', 4, 3],
    ['/paths/~1pets~1{id}/parameters', 5, 5],
    ['/paths/~1pets~1{id}/parameters/0', 6, 9],
    ['/paths/~1pets~1{id}/parameters/0/name', 6, 9],
    ['/paths/~1pets~1{id}/parameters/1', 7, 9],
    ['/paths/~1pets~1{id}/a~0b', 8, 5],
    ['/paths/~1pets~1{id}/a~0b/200', 9, 7],
    ['/paths/~1pets~1{id}/get', 4, 3],
    ['/use/alias', 14, 3],
    // What an alias or a merge key brings lies where it is written.
    ['/use/alias/shared/deep', 12, 5],
    ['/use/merged/shared', 11, 3],
    ['/use/merged/own', 17, 5],
    // The last of two equal keys is the one that counts.
    ['/twice', 19, 1],
    ['/twice/inner', 19, 9],
  ])('%p in YAML is %i:%i', async (pointer, line, column) => {
    expect(await place(yaml, pointer)).toEqual({ line, column });
  });

  test.each<[string, string, string, Position]>([
    ['a byte order mark is no column', '\uFEFF{"a": 1}', '/a', { line: 1, column: 2 }],
    ['nor in YAML', '\uFEFFa: 1', '/a', { line: 1, column: 1 }],
    ['carriage returns end one line', '{\r\n"a": 1,\r\n"b": 2}', '/b', { line: 3, column: 1 }],
    ['YAML may begin with a brace', '{openapi: 3.1.0,\n paths: {}}', '/paths', { line: 2, column: 2 }],
    ['the last of two equal keys', '{"a": 1,\n"a": {"b": 2}}', '/a/b', { line: 2, column: 7 }],
    ['a merge key that leads to itself ends', 'a: &a\n  <<: *a\n  b: 1\n', '/a/none', { line: 1, column: 1 }],
  ])('%s', async (_, text, pointer, position) => {
    expect(await place(text, pointer)).toEqual(position);
  });

  test('many pointers are found at once, a broken text gives what it can', async () => {
    const found = await locate(json, ['/openapi', '/paths', '/paths/none']);
    expect([...found.keys()].sort()).toEqual(['/openapi', '/paths', '/paths/none']);
    await expect(locate('"\u0000\uD800 [', ['/a'])).resolves.toBeInstanceOf(Map);
  });
});

interface Token {
  readonly text: string;
  readonly pointer?: string;
}

/** A document as tokens, each with the pointer that lies there: the naive way to know a place is to write it. */
function* tokensOf(value: unknown, steps: (string | number)[], isMember: boolean): Generator<Token> {
  const pointer = isMember ? {} : { pointer: formatPointer(steps) };
  if (Array.isArray(value)) {
    yield { text: '[', ...pointer };
    for (const [index, item] of value.entries()) {
      if (index > 0) yield { text: ',' };
      yield* tokensOf(item, [...steps, index], false);
    }
    yield { text: ']' };
  } else if (typeof value === 'object' && value !== null) {
    yield { text: '{', ...pointer };
    for (const [index, [key, member]] of Object.entries(value).entries()) {
      if (index > 0) yield { text: ',' };
      yield { text: JSON.stringify(key), pointer: formatPointer([...steps, key]) };
      yield { text: ':' };
      yield* tokensOf(member, [...steps, key], true);
    }
    yield { text: '}' };
  } else yield { text: JSON.stringify(value), ...pointer };
}

/** Writes tokens with white space between them and keeps where each pointer came to lie. */
function write(tokens: Iterable<Token>, spaces: readonly string[]): { text: string; places: Map<string, Position> } {
  const places = new Map<string, Position>();
  let text = '';
  let index = 0;
  for (const token of tokens) {
    text += spaces[index++ % spaces.length]!;
    const lines = text.split('\n');
    if (token.pointer !== undefined)
      places.set(token.pointer, { line: lines.length, column: lines.at(-1)!.length + 1 });
    text += token.text;
  }
  return { text, places };
}

const document = fc.object({
  // No backslash beside the quote: once it has met the one, JSON.parse of Node 24.21 reads the other as it in a key.
  key: fc.string({ unit: fc.constantFrom('a', 'b', '~', '/', '"', '0', 'é', ' ') }),
  values: [fc.string({ maxLength: 5 }), fc.integer(), fc.boolean(), fc.constant(null)],
  maxDepth: 4,
});
const spaces = fc.array(fc.constantFrom('', ' ', '\n', '\n  ', '\t', ' \n\n '), { minLength: 1, maxLength: 7 });

describe('every pointer of any document', () => {
  test('lies where a naive search finds it', async () => {
    await fc.assert(
      fc.asyncProperty(document, spaces, async (value, between) => {
        const { text, places } = write(tokensOf(value, [], false), between);
        expect(JSON.parse(text)).toEqual(value);
        expect(await locate(text, [...places.keys()])).toEqual(places);
      }),
    );
  });

  test('in YAML, a member lies at its key', async () => {
    const key = fc.stringMatching(/^[a-z]{1,4}$/);
    const tree = fc.dictionary(
      key,
      fc.oneof(fc.integer(), fc.dictionary(key, fc.array(fc.integer(), { maxLength: 3 }))),
    );
    await fc.assert(
      fc.asyncProperty(tree, async (value) => {
        fc.pre(Object.keys(value).length > 0);
        const text = stringify(value);
        const pointers = Object.entries(value).flatMap(([name, member]) =>
          [[name], ...(typeof member === 'object' ? Object.keys(member).map((below) => [name, below]) : [])].map(
            formatPointer,
          ),
        );
        const found = await locate(text, pointers);
        for (const pointer of pointers) {
          const { line, column } = found.get(pointer)!;
          const name = parsePointer(pointer).at(-1)!;
          expect(text.split('\n')[line - 1]!.slice(column - 1)).toMatch(new RegExp(`^(${name}|"${name}"):`));
        }
      }),
    );
  });
});
