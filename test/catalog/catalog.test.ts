import { describe, expect, jest, test } from '@jest/globals';
import { buildCatalog } from '../../src/catalog/catalog.ts';
import { SchemaAssembler } from '../../src/catalog/assemble.ts';
import { catalogOf, catalogOfOperations, documentText, loadText, toolOf } from './document.ts';

const names = (catalog: { tools: readonly { name: string }[] }): string[] => catalog.tools.map(({ name }) => name);

describe('curation', () => {
  const operation = { operationId: 'a' };
  test.each([
    ['x-routewright: false', { 'x-routewright': false }, []],
    ['hide', { 'x-routewright': { hide: true } }, []],
    ['x-mcp: false', { 'x-mcp': false }, []],
    ['enabled: false', { 'x-mcp': { enabled: false } }, []],
    ['name', { 'x-routewright': { name: 'find-pets' } }, ['find_pets']],
    ['a name of nothing', { 'x-routewright': { name: ' ' } }, ['a']],
    ['x-routewright over x-mcp', { 'x-routewright': { name: 'one' }, 'x-mcp': { name: 'two' } }, ['one']],
    ['true', { 'x-mcp': true }, ['a']],
    ['nonsense', { 'x-routewright': 3, 'x-mcp': false }, ['a']],
  ])('%s', async (_, extension, want) => {
    const catalog = await catalogOfOperations({ 'GET /a': { ...operation, ...extension } });
    expect(names(catalog)).toEqual(want);
    expect(catalog.leftOut.map(({ reason }) => reason)).toEqual(want.length === 0 ? ['hidden'] : []);
  });

  test('of a path item holds for its operations, unless they say otherwise', async () => {
    const catalog = await catalogOf('3.1', {
      paths: {
        '/a': { 'x-routewright': false, get: { operationId: 'a' }, put: { operationId: 'b', 'x-routewright': true } },
      },
    });
    expect(names(catalog)).toEqual(['b']);
  });

  test('of two names that are the same', async () => {
    const catalog = await catalogOfOperations({
      'GET /a': { 'x-routewright': { name: 'x' } },
      'GET /b': { 'x-routewright': { name: 'X' } },
    });
    expect(names(catalog)).toEqual([
      expect.stringMatching(/^x_[0-9a-f]{6}$/),
      expect.stringMatching(/^X_[0-9a-f]{6}$/),
    ]);
  });
});

describe('annotations', () => {
  test.each([
    ['GET', true, false, true],
    ['HEAD', true, false, true],
    ['OPTIONS', true, false, true],
    ['QUERY', true, false, true],
    ['POST', false, false, false],
    ['PATCH', false, false, false],
    ['PUT', false, false, true],
    ['DELETE', false, true, true],
  ])('%s', async (method, readOnlyHint, destructiveHint, idempotentHint) => {
    const { annotations } = await toolOf({}, {}, '3.2', `${method} /a`);
    expect(annotations).toEqual({ readOnlyHint, destructiveHint, idempotentHint, openWorldHint: true });
  });

  test('are overridden one by one', async () => {
    const { annotations } = await toolOf({
      'x-routewright': { annotations: { readOnlyHint: true, destructiveHint: 'no', other: true } },
    });
    expect(annotations).toEqual({
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: false,
      openWorldHint: true,
    });
  });
});

describe('catalog', () => {
  test('selection, prefix and length', async () => {
    const operations = {
      'GET /a': { operationId: 'a', tags: ['x'] },
      'POST /a': { operationId: 'b' },
      'GET /c': { operationId: 'c'.repeat(30) },
    };
    const catalog = await catalogOfOperations(operations, {
      api: 'shop',
      prefix: 'shop_',
      nameLength: 20,
      readOnly: true,
      exclude: ['/none'],
    });
    expect(names(catalog)).toEqual(['shop_a', expect.stringMatching(/^shop_c{8}_[0-9a-f]{6}$/)]);
    expect(catalog.tools[0]!.api).toBe('shop');
    expect(catalog.leftOut.map(({ operation, reason }) => [operation.id, reason])).toEqual([['POST /a', 'read-only']]);
  });

  test('title and operation', async () => {
    const tool = await toolOf({ summary: 'Make <b>things</b>.' });
    expect(tool.title).toBe('Make things');
    expect(tool.operation.id).toBe('POST /things');
    expect((await toolOf({})).title).toBe('POST /things');
  });

  test('one tool that cannot be built is set aside, the others are not touched', async () => {
    const document = await loadText(
      documentText('3.1', { paths: { '/a': { get: {} }, '/b': { get: {} }, '/c': { get: {} } } }),
    );
    const assemble = jest.spyOn(SchemaAssembler.prototype, 'assemble').mockImplementationOnce(() => {
      throw new Error('no');
    });
    const catalog = buildCatalog(document);
    assemble.mockRestore();
    expect(names(catalog)).toEqual(['get_b', 'get_c']);
    expect(catalog.leftOut).toMatchObject([{ operation: { id: 'GET /a' }, reason: 'set aside' }]);
    expect(catalog.diagnostics).toMatchObject([
      {
        code: 'TOOL_SET_ASIDE',
        severity: 'error',
        operation: 'GET /a',
        pointer: '/paths/~1a/get',
        message: 'It did not become a tool: no.',
      },
    ]);
  });

  test('made lazily, schemas are made when they are read, and all faults are there when they are asked for', async () => {
    const parameter = { name: 'a', in: 'query', schema: { type: 'date' } };
    const document = await loadText(
      documentText('3.1', { paths: { '/a': { get: { parameters: [parameter] } }, '/b': { get: {} } } }),
    );
    const catalog = buildCatalog(document, { lazy: true });
    expect(catalog.found).toEqual([]);
    expect(catalog.diagnostics).toEqual(buildCatalog(document).diagnostics);
    expect(catalog.diagnostics).toHaveLength(1);
    expect(catalog.tools.map((tool) => tool.inputSchema)).toEqual(
      buildCatalog(document).tools.map((tool) => tool.inputSchema),
    );
  });

  test('made lazily, one whose schema cannot be made takes no arguments, and that is told', async () => {
    const document = await loadText(documentText('3.1', { paths: { '/a': { get: {} } } }));
    const catalog = buildCatalog(document, { lazy: true });
    const assemble = jest.spyOn(SchemaAssembler.prototype, 'assemble').mockImplementationOnce(() => {
      throw new Error('no');
    });
    expect(catalog.tools[0]!.inputSchema.properties).toEqual({});
    assemble.mockRestore();
    expect(catalog.diagnostics).toMatchObject([{ code: 'TOOL_SET_ASIDE', operation: 'GET /a' }]);
  });

  test('what is wrong in a shared part is told once', async () => {
    const parameter = { name: 'a', in: 'query', schema: { type: 'date', $ref: '#/nowhere' } };
    const operation = {
      parameters: [{ $ref: '#/components/parameters/a' }, { $ref: '#/components/parameters/gone' }],
      requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/A' } } } },
    };
    const { diagnostics } = await catalogOfOperations(
      { 'PUT /a': operation, 'PUT /b': operation },
      {},
      { components: { parameters: { a: parameter }, schemas: { A: { properties: { x: { type: 'float' } } } } } },
    );
    expect(diagnostics.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'REF_NOT_FOUND /paths/~1a/put/parameters/1',
      'REF_NOT_FOUND /paths/~1b/put/parameters/1',
      'SCHEMA_INVALID /components/parameters/a/schema/type',
      'REF_NOT_FOUND /components/parameters/a/schema',
      'SCHEMA_INVALID /components/schemas/A/properties/x/type',
    ]);
  });

  test('the same document makes the same catalog', async () => {
    const text = documentText('3.1', { paths: { '/a': { get: { operationId: 'x' }, put: { operationId: 'X' } } } });
    const [one, other] = [buildCatalog(await loadText(text)), buildCatalog(await loadText(text))];
    expect(JSON.stringify(one.tools)).toBe(JSON.stringify(other.tools));
  });

  test('a document without operations is an empty catalog', async () => {
    expect((await catalogOf('3.1', {})).tools).toEqual([]);
  });
});
