import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { own } from '../../src/base/json.ts';
import { loadDocument } from '../../src/spec/load.ts';
import { listOperations } from '../../src/spec/operations.ts';
import { applyOverlay } from '../../src/spec/overlay.ts';
import { describeApi, failureOf, makeFolder, serve } from './fixture.ts';

type Action = Record<string, unknown>;

async function overlayFile(actions: unknown, overlay: unknown = '1.0.0'): Promise<string> {
  const folder = await makeFolder({ 'o.json': { overlay, info: { title: 'Test', version: '1' }, actions } });
  return join(folder, 'o.json');
}

async function apply(value: unknown, ...actions: Action[]): Promise<unknown> {
  return (await applyOverlay(value, await overlayFile(actions))).root;
}

// Overlay 1.0.0, 4.4.3: https://spec.openapis.org/overlay/v1.0.0.html#action-object
describe('an action', () => {
  test.each<[string, unknown, Action[], unknown]>([
    [
      'merges an object recursively',
      { info: { title: 'A', contact: { name: 'N', url: 'u' } } },
      [{ target: '$.info', update: { title: 'B', contact: { name: 'M' }, 'x-new': [1] } }],
      { info: { title: 'B', contact: { name: 'M', url: 'u' }, 'x-new': [1] } },
    ],
    ['appends an entry to a list', { tags: ['a'] }, [{ target: '$.tags', update: 'b' }], { tags: ['a', 'b'] }],
    [
      'appends an object to a list',
      { list: [] },
      [{ target: '$.list', update: { name: 'n', in: 'query' } }],
      { list: [{ name: 'n', in: 'query' }] },
    ],
    [
      'concatenates lists that are merged',
      { a: { parameters: [1] } },
      [{ target: '$.a', update: { parameters: [2, 3] } }],
      { a: { parameters: [1, 2, 3] } },
    ],
    ['merges at the root', { a: 1 }, [{ target: '$', update: { b: 2 } }], { a: 1, b: 2 }],
    [
      'updates all that is selected',
      { paths: { '/a': { get: {} }, '/b': { get: { x: 1 }, put: {} } } },
      [{ target: '$.paths.*.get', update: { 'x-safe': true } }],
      { paths: { '/a': { get: { 'x-safe': true } }, '/b': { get: { x: 1, 'x-safe': true }, put: {} } } },
    ],
    [
      'selects by a filter',
      {
        list: [
          { name: 'a', in: 'query' },
          { name: 'b', in: 'path' },
        ],
      },
      [{ target: "$.list[?@.name == 'a' && @.in == 'query']", update: { required: true } }],
      {
        list: [
          { name: 'a', in: 'query', required: true },
          { name: 'b', in: 'path' },
        ],
      },
    ],
    ['removes a member', { a: 1, b: { c: 2 } }, [{ target: '$.b', remove: true }], { a: 1 }],
    [
      'removes elements, whatever their order in the target',
      { list: [{ n: 0 }, { n: 1 }, { n: 2 }, { n: 3 }] },
      [{ target: '$.list[2,0]', remove: true }],
      { list: [{ n: 1 }, { n: 3 }] },
    ],
    [
      'removes an element once, although it is selected twice',
      { list: [{ n: 0 }, { n: 1 }, { n: 2 }] },
      [{ target: '$.list[0,0]', remove: true }],
      { list: [{ n: 1 }, { n: 2 }] },
    ],
    [
      'appends once, although the list is selected twice',
      { list: [1] },
      [{ target: "$['list','list']", update: 2 }],
      { list: [1, 2] },
    ],
    [
      'removes from lists within lists',
      { list: Array.from({ length: 11 }, (_, n) => ({ n, old: n % 2 === 0 })) },
      [{ target: '$..[?@.old == true]', remove: true }],
      { list: [1, 3, 5, 7, 9].map((n) => ({ n, old: false })) },
    ],
    ['removes, whatever its update says', { a: {} }, [{ target: '$.a', remove: true, update: { b: 1 } }], {}],
    ['updates where remove is false', { a: {} }, [{ target: '$.a', remove: false, update: { b: 1 } }], { a: { b: 1 } }],
    [
      'works on what the one before left',
      { a: { b: { old: 1 } } },
      [
        { target: '$.a.b', remove: true },
        { target: '$.a', update: { b: { fresh: 1 } } },
        { target: '$.a.b', update: { more: 2 } },
      ],
      { a: { b: { fresh: 1, more: 2 } } },
    ],
    [
      'leaves alone what its structure only passes, as the empty fields of the structured example',
      { components: { schemas: {} }, tags: ['a'], info: { summary: 's' } },
      [{ target: '$', update: { components: null, tags: null, info: { title: 'T' } } }],
      { components: { schemas: {} }, tags: ['a'], info: { summary: 's', title: 'T' } },
    ],
  ])('%s', async (_, before, actions, after) => {
    expect(await apply(before, ...actions)).toEqual(after);
  });

  test('changes nothing in the value it is given', async () => {
    const before = { a: { list: [1] } };
    await apply(before, { target: '$.a.list', update: 2 }, { target: '$.a', update: { b: 1 } });
    expect(before).toEqual({ a: { list: [1] } });
  });

  test('changes one place, although a YAML alias makes it one with another', async () => {
    const shared = { list: [1] };
    expect(await apply({ a: shared, b: shared }, { target: '$.a', update: { list: [2] } })).toEqual({
      a: { list: [1, 2] },
      b: { list: [1] },
    });
  });

  test('gives each place a copy of its own', async () => {
    const update = { x: { n: 1 } };
    const root = await apply({ a: {}, b: {} }, { target: '$.*', update }, { target: '$.a.x', update: { n: 2 } });
    expect(root).toEqual({ a: { x: { n: 2 } }, b: { x: { n: 1 } } });
  });

  test('cannot reach a prototype', async () => {
    const text = '{"overlay":"1.0.0","actions":[{"target":"$.a","update":{"__proto__":{"polluted":1}}}]}';
    const folder = await makeFolder({ 'o.json': text });
    const { root } = await applyOverlay({ a: {} }, join(folder, 'o.json'));
    expect(Object.keys(own(root, 'a') as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

// Overlay 1.1.0, 4.4.3: https://spec.openapis.org/overlay/v1.1.0.html#action-object
describe('an action of Overlay 1.1', () => {
  test.each<[string, unknown, Action[], unknown]>([
    ['replaces a primitive', { a: { b: 'x' } }, [{ target: '$.a.b', update: 'y' }], { a: { b: 'y' } }],
    ['replaces null', { a: null }, [{ target: '$.a', update: 1 }], { a: 1 }],
    [
      'replaces elements that are primitives',
      { tags: ['a', 'b', 'a'] },
      [{ target: "$.tags[?@ == 'a']", update: 'c' }],
      { tags: ['c', 'b', 'c'] },
    ],
    [
      'removes elements that are primitives',
      { tags: ['a', 'b'] },
      [{ target: "$.tags[?@ == 'a']", remove: true }],
      { tags: ['b'] },
    ],
    [
      'copies what one node holds into another',
      { paths: { '/items': { get: { x: [1] } }, '/some': { delete: {} } } },
      [{ target: "$.paths['/some']", copy: "$.paths['/items']" }],
      { paths: { '/items': { get: { x: [1] } }, '/some': { get: { x: [1] }, delete: {} } } },
    ],
    [
      'moves a node, with the three actions that takes',
      { paths: { '/items': { get: {} } } },
      [
        { target: '$.paths', update: { '/new': {} } },
        { target: "$.paths['/new']", copy: "$.paths['/items']" },
        { target: "$.paths['/items']", remove: true },
      ],
      { paths: { '/new': { get: {} } } },
    ],
    ['adds a copy to a list', { a: 1, list: [0] }, [{ target: '$.list', copy: '$.a' }], { a: 1, list: [0, 1] }],
    [
      'joins a copied list',
      { a: [1, 2], list: [0] },
      [{ target: '$.list', copy: '$.a' }],
      { a: [1, 2], list: [0, 1, 2] },
    ],
    ['copies a primitive over another', { a: 1, b: 2 }, [{ target: '$.b', copy: '$.a' }], { a: 1, b: 1 }],
    ['copies a list onto itself once', { a: [1] }, [{ target: '$.a', copy: '$.a' }], { a: [1, 1] }],
  ])('%s', async (_, before, actions, after) => {
    expect((await applyOverlay(before, await overlayFile(actions, '1.1.0'))).root).toEqual(after);
  });

  test('shares nothing with what it was copied from', async () => {
    const actions = [
      { target: '$.b', copy: '$.a' },
      { target: '$.b.list', update: 2 },
    ];
    const { root } = await applyOverlay({ a: { list: [1] }, b: {} }, await overlayFile(actions, '1.1.0'));
    expect(root).toEqual({ a: { list: [1] }, b: { list: [1, 2] } });
  });

  test.each<[string, unknown]>([
    ['that copies nothing', [{ target: '$.a', copy: '$.none' }]],
    ['that copies two nodes', [{ target: '$.b', copy: '$.*' }]],
    ['that copies from no JSONPath', [{ target: '$.a', copy: '$[' }]],
    ['that copies from what is no text', [{ target: '$.a', copy: {} }]],
    ['that copies and updates', [{ target: '$.b', copy: '$.b', update: {} }]],
    ['that replaces a primitive by an object', [{ target: '$.a', update: {} }]],
    ['that merges a primitive into an object', [{ target: '$.b', copy: '$.a' }]],
  ])('%s is refused', async (_, actions) => {
    const error = await failureOf(applyOverlay({ a: 1, b: {} }, await overlayFile(actions, '1.1.0')));
    expect(error.code).toBe('OVERLAY_INVALID');
  });
});

describe('a target that selects nothing', () => {
  test('is a finding with its place in the overlay', async () => {
    const folder = await makeFolder({
      'o.yaml': 'overlay: 1.0.0\nactions:\n  - target: $.a\n    update: {b: 1}\n  - target: $.none\n    remove: true\n',
    });
    const { root, findings } = await applyOverlay({ a: {} }, join(folder, 'o.yaml'));
    expect(root).toEqual({ a: { b: 1 } });
    expect(findings).toMatchObject([
      { code: 'OVERLAY_NO_MATCH', severity: 'warning', pointer: '/actions/1', location: { line: 5, column: 5 } },
    ]);
    expect(findings[0]!.message).toContain('$.none');
    expect(findings[0]!.uri).toMatch(/o\.yaml$/);
  });
});

describe('an overlay is refused', () => {
  test.each<[string, unknown, unknown]>([
    ['without actions', [], '1.0.0'],
    ['with actions that are no list', { target: '$' }, '1.0.0'],
    ['of another version', [{ target: '$', remove: true }], '2.0.0'],
    ['without a version', [{ target: '$', remove: true }], null],
    ['with an action that is no object', ['remove'], '1.0.0'],
    ['with an action without a target', [{ update: {} }], '1.0.0'],
    ['with an action that does nothing', [{ target: '$.a' }], '1.0.0'],
    ['with a copy, which 1.0 does not know', [{ target: '$.a', copy: '$.b' }], '1.0.0'],
    ['with a target that is no JSONPath', [{ target: '$.a[', update: {} }], '1.0.0'],
    ['that updates a primitive', [{ target: '$.a', update: 2 }], '1.0.0'],
    ['that updates an object with a primitive', [{ target: '$.b', update: 2 }], '1.0.0'],
  ])('%s', async (_, actions, version) => {
    const error = await failureOf(applyOverlay({ a: 1, b: {} }, await overlayFile(actions, version)));
    expect(error.code).toBe('OVERLAY_INVALID');
    expect(error.hint).toBeTruthy();
  });

  test('that cannot be read, like a document', async () => {
    expect((await failureOf(applyOverlay({}, '/none/o.yaml'))).code).toBe('SPEC_NOT_FOUND');
  });
});

describe('overlays of a document', () => {
  const api = describeApi({ '/a': { get: { operationId: 'old' } }, '/b': { get: {} } });

  test('apply one after the other, before anything else looks at it', async () => {
    const folder = await makeFolder({
      'api.json': api,
      '1.yaml': "overlay: 1.0.0\nactions: [{target: '$.paths[''/a''].get', update: {operationId: first}}]",
      '2.yaml':
        "overlay: 1.0.0\nactions: [{target: '$.paths.*[?@.operationId == ''first'']', update: {operationId: second}}, {target: '$.paths[''/b'']', remove: true}, {target: $.none, remove: true}]",
    });
    const overlays = [join(folder, '1.yaml'), join(folder, '2.yaml')];
    const { operations, diagnostics } = listOperations(await loadDocument(join(folder, 'api.json'), { overlays }));
    expect(operations.map(({ operationId }) => operationId)).toEqual(['second']);
    expect(diagnostics.map(({ code }) => code)).toEqual(['OVERLAY_NO_MATCH']);
  });

  test('may bring references, relative to the document, and come from the network', async () => {
    const { url } = await serve({
      '/o.json': JSON.stringify({
        overlay: '1.0.0',
        actions: [{ target: "$.paths['/a'].get", update: { parameters: [{ $ref: 'limit.json' }] } }],
      }),
    });
    const folder = await makeFolder({ 'api.json': api, 'limit.json': { name: 'limit', in: 'query' } });
    const { operations } = listOperations(
      await loadDocument(join(folder, 'api.json'), { overlays: [`${url}/o.json`] }),
    );
    expect(operations[0]!.parameters.map(({ name }) => name)).toEqual(['limit']);
  });

  test('cannot grow it beyond its limits', async () => {
    const folder = await makeFolder({ 'api.json': api });
    const deep = { depth: 6, nodes: 1000, aliases: 1 };
    await expect(loadDocument(join(folder, 'api.json'), { limits: deep })).resolves.toBeDefined();
    const bomb = await overlayFile([{ target: '$.info', update: { x: { y: { z: { a: { b: {} } } } } } }]);
    expect((await failureOf(loadDocument(join(folder, 'api.json'), { limits: deep, overlays: [bomb] }))).code).toBe(
      'SPEC_TOO_DEEP',
    );
  });
});
