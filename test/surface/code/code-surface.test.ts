import { afterAll, describe, expect, test } from '@jest/globals';
import { createSearch } from '../../../src/catalog/search/search.ts';
import { estimateTokens } from '../../../src/catalog/tokens.ts';
import type { Effect } from '../../../src/catalog/effect.ts';
import { type CodeOptions, createCodeSurface } from '../../../src/surface/code/code.ts';
import { createSandbox } from '../../../src/surface/sandbox/sandbox.ts';
import type { Surface } from '../../../src/surface/surface.ts';
import { catalogOfOperations } from '../../catalog/document.ts';
import { codeOf, json, limits, textOf } from './runner.ts';

const book = { type: 'object', properties: { id: { type: 'integer' }, title: { type: 'string' } }, required: ['id'] };
const operations = {
  'GET /books': {
    operationId: 'listBooks',
    summary: 'List books',
    parameters: [
      {
        name: 'genre',
        in: 'query',
        description: 'Only books of this genre.',
        schema: { type: 'string', enum: ['fiction', 'poetry'] },
      },
    ],
    responses: { 200: { content: { 'application/json': { schema: { type: 'array', items: book } } } } },
  },
  'GET /books/{id}': {
    operationId: 'getBook',
    summary: 'Get one book',
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
    responses: { 200: { content: { 'application/json': { schema: book } } } },
  },
  'GET /books/{id}/cover': {
    operationId: 'getCover',
    summary: 'The cover of a book',
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
    responses: { 200: { content: { 'image/png': {} } } },
  },
  'DELETE /books/{id}': {
    operationId: 'deleteBook',
    summary: 'Remove a book',
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
    responses: { 204: { description: 'Gone' } },
  },
};
const sandbox = createSandbox(limits);
afterAll(() => sandbox.close());

async function makeSurface(allow: Effect = 'read', readOnly = false): Promise<Surface> {
  const { tools, document, api } = await catalogOfOperations(operations, { readOnly });
  const documents = new Map([[api, document]]);
  const code: CodeOptions = {
    call: ({ name }, args) => Promise.resolve(json({ name, args })),
    shape: (tool, result) => Promise.resolve({ ...result, _meta: { ...result._meta, shaped: tool } }),
    sandbox,
    allow,
  };
  return createCodeSurface(tools, { search: createSearch(tools, documents), documents, code });
}

async function ask(surface: Surface, args: object): Promise<string> {
  return textOf((await surface.call('search_operations', args, {}))!);
}

describe('code mode', () => {
  test('lists two tools in at most 900 tokens', async () => {
    const { tools } = await makeSurface('delete');
    expect(tools.map(({ name }) => name)).toEqual(['search_operations', 'run_code']);
    const shown = tools.map(({ name, description, inputSchema }) => ({ name, description, input_schema: inputSchema }));
    expect(estimateTokens(JSON.stringify(shown))).toBeLessThanOrEqual(900);
  });

  test.each<[Effect, boolean, object]>([
    ['read', false, { readOnlyHint: true, destructiveHint: false }],
    ['write', false, { readOnlyHint: true, destructiveHint: false }], // there is nothing to write
    ['delete', false, { readOnlyHint: false, destructiveHint: true }],
    ['delete', true, { readOnlyHint: true, destructiveHint: false }],
  ])('says what code may do where it may %s (read-only API: %p)', async (allow, readOnly, hints) => {
    const [search, run] = (await makeSurface(allow, readOnly)).tools;
    expect(search!.annotations).toMatchObject({ readOnlyHint: true });
    expect(run!.annotations).toMatchObject(hints);
  });

  test('finds operations and shows how code calls them', async () => {
    const text = await ask(await makeSurface(), { query: 'list all books' });
    expect(text).toContain(
      [
        '// List books. GET /books',
        'api.listBooks(args?: {',
        '  genre?: "fiction" | "poetry"; // Only books of this genre.',
        '}): Promise<{ id: number; title?: string }[]>',
      ].join('\n'),
    );
  });

  test('shows the signatures that are asked for by name', async () => {
    const text = await ask(await makeSurface(), { names: ['getCover', 'api.deleteBook'] });
    expect(text).toBe(
      [
        '// The cover of a book. GET /books/{id}/cover',
        'api.getCover(args: {',
        '  id: number;',
        '}): Promise<{ mimeType: string; base64: string }>',
        '',
        '// Remove a book. DELETE /books/{id} (deletes, which code may not do here)',
        'api.deleteBook(args: {',
        '  id: number;',
        '}): Promise<string>',
      ].join('\n'),
    );
  });

  test.each([
    [{}, 'ARGUMENTS_INVALID'],
    [{ query: 7 }, 'ARGUMENTS_INVALID'],
    [{ names: ['getBok'] }, 'OPERATION_UNKNOWN'],
  ])('refuses to search for %j', async (args, code) => {
    expect(codeOf((await (await makeSurface()).call('search_operations', args, {}))!)).toBe(code);
  });

  test('runs code', async () => {
    const result = await (await makeSurface()).call('run_code', { code: 'await api.getBook({ id: 7 })' }, {});
    expect(textOf(result!)).toBe('{"name":"getBook","args":{"id":7}}');
    expect(result!._meta).toMatchObject({ shaped: 'run_code', 'routewright/code': { calls: 1, failed: 0 } });
  });

  test.each(['none', 'getBook', '__proto__'])('knows no tool %j', async (name) => {
    expect(await (await makeSurface()).call(name, {}, {})).toBeUndefined();
  });
});
