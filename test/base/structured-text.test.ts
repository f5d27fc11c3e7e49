import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defaultTextLimits, parseText, surveyTree } from '../../src/base/structured-text.ts';
import { failureOf } from '../spec/fixture.ts';

const limits = { depth: 20, nodes: 1000, aliases: 10 };
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const nestedYaml = (depth: number): string =>
  Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:\n`)
    .join('')
    .trimEnd() + ' 1';

/** Reads a text as a document is read: parsed, then surveyed. */
async function read(text: string, bounds = limits): Promise<unknown> {
  const value = await parseText(text, 'api.yaml', bounds);
  surveyTree(value, 'api.yaml', bounds);
  return value;
}

describe('values', () => {
  // YAML 1.2.2, 10.3.2, core schema: what 1.1 makes of dates, octals, sexagesimals and yes/no is text or another number.
  test.each<[string, unknown]>([
    ['2020-01-01', '2020-01-01'],
    ['2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z'],
    ['12:30:45', '12:30:45'],
    ['010', 10],
    ['0o10', 8],
    ['0x1F', 31],
    ['1_000', '1_000'],
    ['0b11', '0b11'],
    ['yes', 'yes'],
    ['No', 'No'],
    ['on', 'on'],
    ['off', 'off'],
    ['y', 'y'],
    ['true', true],
    ['False', false],
    ['~', null],
    ['null', null],
    ['', null],
    ['1.50', 1.5],
    ['1e3', 1000],
    ['.inf', Infinity],
    ['1.2.3', '1.2.3'],
    ['"2"', '2'],
    ["'on'", 'on'],
  ])('%s is %p', async (written, value) => {
    expect(await read(`key: ${written}\n`)).toEqual({ key: value });
  });

  test.each<[string, string, unknown]>([
    ['JSON', '{"a": [1, {"b": null}]}', { a: [1, { b: null }] }],
    ['JSON after a byte order mark', '\uFEFF{"a": 1}', { a: 1 }],
    ['YAML after a byte order mark', '\uFEFFa: 1', { a: 1 }],
    ['JSON with a trailing comma', '{"a": [1, 2,],}', { a: [1, 2] }],
    ['JSON with a comment of YAML', '{"a": 1} # note', { a: 1 }],
    ['equal keys in JSON: the last counts', '{"a": 1, "a": 2}', { a: 2 }],
    ['equal keys in YAML: the last counts', 'a: 1\nb: 0\na: 2\n', { a: 2, b: 0 }],
    ['numeric keys', 'responses:\n  200: ok\n  404: none\n', { responses: { 200: 'ok', 404: 'none' } }],
    ['a YAML flow mapping', '{openapi: 3.1.0, info: {title: T}}', { openapi: '3.1.0', info: { title: 'T' } }],
    ['a document with markers', '%YAML 1.2\n---\na: 1\n...\n', { a: 1 }],
    ['carriage returns', 'a:\r\n  b: 1\r\n', { a: { b: 1 } }],
    ['merge keys', 'x: &x {a: 1, b: 1}\ny: {<<: *x, b: 2}\n', { x: { a: 1, b: 1 }, y: { a: 1, b: 2 } }],
    [
      'several merged maps: the first that has a key',
      'x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz: {<<: [*x, *y]}\n',
      { x: { a: 1 }, y: { a: 2, b: 2 }, z: { a: 1, b: 2 } },
    ],
    [
      'tags of other tools',
      'a: !!timestamp 2020-01-01\nb: !secret x\nc: !!set {d}\n',
      { a: '2020-01-01', b: 'x', c: { d: null } },
    ],
  ])('%s', async (_, text, value) => {
    expect(await read(text)).toEqual(value);
  });

  test('keys of the prototype are keys like others', async () => {
    for (const text of ['{"__proto__": {"a": 1}}', '__proto__:\n  a: 1\n']) {
      const value = (await read(text)) as object;
      expect(Object.keys(value)).toEqual(['__proto__']);
      expect((value as { a?: unknown }).a).toBeUndefined();
    }
  });

  test('what JSON.parse reads has the value that JSON.parse gives it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ noUnicodeString: false }), fc.nat(4), async (json, indent) => {
        const text = JSON.stringify(JSON.parse(json) as unknown, null, indent);
        expect(await parseText(text, 'api.json')).toEqual(JSON.parse(text));
        expect(await parseText(`\uFEFF \n${json}`, 'api.json')).toEqual(JSON.parse(json));
      }),
    );
  });

  test.each(['1e400', '"\\ud800"', '-0', '"a\\/b"', ' true ', '{"a":1e400}', '"\\u0000"'])('%s too', async (json) => {
    expect(await parseText(json, 'api.json')).toEqual(JSON.parse(json));
  });
});

describe('bounds', () => {
  const bomb = ['a0: &a0 [x, x, x]', ...Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`)];

  test.each<[string, string]>([
    ['JSON as deep as allowed', nested(limits.depth)],
    ['YAML as deep as allowed', nestedYaml(limits.depth)],
    ['as many aliases as allowed', `a: &a 1\nb: [${Array(limits.aliases).fill('*a').join(', ')}]`],
    ['as many values as allowed', JSON.stringify(Array(limits.nodes - 1).fill(0))],
  ])('%s is read', async (_, text) => {
    await expect(read(text)).resolves.toBeDefined();
  });

  test.each<[string, string, string, Partial<typeof limits>]>([
    ['JSON that is too deep', nested(limits.depth + 1), 'SPEC_TOO_DEEP', {}],
    ['JSON that is deeper than any stack', nested(200_000), 'SPEC_TOO_DEEP', {}],
    ['YAML that is too deep', nestedYaml(limits.depth + 1), 'SPEC_TOO_DEEP', {}],
    ['YAML flow that is deeper than any stack', `a: ${nested(200_000)}`, 'SPEC_TOO_DEEP', {}],
    ['an alias that contains itself', 'a: &a\n  b: *a\n', 'SPEC_TOO_DEEP', {}],
    ['lists that contain themselves twice', '&a [*a, *a]', 'SPEC_TOO_DEEP', {}],
    ['too many values', JSON.stringify(Array(limits.nodes).fill(0)), 'SPEC_TOO_MANY_NODES', {}],
    [
      'too many texts',
      JSON.stringify(Object.fromEntries(Array.from({ length: limits.nodes }, (_, n) => [`k${n}`, 'x']))),
      'SPEC_TOO_MANY_NODES',
      {},
    ],
    ['too many aliases', `a: &a 1\nb: [${Array(11).fill('*a').join(', ')}]`, 'SPEC_TOO_MANY_ALIASES', {}],
    ['a YAML bomb', bomb.join('\n'), 'SPEC_TOO_MANY_NODES', { aliases: 100 }],
    ['too many aliases beside an unknown tag', `${bomb.join('\n')}\nt: !x y`, 'SPEC_TOO_MANY_ALIASES', {}],
  ])('%s: refused', async (_, text, code, bounds) => {
    const error = await failureOf(read(text, { ...limits, ...bounds }));
    expect(error.code).toBe(code);
    expect(error.message).toContain('api.yaml');
    expect(error.hint).toBeTruthy();
  });

  test('the classic bomb, a billion values in ten lines, is refused at once by default', async () => {
    const lines = Array.from({ length: 9 }, (_, n) => `b${n + 1}: &b${n + 1} [${Array(10).fill(`*b${n}`).join(', ')}]`);
    const text = ['b0: &b0 [x, x, x, x, x, x, x, x, x, x]', ...lines].join('\n');
    const start = performance.now();
    expect((await failureOf(read(text, defaultTextLimits))).code).toBe('SPEC_TOO_MANY_NODES');
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('no document', () => {
  test.each([
    ['', 'SPEC_EMPTY'],
    [' \n\t\uFEFF', 'SPEC_EMPTY'],
    ['<!DOCTYPE html>\n<html></html>', 'SPEC_IS_HTML'],
    ['\n<html lang="en">', 'SPEC_IS_HTML'],
    ['<!-- generated --><html>', 'SPEC_IS_HTML'],
  ])('%p is %s', async (text, code) => {
    expect((await failureOf(read(text))).code).toBe(code);
  });

  test.each<[string, string, number, number]>([
    ['truncated JSON', '{\n  "a": 1,\n  "b": {', 3, 9],
    ['JSON without a colon', '{\n  "a" 1\n}', 2, 7],
    ['JSON without a comma', '{"a": 1\n "b": 2}', 2, 2],
    ['a value that YAML reserves', 'a: 1\nb: @x\n', 2, 4],
  ])('%s is refused at its place', async (_, text, line, column) => {
    const error = await failureOf(read(text));
    expect(error.code).toBe('SPEC_NOT_PARSEABLE');
    expect(error.location).toEqual({ file: 'api.yaml', line, column });
    expect(error.hint).toBeTruthy();
    expect(error.message).not.toContain('\n');
  });
});

describe('the survey', () => {
  test.each<[unknown, boolean]>([
    [{ a: { $ref: '#/b' } }, false],
    [{ a: { $ref: 'b.yaml' } }, true],
    [{ a: [{ $ref: '#/b' }, { $ref: 'https://example.com/' }, { $ref: '#/c' }] }, true],
    [{ $ref: { type: 'string' } }, false],
    [{ ref: 'b.yaml' }, false],
  ])('references to other files in %j: %p', (value, found) => {
    expect(surveyTree(value, 'api.json').hasExternalRefs).toBe(found);
  });

  test.each<[unknown, boolean]>([
    [{ a: { $id: 'x' } }, true],
    [{ a: { $anchor: 'x' } }, true],
    [{ a: { $dynamicAnchor: 'x' } }, true],
    [{ $self: '/x' }, true],
    [{ a: { $comment: 'x', id: 'y' } }, false],
  ])('names in %j: %p', (value, found) => {
    expect(surveyTree(value, 'api.json').hasNames).toBe(found);
  });
});
