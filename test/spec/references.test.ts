import { describe, expect, test } from '@jest/globals';
import { child, type Document, follow, type Node, resolve, rootNode } from '../../src/spec/document.ts';
import { listOperations } from '../../src/spec/operations.ts';
import { answering, answerSchema } from './answer.ts';
import { describeApi, type Files, load, operationsOf } from './fixture.ts';

const pet = { type: 'object', properties: { name: { type: 'string' } } };

function selfAnswering(schema: unknown, components: object): object {
  return answering(schema, { openapi: '3.2.0', $self: 'https://example.com/api/openapi', components });
}

describe('a reference leads to', () => {
  test.each<[string, unknown, object]>([
    ['a component', { $ref: '#/components/schemas/Pet' }, { components: { schemas: { Pet: pet } } }],
    [
      'a name with a slash and a tilde',
      { $ref: '#/components/schemas/a~1b~0c' },
      { components: { schemas: { 'a/b~c': pet } } },
    ],
    [
      'a percent-encoded name',
      { $ref: '#/components/schemas/Big%20Pet' },
      { components: { schemas: { 'Big Pet': pet } } },
    ],
    ['a percent-encoded escape', { $ref: '#/components/schemas/a%7E1b' }, { components: { schemas: { 'a/b': pet } } }],
    ['a name beyond ASCII', { $ref: '#/components/schemas/Größe' }, { components: { schemas: { Größe: pet } } }],
    [
      'the same, encoded',
      { $ref: '#/components/schemas/Gr%C3%B6%C3%9Fe' },
      { components: { schemas: { Größe: pet } } },
    ],
    [
      'a name with a percent sign, written as it is',
      { $ref: '#/components/schemas/100%' },
      { components: { schemas: { '100%': pet } } },
    ],
    [
      'a name that looks encoded',
      { $ref: '#/components/schemas/a%20b' },
      { components: { schemas: { 'a%20b': pet } } },
    ],
    [
      'an element of a list',
      { $ref: '#/components/schemas/Any/oneOf/1' },
      { components: { schemas: { Any: { oneOf: [{}, pet] } } } },
    ],
    [
      'a place in another operation',
      { $ref: '#/paths/~1cats~1{id}/get/responses/200/content/application~1json/schema' },
      {},
    ],
    [
      'another reference',
      { $ref: '#/components/schemas/A' },
      {
        components: {
          schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/C' }, C: pet },
        },
      },
    ],
    [
      'a place behind another reference',
      { $ref: '#/components/schemas/A/properties/pet' },
      {
        components: {
          schemas: {
            A: { $ref: '#/components/schemas/B' },
            B: { $ref: '#/components/schemas/C' },
            C: { properties: { pet } },
          },
        },
      },
    ],
    [
      'the same reference, passed twice on the way',
      { $ref: '#/components/schemas/A/properties/self/properties/pet' },
      {
        components: {
          schemas: {
            A: { $ref: '#/components/schemas/B' },
            B: { properties: { self: { $ref: '#/components/schemas/B' }, pet } },
          },
        },
      },
    ],
    ['an anchor', { $ref: '#pet' }, { components: { schemas: { Pet: { ...pet, $anchor: 'pet' } } } }],
    ['a dynamic anchor', { $ref: '#pet' }, { components: { schemas: { Pet: { ...pet, $dynamicAnchor: 'pet' } } } }],
    [
      'an $id',
      { $ref: 'https://example.com/schemas/pet' },
      { components: { schemas: { Pet: { ...pet, $id: 'https://example.com/schemas/pet' } } } },
    ],
    [
      'an $id that is relative',
      { $ref: 'schemas/pet' },
      { components: { schemas: { Pet: { ...pet, $id: 'schemas/pet' } } } },
    ],
    [
      'an $id that is a URN',
      { $ref: 'urn:example:pet' },
      { components: { schemas: { Pet: { ...pet, $id: 'urn:example:pet' } } } },
    ],
    [
      'an anchor below an $id',
      { $ref: 'https://example.com/a#pet' },
      { components: { schemas: { A: { $id: 'https://example.com/a', $defs: { P: { ...pet, $anchor: 'pet' } } } } } },
    ],
    [
      'a pointer below an $id',
      { $ref: 'https://example.com/a#/$defs/P' },
      { components: { schemas: { A: { $id: 'https://example.com/a', $defs: { P: pet } } } } },
    ],
    [
      'what the document calls itself (3.2)',
      { $ref: 'https://example.com/api#/components/schemas/Pet' },
      { openapi: '3.2.0', $self: 'https://example.com/api', components: { schemas: { Pet: pet } } },
    ],
  ])('%s', async (_, schema, rest) => {
    const api = answering(schema, rest) as { paths: Record<string, unknown> };
    api.paths['/cats/{id}'] = {
      parameters: [{ name: 'id', in: 'path', schema: { type: 'string' } }],
      get: { responses: { 200: { content: { 'application/json': { schema: pet } } } } },
    };
    const found = (await answerSchema({ 'openapi.json': api })) as object;
    expect(found).toMatchObject(pet);
  });

  // JSON Schema 2020-12, core, 8.2.1: an $id changes the base of the references below it.
  test.each<[string, string]>([
    ['its own base', '#/$defs/Local'],
    ['an anchor of that base, not of another', '#name'],
    ['a relative name of that base', 'other'],
    ['the file, as many write it although it means the base', '#/components/schemas/InFile'],
  ])('from below an $id: %s', async (_, $ref) => {
    const found = await answerSchema({
      'openapi.json': answering(
        { $ref: '#/components/schemas/Outer/properties/it' },
        {
          components: {
            schemas: {
              First: { $anchor: 'name', title: 'wrong' },
              Outer: {
                $id: 'https://example.com/schemas/outer',
                properties: { it: { $ref } },
                $defs: { Local: { title: 'right' }, Named: { $anchor: 'name', title: 'right' } },
              },
              Other: { $id: 'https://example.com/schemas/other', title: 'right' },
              InFile: { title: 'right' },
            },
          },
        },
      ),
    });
    expect(found).toMatchObject({ title: 'right' });
  });

  // OpenAPI 3.2.0, 4.1.2.2.1: relative references are relative to `$self`; where it is read from is another matter.
  test.each<[string, Files]>([
    [
      'to a file beside it, which calls itself so',
      {
        'openapi.json': selfAnswering({ $ref: './shared/foo.json#/components/schemas/Foo' }, {}),
        'shared/foo.json': {
          openapi: '3.2.0',
          $self: 'https://example.com/api/shared/foo.json',
          components: { schemas: { Foo: { $ref: '#/components/schemas/Bar' }, Bar: { title: 'right' } } },
        },
      },
    ],
    [
      'to a file elsewhere, which calls itself so, although another is where it might be',
      {
        'openapi.json': selfAnswering(
          { $ref: './foo.json#/components/schemas/Foo' },
          { schemas: { Known: { $ref: './lib/bar.json#/components/schemas/Foo' } } },
        ),
        'foo.json': { components: { schemas: { Foo: { title: 'wrong' } } } },
        'lib/bar.json': {
          openapi: '3.2.0',
          $self: 'https://example.com/api/foo.json',
          components: { schemas: { Foo: { title: 'right' } } },
        },
      },
    ],
    [
      'to itself by its name',
      {
        'openapi.json': selfAnswering(
          { $ref: 'openapi#/components/schemas/Foo' },
          { schemas: { Foo: { title: 'right' } } },
        ),
      },
    ],
    [
      'to an $id below it, which is relative to it too',
      {
        'openapi.json': selfAnswering(
          { $ref: 'https://example.com/api/foo' },
          { schemas: { Foo: { $id: 'foo', title: 'right' } } },
        ),
      },
    ],
  ])('from a document with $self: %s', async (_, files) => {
    expect(await answerSchema(files)).toMatchObject({ title: 'right' });
  });

  test('no name that only data has', async () => {
    const { diagnostics } = await operationsOf(
      describeApi({
        '/a': {
          get: {
            parameters: [{ $ref: '#here' }, { $ref: 'urn:here' }],
            'x-note': { $anchor: 'here', name: 'wrong', in: 'query' },
            responses: {
              default: { content: { 'a/b': { example: { $id: 'urn:here', name: 'wrong', in: 'query' } } } },
            },
          },
        },
      }),
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(['REF_NOT_FOUND', 'REF_UNREADABLE']);
  });
});

describe('several files', () => {
  test('refer to each other, each relative to itself', async () => {
    expect(
      await answerSchema({
        'api/openapi.yaml': 'openapi: 3.1.0\ninfo: {title: T, version: 1}\npaths:\n  /pets: {$ref: paths/pets.json}\n',
        'api/paths/pets.json': { get: { $ref: '../operations.yaml#/list' } },
        'api/operations.yaml': `list: {responses: {200: {$ref: 'parts/answers.json#/Ok'}}}`,
        'api/parts/answers.json': {
          Ok: { description: 'ok', content: { 'application/json': { schema: { $ref: './a%20b/schemas.json#/Pet' } } } },
        },
        'api/parts/a b/schemas.json': { Pet: { $ref: '#/defs/Pet' }, defs: { Pet: { $ref: '../../../api/pet.yaml' } } },
        'api/pet.yaml': 'type: object\nproperties: {name: {type: string}}\n',
      }),
    ).toEqual(pet);
  });

  test('are reached by a chain of nothing but references', async () => {
    expect(
      await answerSchema({
        'openapi.json': answering({ $ref: 'a.json#/X' }),
        'a.json': { X: { $ref: 'b.json#/X' } },
        'b.json': { X: { $ref: 'c.json#/X' } },
        'c.json': { X: pet },
      }),
    ).toEqual(pet);
  });

  test('are reached through a reference on the way', async () => {
    expect(
      await answerSchema({
        'openapi.json': answering({ $ref: '#/x-shared/Group/Pet' }, { 'x-shared': { Group: { $ref: 'group.json' } } }),
        'group.json': { Pet: { $ref: 'pet.json' } },
        'pet.json': pet,
      }),
    ).toEqual(pet);
  });

  test('are reached from places that only a reference leads to', async () => {
    expect(
      await answerSchema({
        'openapi.json': answering({ $ref: '#/x-schemas/Pet' }, { 'x-schemas': { Pet: { $ref: 'pet.json' } } }),
        'pet.json': pet,
      }),
    ).toEqual(pet);
  });

  test('may hold whole maps: paths, schemas', async () => {
    expect(
      await answerSchema({
        'openapi.json': {
          openapi: '3.0.3',
          paths: { $ref: 'paths.json' },
          components: { schemas: { $ref: 'schemas.json' } },
        },
        'paths.json': (answering({ $ref: 'openapi.json#/components/schemas/Pet' }) as { paths: unknown }).paths,
        'schemas.json': { Pet: { $ref: 'pet.json' } },
        'pet.json': pet,
      }),
    ).toEqual(pet);
  });

  test('may refer back to the document', async () => {
    expect(
      await answerSchema({
        'openapi.json': answering({ $ref: 'a.json' }, { components: { schemas: { Pet: pet } } }),
        'a.json': { $ref: 'openapi.json#/components/schemas/Pet' },
      }),
    ).toEqual(pet);
  });

  test.each([
    ['a.json#pet', { $anchor: 'pet' }],
    ['https://example.com/pet', { $id: 'https://example.com/pet' }],
  ])('may have names of their own: %s', async ($ref, name) => {
    const found = await answerSchema({
      'openapi.json': answering({ $ref }, { components: { schemas: { Loaded: { $ref: 'a.json' } } } }),
      'a.json': { $defs: { Pet: { ...pet, ...name } } },
    });
    expect(found).toEqual({ ...pet, ...name });
  });

  test('are read once, however often they are named', async () => {
    const document = await load({
      'openapi.json': answering({ oneOf: [{ $ref: 'a.json#/X' }, { $ref: './a.json#/Y' }, { $ref: 'b/../a.json' }] }),
      'a.json': { X: pet, Y: pet },
    });
    expect([...document.resources.keys()].map((uri) => uri.split('/').at(-1))).toEqual(['openapi.json', 'a.json']);
  });
});

describe('beside a $ref', () => {
  const parameter = { name: 'limit', in: 'query', description: 'of the target', schema: { type: 'integer' } };

  test('fields are kept and override, through references with fields of their own', async () => {
    const { operations, diagnostics } = await operationsOf(
      describeApi(
        { '/a': { get: { parameters: [{ $ref: '#/components/parameters/A', description: 'here' }] } } },
        {
          components: {
            parameters: {
              A: { $ref: '#/components/parameters/B', description: 'between', required: true },
              B: parameter,
            },
          },
        },
      ),
    );
    expect(diagnostics).toEqual([]);
    expect(operations[0]!.parameters).toMatchObject([{ name: 'limit', description: 'here', required: true }]);
  });

  test('those of a schema stay with it', async () => {
    const { operations } = await operationsOf(
      answering({ $ref: '#/components/schemas/Pet', description: 'here' }, { components: { schemas: { Pet: pet } } }),
    );
    expect(operations[0]!.responses[0]!.content[0]!.schema!.value).toEqual({
      $ref: '#/components/schemas/Pet',
      description: 'here',
    });
  });

  test('a path item may have operations, each relative to its own file', async () => {
    const document = await load({
      'openapi.json': describeApi({
        '/a': { $ref: 'parts/a.json', summary: 'here', post: { parameters: [{ $ref: 'top.json' }] } },
      }),
      'parts/a.json': {
        summary: 'there',
        get: { parameters: [{ $ref: 'below.json' }] },
        parameters: [{ $ref: 'below.json' }],
      },
      'parts/below.json': { name: 'below', in: 'query' },
      'top.json': { name: 'top', in: 'query' },
    });
    const { operations, diagnostics } = listOperations(document);
    expect(diagnostics).toEqual([]);
    const told = operations.map(({ id, summary, parameters }) => [id, summary, parameters.map(({ name }) => name)]);
    expect(told).toEqual([
      ['GET /a', 'here', ['below']],
      ['POST /a', 'here', ['below', 'top']],
    ]);
    expect(operations.map(({ node }) => node.pointer)).toEqual(['/get', '/paths/~1a/post']);
  });
});

test('a property may be called $ref', async () => {
  const schema = {
    type: 'object',
    properties: { $ref: { type: 'string' }, $id: { type: 'string' }, $anchor: { type: 'string' } },
  };
  const document = await load({ 'openapi.json': answering(schema) });
  const node: Node = listOperations(document).operations[0]!.responses[0]!.content[0]!.schema!;
  expect(resolve(document, child(node, 'properties'), () => undefined).value).toBe(child(node, 'properties').value);
  expect(document.failures.size).toBe(0);
});

test('a value keeps the address it was found at', async () => {
  const document: Document = await load({
    'openapi.json': answering({ $ref: 'a.json#/A/B' }),
    'a.json': { A: { $ref: '#/C' }, C: { B: pet } },
  });
  const found = follow(document, 'a.json#/A/B', rootNode(document), () => undefined);
  expect(found.pointer).toBe('/C/B');
  expect(found.uri).toMatch(/\/a\.json$/);
});
