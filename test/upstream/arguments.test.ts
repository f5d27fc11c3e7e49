import { beforeAll, describe, expect, test } from '@jest/globals';
import { ExactNumber } from '../../src/base/exact-number.ts';
import type { Json } from '../../src/base/json.ts';
import type { Tool } from '../../src/catalog/tool.ts';
import { checkArguments } from '../../src/upstream/arguments.ts';
import { bodyTool, toolOf } from './support/tool.ts';

const schemas = {
  Card: {
    type: 'object',
    required: ['kind', 'number'],
    properties: { kind: { const: 'card' }, number: { type: 'string' } },
  },
  Invoice: {
    type: 'object',
    required: ['kind', 'due'],
    properties: { kind: { const: 'invoice' }, due: { type: 'string', format: 'date' } },
  },
  Tree: {
    type: 'object',
    properties: { name: { type: 'string' }, below: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
  },
};

const order = {
  type: 'object',
  required: ['title', 'lines'],
  additionalProperties: false,
  properties: {
    title: { type: 'string', minLength: 2 },
    note: { type: 'string' },
    size: { type: 'string', enum: ['small', 'medium', 'large'] },
    amount: { type: 'number', minimum: 0 },
    big: { type: 'integer', format: 'int64' },
    lines: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' }, count: { type: 'integer' } } },
    },
    payment: { oneOf: [{ $ref: '#/components/schemas/Card' }, { $ref: '#/components/schemas/Invoice' }] },
    value: { anyOf: [{ type: 'integer' }, { type: 'boolean' }] },
    maybe: { anyOf: [{ $ref: '#/components/schemas/Card' }, { type: 'null' }] },
    tree: { $ref: '#/components/schemas/Tree' },
    even: { oneOf: [{ type: 'integer' }, { multipleOf: 2 }] },
    tags: { type: 'array', items: { type: 'string' } },
  },
};

const parameters = [
  { name: 'id', in: 'path', required: true, schema: { type: 'integer', format: 'int64' } },
  { name: 'filter[status]', in: 'query', schema: { type: 'string', enum: ['open', 'closed'] } },
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100 } },
  { name: 'price', in: 'query', schema: { type: 'number' } },
  { name: 'deep', in: 'query', schema: { type: 'boolean' } },
  { name: 'code', in: 'query', schema: { type: 'string', pattern: '^[A-Z]{3}$' } },
  { name: 'ids', in: 'query', schema: { type: 'array', items: { type: 'integer' } } },
  { name: 'nothing', in: 'query', schema: { type: ['string', 'null'] } },
  {
    name: 'json',
    in: 'query',
    content: { 'application/json': { schema: { type: 'object', properties: { n: { type: 'integer' } } } } },
  },
];

let tool: Tool;
beforeAll(async () => {
  tool = await toolOf(
    { parameters, requestBody: { content: { 'application/json': { schema: order } } } },
    { path: '/orders/{id}', method: 'put', root: { components: { schemas } } },
  );
});

const lines = [{ sku: 'a' }];

async function problemsOf(args: unknown): Promise<readonly string[]> {
  const checked = await checkArguments(tool, args);
  if (checked.ok) throw new Error('the arguments were accepted');
  return checked.problems;
}

describe('messages', () => {
  test.each<[unknown, string[]]>([
    [{}, ['id: is required (an integer (int64)).']],
    [undefined, ['id: is required (an integer (int64)).']],
    [[1], ['Arguments must be an object, got an array of 1.']],
    ['x', ['Arguments must be an object, got the string "x".']],
    [{ id: 'seven' }, ['id: expected an integer (int64); got the string "seven".']],
    [{ id: 1.5 }, ['id: expected an integer (int64); got the number 1.5.']],
    [{ id: 1, limit: 500 }, ['limit: expected a number <= 100; got the number 500.']],
    [{ id: 1, limt: 5 }, ['limt: there is no such argument. Did you mean limit?']],
    [
      { id: 1, filter_status: 'opn' },
      ['filter_status: expected one of "open", "closed"; got the string "opn". Did you mean "open"?'],
    ],
    [{ id: 1, code: 'abc' }, ['code: expected a text that matches ^[A-Z]{3}$; got the string "abc".']],
    [{ id: 1, body: { lines } }, ['body.title: is required (a string).']],
    [
      { id: 1, body: { title: 'ab', lines: [{ sku: 'a' }, { count: 1 }] } },
      ['body.lines[1].sku: is required (a string).'],
    ],
    [{ id: 1, body: { title: 'ab', lines: [] } }, ['body.lines: expected at least 1 elements; got an array of 0.']],
    [{ id: 1, body: { title: 'a', lines } }, ['body.title: expected at least 2 characters; got the string "a".']],
    [
      { id: 1, body: { title: 'ab', lines, amont: 1 } },
      ['body.amont: there is no such property. Did you mean amount?'],
    ],
    [{ id: null }, ['id: expected an integer (int64); got null.']],
  ])('%j', async (args, problems) => {
    expect(await problemsOf(args)).toEqual(problems);
  });

  test('several at once, but not a wall of them', async () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`zzz${index}qqq`, 1]));
    const problems = await problemsOf({ id: 1, ...many });
    expect(problems).toHaveLength(9);
    expect(problems.at(-1)).toBe('… and 12 more.');
  });

  test('a long value is cut', async () => {
    const [problem] = await problemsOf({ id: 'x'.repeat(1000) });
    expect(problem!.length).toBeLessThan(150);
  });
});

describe('unions', () => {
  const body = (more: object): object => ({ id: 1, body: { title: 'ab', lines, ...more } });

  test.each<[object, string[]]>([
    [{ payment: { kind: 'card' } }, ['body.payment.number: is required (a string).']],
    [
      { payment: { kind: 'invoice', due: 7.5e300 } },
      ['body.payment.due: expected a string (date); got the number 7.5e+300.'],
    ],
    [
      { payment: { kind: 'crd', number: '1' } },
      ['body.payment.kind: expected one of "card", "invoice"; got the string "crd". Did you mean "card"?'],
    ],
    [{ payment: 'cash' }, ['body.payment: expected an object; got the string "cash".']],
    [{ value: 'many' }, ['body.value: expected an integer, or a boolean; got the string "many".']],
    [{ maybe: { kind: 'card' } }, ['body.maybe.number: is required (a string).']],
    [{ maybe: 7.5 }, ['body.maybe: expected an object, or null; got the number 7.5.']],
    [{ even: 2 }, ['body.even: matches 2 alternatives at once; it must match exactly one.']],
    [
      { tree: { below: [{ below: [{ name: {} }] }] } },
      ['body.tree.below[0].below[0].name: expected a string; got an object.'],
    ],
    [
      { payment: { kind: 'card' }, size: 'tiny' },
      [
        'body.size: expected one of "small", "medium", "large"; got the string "tiny".',
        'body.payment.number: is required (a string).',
      ],
    ],
  ])('%j', async (more, problems) => {
    expect(await problemsOf(body(more))).toEqual(problems);
  });
});

describe('repairs', () => {
  const repaired = async (args: object): Promise<[unknown, readonly string[]]> => {
    const checked = await checkArguments(tool, args);
    if (!checked.ok) throw new Error(checked.problems.join('\n'));
    return [checked.args, checked.repairs];
  };
  const rest = { title: 'ab', lines };

  test.each<[object, object, string[]]>([
    [{ id: '7' }, { id: 7 }, ['id: the string "7" was taken as the number 7']],
    [{ id: ' 7 ' }, { id: 7 }, ['id: the string " 7 " was taken as the number 7']],
    [{ id: 1, deep: 'True' }, { id: 1, deep: true }, ['deep: the string "True" was taken as the boolean true']],
    [{ id: 1, limit: null }, { id: 1 }, ['limit: null was taken as left out']],
    [
      { id: 1, 'filter[status]': 'open' },
      { id: 1, filter_status: 'open' },
      ['filter[status] was taken as filter_status'],
    ],
    [{ id: 1, ids: '[1, 2]' }, { id: 1, ids: [1, 2] }, ['ids: the string "[1, 2]" was taken as an array of 2']],
    [{ id: 1, ids: 3 }, { id: 1, ids: [3] }, ['ids: the number 3 was taken as an array of 1']],
    [{ id: 1, ids: ['1', 2] }, { id: 1, ids: [1, 2] }, ['ids[0]: the string "1" was taken as the number 1']],
    [
      { id: 1, body: JSON.stringify(rest) },
      { id: 1, body: rest },
      [expect.stringContaining('was taken as an object') as unknown as string],
    ],
    [
      { id: 1, body: { ...rest, lines: '[{"sku":"a","count":"2"}]' } },
      { id: 1, body: { ...rest, lines: [{ sku: 'a', count: 2 }] } },
      [expect.anything() as unknown as string, expect.anything() as unknown as string],
    ],
    [
      { id: 1, body: { ...rest, note: 5 } },
      { id: 1, body: { ...rest, note: '5' } },
      ['body.note: the number 5 was taken as the string "5"'],
    ],
    [{ id: 1, body: { ...rest, note: null } }, { id: 1, body: rest }, ['body.note: null was taken as left out']],
    [
      { id: 1, body: { ...rest, tags: 'one' } },
      { id: 1, body: { ...rest, tags: ['one'] } },
      ['body.tags: the string "one" was taken as an array of 1'],
    ],
    [
      { id: 1, body: { ...rest, value: '5' } },
      { id: 1, body: { ...rest, value: 5 } },
      ['body.value: the string "5" was taken as the number 5'],
    ],
    [
      { id: 1, body: { ...rest, value: 'true' } },
      { id: 1, body: { ...rest, value: true } },
      ['body.value: the string "true" was taken as the boolean true'],
    ],
    [
      { id: 1, body: { ...rest, payment: '{"kind":"card","number":"4"}' } },
      { id: 1, body: { ...rest, payment: { kind: 'card', number: '4' } } },
      [expect.anything() as unknown as string],
    ],
  ])('%j', async (given, args, repairs) => {
    const copy = structuredClone(given);
    expect(await repaired(given)).toEqual([args, repairs]);
    expect(given).toEqual(copy);
  });

  test.each<[object]>([
    [{ id: 1, code: 'ABC', nothing: null }],
    [{ id: 1, nothing: '5' }],
    [{ id: 1, body: { ...rest, note: '{"a":1}' } }],
    [{ id: 1, body: { ...rest, note: 'true', title: '12' } }],
    [{ id: 1, body: { ...rest, maybe: null } }],
    [{ id: 1, body: { ...rest, value: 5 } }],
  ])('nothing is changed in %j, which is right', async (args) => {
    expect(await repaired(args)).toEqual([args, []]);
  });

  test.each<[object, string]>([
    [{ id: '1.5' }, 'id'],
    [{ id: '0x10' }, 'id'],
    [{ id: '' }, 'id'],
    [{ id: 1, deep: 'yes' }, 'deep'],
    [{ id: 1, code: 12_345_678_901_234_567_000 }, 'code'],
    [{ id: 1, body: { ...rest, note: 12_345_678_901_234_567_000 } }, 'body.note'],
    [{ id: 1, body: { ...rest, tags: 'one,two' } }, 'body.tags'],
    [{ id: 1, ids: '1,2' }, 'ids'],
    [{ id: 1, body: '{"title": ' }, 'body'],
    [{ id: 1, body: { ...rest, title: null } }, 'body.title'],
  ])('%j is not guessed at', async (args, path) => {
    const problems = await problemsOf(args);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${path.replaceAll('.', '\\.')}: expected`));
  });

  test('a repair that settles nothing is not told as one', async () => {
    expect(await problemsOf({ id: 1, body: { ...rest, payment: { kind: 'card', number: [] } } })).toEqual([
      'body.payment.number: expected a string; got an array of 0.',
    ]);
  });

  test('null in a merge patch means to remove, and is not taken away', async () => {
    const patch = await bodyTool({
      'application/merge-patch+json': { schema: { type: 'object', properties: { note: { type: 'string' } } } },
    });
    expect(await checkArguments(patch, { body: { note: null } })).toMatchObject({ ok: false });
  });
});

describe('numbers that no double holds', () => {
  test.each<[object, object]>([
    [{ id: '9007199254740993' }, { id: '9007199254740993' }],
    [{ id: '-9223372036854775808' }, { id: '-9223372036854775808' }],
    [
      { id: 1, ids: ['9007199254740993', '7'] },
      { id: 1, ids: ['9007199254740993', 7] },
    ],
    [
      { id: 1, price: '1.10' },
      { id: 1, price: '1.10' },
    ],
    [
      { id: 1, price: '0.1234567890123456789' },
      { id: 1, price: '0.1234567890123456789' },
    ],
  ])('%j goes into a parameter digit by digit', async (given, args) => {
    expect(await checkArguments(tool, given)).toMatchObject({ ok: true, args });
  });

  test.each<[object, object, string]>([
    [
      { id: 1, body: { title: 'ab', lines, big: '9007199254740993' } },
      { id: 1, body: { title: 'ab', lines, big: new ExactNumber('9007199254740993') } },
      'body.big: the string "9007199254740993" was taken as the number 9007199254740993',
    ],
    [
      { id: 1, body: { title: 'ab', lines: [{ sku: 'a', count: '-9223372036854775808' }] } },
      { id: 1, body: { title: 'ab', lines: [{ sku: 'a', count: new ExactNumber('-9223372036854775808') }] } },
      'body.lines[0].count: the string "-9223372036854775808" was taken as the number -9223372036854775808',
    ],
    [
      { id: 1, json: { n: '9007199254740993' } },
      { id: 1, json: { n: new ExactNumber('9007199254740993') } },
      'json.n: the string "9007199254740993" was taken as the number 9007199254740993',
    ],
  ])('%j goes into JSON digit by digit', async (given, args, told) => {
    expect(await checkArguments(tool, given)).toEqual({ ok: true, args, repairs: [told] });
  });

  const exact = (text: string): ExactNumber => new ExactNumber(text);

  test.each<[object, object]>([
    [
      { title: 'ab', lines, amount: '0.1234567890123456789' },
      { title: 'ab', lines, amount: exact('0.1234567890123456789') },
    ],
    [
      { title: 'ab', lines, amount: '1.10' },
      { title: 'ab', lines, amount: exact('1.10') },
    ],
    [
      { title: 'ab', lines, amount: exact('1.10') },
      { title: 'ab', lines, amount: exact('1.10') },
    ],
    [
      { title: 'ab', lines, big: exact('9007199254740993') },
      { title: 'ab', lines, big: exact('9007199254740993') },
    ],
    // Where a text is wanted it is the text that was written.
    [
      { title: exact('1.10'), lines },
      { title: '1.10', lines },
    ],
    [
      { title: exact('9007199254740993'), lines },
      { title: '9007199254740993', lines },
    ],
  ])('%j in a body', async (body, sent) => {
    expect(await checkArguments(tool, { id: 1, body })).toMatchObject({ ok: true, args: { id: 1, body: sent } });
  });

  test('in a body that is given as text, other repairs included', async () => {
    const body = '{"title":"ab","lines":[{"sku":"a","count":"2"}],"big":9007199254740993,"amount":1.10}';
    const args = {
      title: 'ab',
      lines: [{ sku: 'a', count: 2 }],
      big: exact('9007199254740993'),
      amount: exact('1.10'),
    };
    expect(await checkArguments(tool, { id: 1, body })).toMatchObject({ ok: true, args: { body: args } });
    expect(await checkArguments(tool, { id: 1, json: '{"n":9007199254740993}' })).toMatchObject({
      args: { json: { n: exact('9007199254740993') } },
    });
  });

  test('as parameters, under their wire names and alone for a list too', async () => {
    expect(await checkArguments(tool, { id: exact('9007199254740993'), price: exact('1.10') })).toMatchObject({
      args: { id: exact('9007199254740993'), price: exact('1.10') },
    });
    expect(await checkArguments(tool, { id: 1, ids: exact('9007199254740993') })).toMatchObject({
      args: { ids: [exact('9007199254740993')] },
    });
  });

  test('a number that only rounding makes an integer is none', async () => {
    const [problem] = await problemsOf({ id: 1, body: { title: 'ab', lines, big: '9007199254740993.5' } });
    expect(problem).toContain('body.big: expected');
  });
});

describe('examples', () => {
  const property: readonly Json[] = [
    { type: 'string', minLength: 12 },
    { type: 'string', maxLength: 2 },
    { type: 'string', pattern: '^[A-Z]{3}$' },
    { type: 'string', pattern: '^\\d{8}$', minLength: 8 },
    { type: 'string', format: 'uuid' },
    { type: 'string', enum: ['a', 'b'] },
    { type: 'integer', minimum: 10 },
    { type: 'integer', maximum: -3 },
    { type: 'integer', exclusiveMinimum: 10, multipleOf: 7 },
    { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    { type: 'number', multipleOf: 0.5, minimum: 3.2 },
    { type: 'array', minItems: 3, uniqueItems: true, items: { type: 'integer' } },
    { type: 'array', minItems: 2, items: { enum: ['x', 'y', 'z'] }, uniqueItems: true },
    { type: 'array', prefixItems: [{ type: 'string' }, { type: 'boolean' }], items: false, minItems: 2 },
    { type: 'object', required: ['a'], properties: { a: { type: 'string' } }, anyOf: [{ required: ['b'] }] },
    {
      allOf: [
        { type: 'object', required: ['a'], properties: { a: { const: 1 } } },
        { type: 'object', required: ['b'] },
      ],
    },
    { oneOf: [{ type: 'object', required: ['k'], properties: { k: { const: 'x' } } }, { type: 'string' }] },
    { type: 'object', minProperties: 1, properties: { a: { type: 'integer' } } },
    { type: 'string', examples: ['not', 'a number'], minLength: 5 },
    { type: ['null', 'boolean'] },
    { anyOf: [{ type: 'null' }, { type: 'integer' }] },
  ];

  test.each(property.map((schema) => [schema]))('for %j is itself valid', async (schema) => {
    const one = await bodyTool({
      'application/json': { schema: { type: 'object', required: ['p'], properties: { p: schema } } },
    });
    const refused = await checkArguments(one, { body: 7 });
    if (refused.ok || refused.example === undefined) throw new Error('there is no example');
    expect(await checkArguments(one, refused.example)).toEqual({ ok: true, args: refused.example, repairs: [] });
  });

  test('a file has content', async () => {
    const form = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } };
    expect(await checkArguments(await bodyTool({ 'multipart/form-data': { schema: form } }), {})).toMatchObject({
      example: { body: { file: { text: expect.any(String) } } },
    });
  });

  test('none is better than a wrong one', async () => {
    const impossible = await bodyTool({ 'application/json': { schema: { type: 'string', pattern: '^(?!)$' } } });
    expect(await checkArguments(impossible, {})).toMatchObject({ ok: false, example: undefined });
  });

  test('recursion ends', async () => {
    const node = { type: 'object', required: ['next'], properties: { next: { $ref: '#/components/schemas/Node' } } };
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } };
    const endless = await toolOf(
      { requestBody: { required: true, content } },
      { method: 'post', root: { components: { schemas: { Node: node } } } },
    );
    expect(await checkArguments(endless, {})).toMatchObject({ ok: false });
  });
});

test('names that every object has are names like others', async () => {
  const odd = await toolOf({ parameters: [{ name: 'constructor', in: 'query', schema: { type: 'string' } }] });
  expect(await checkArguments(odd, { constructor: 'x' })).toMatchObject({ ok: true, args: { constructor: 'x' } });
  expect(await checkArguments(odd, {})).toEqual({ ok: true, args: {}, repairs: [] });
  expect(await checkArguments(odd, JSON.parse('{"__proto__": {"constructor": 1}}'))).toMatchObject({ ok: false });
});
