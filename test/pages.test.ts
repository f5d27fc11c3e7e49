import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { configFromSpec } from '../src/base/config/load.ts';
import type { ConfigInput } from '../src/base/config/schema.ts';
import type { Json } from '../src/base/json.ts';
import type { CallContext, ToolResult } from '../src/catalog/tool-result.ts';
import { createGateway, type Gateway } from '../src/gateway.ts';
import { serve, type TestServer } from './upstream/support/server.ts';

/** A gateway before an API of lists, each paged in another way. */
let server: TestServer;
let gateway: Gateway | undefined;
let answer: (url: URL, request: IncomingMessage, response: ServerResponse) => void;

const things = Array.from({ length: 25 }, (_, index) => ({ id: index, name: `Thing ${index}` }));
const string = { type: 'string' };
const integer = { type: 'integer' };
const item = {
  type: 'object',
  properties: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`property${index}`, string])),
};
const parameter = (name: string, schema: object): object => ({ name, in: 'query', schema });
const list = (parameters: object[], schema: object = { type: 'array', items: item }): object => ({
  parameters,
  responses: { 200: { description: 'OK', content: { 'application/json': { schema } } } },
});
const paths = {
  '/linked': { get: { operationId: 'linked', ...list([parameter('page', integer), parameter('select', string)]) } },
  '/cursor': {
    get: {
      operationId: 'cursor',
      ...list([parameter('cursor', string)], {
        type: 'object',
        properties: { next_cursor: string, items: { type: 'array', items: item } },
      }),
    },
  },
  '/hidden': { get: { operationId: 'hidden', ...list([parameter('per_page', integer), parameter('page', integer)]) } },
  '/one': {
    get: {
      operationId: 'one',
      responses: {
        200: {
          description: 'OK',
          content: { 'application/json': { schema: { type: 'object', properties: { id: integer } } } },
        },
      },
    },
  },
};

beforeEach(async () => {
  server = await serve((request, response) => answer(new URL(request.url!, 'http://x'), request, response));
});
afterEach(async () => {
  await gateway?.close();
  await server.close();
});

async function call(
  name: string,
  args: Record<string, Json>,
  overrides: Partial<ConfigInput> = {},
  { timeout = '10s', ...context }: CallContext & { timeout?: string } = {},
): Promise<ToolResult> {
  const document = { openapi: '3.1.0', info: { title: 'Lists', version: '1' }, servers: [{ url: server.url }], paths };
  const stdin = (async function* () {
    yield await Promise.resolve(JSON.stringify(document));
  })();
  gateway = await createGateway(configFromSpec('-', { ...overrides, surface: 'direct', api: { timeout } }), { stdin });
  return (await gateway.surface.call(name, args, context))!;
}

function json(response: ServerResponse, value: Json, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

/** Ten things a page, with a Link header to the next. */
function linked(url: URL, _request: IncomingMessage, response: ServerResponse): void {
  const page = Number(url.searchParams.get('page') ?? 1);
  const link = `<http://elsewhere.example/linked?page=${page + 1}>; rel="next"`;
  json(response, things.slice((page - 1) * 10, page * 10), page < 3 ? { link } : {});
}

const paged = (url: URL, response: ServerResponse): void => {
  const at = Number(url.searchParams.get('cursor') ?? 0);
  json(response, { items: things.slice(at, at + 10), next_cursor: at + 10 < 25 ? String(at + 10) : null });
};

describe('a page', () => {
  test('says how to get the next, as a call that is ready to be made', async () => {
    answer = linked;
    const result = await call('linked', { page: 2 });
    expect(result.structuredContent).toEqual([...things.slice(10, 20), '… The next page: linked {"page":3}']);
    expect(JSON.parse((result.content[0] as { text: string }).text)).toEqual(result.structuredContent);
  });

  test('that is the last says nothing', async () => {
    answer = linked;
    expect((await call('linked', { page: 3 })).structuredContent).toEqual(things.slice(20));
  });
});

describe('all_pages', () => {
  test('reads them one after the other, from the API alone, whatever host a link names', async () => {
    answer = linked;
    const result = await call('linked', { all_pages: true });
    const seen = result.structuredContent as Json[];
    expect(seen.slice(0, -1)).toEqual(things);
    expect(seen.at(-1)).toBe('… 3 pages were read, 25 items: that is all.');
    expect(server.seen.map(({ url }) => url)).toEqual(['/linked', '/linked?page=2', '/linked?page=3']);
  });

  test('tells how far it is, always more, whichever page it is at', async () => {
    answer = linked;
    const notices: [number, string | undefined][] = [];
    const onProgress: CallContext['onProgress'] = (received, _, message) => notices.push([received, message]);
    await call('linked', { all_pages: true }, {}, { onProgress });
    const pages = new Set(notices.map(([, message]) => message));
    expect([...pages]).toEqual(['Page 1', 'Page 2', 'Page 3']);
    const bytes = notices.map(([received]) => received);
    expect(bytes).toEqual(bytes.toSorted((one, other) => one - other));
    expect(bytes.at(-1)).toBe(
      [0, 10, 20].reduce((sum, from) => sum + JSON.stringify(things.slice(from, from + 10)).length, 0),
    );
  });

  test('merges the lists within objects, and keeps what the last page says beside', async () => {
    answer = (url, _, response) => paged(url, response);
    const result = await call('cursor', { all_pages: true });
    expect(result.structuredContent).toEqual({
      items: things,
      next_cursor: null,
      '…': '3 pages were read, 25 items: that is all.',
    });
  });

  test('follows parameters of links that the document does not name', async () => {
    answer = (url, _, response) => {
      const after = Number(url.searchParams.get('after') ?? 0);
      json(
        response,
        things.slice(after, after + 20),
        after === 0 ? { link: '</hidden?per_page=20&after=20>; rel="next"' } : {},
      );
    };
    const result = await call('hidden', { per_page: 20, all_pages: true });
    expect((result.structuredContent as Json[]).slice(0, -1)).toEqual(things);
    expect(server.seen[1]!.url).toBe('/hidden?per_page=20&after=20');
  });

  test('stops at the limits and says how to go on', async () => {
    answer = linked;
    const result = await call('linked', { all_pages: true }, { limits: { pages: 2 } });
    expect((result.structuredContent as Json[]).at(-1)).toBe(
      '… 2 pages were read, 20 items; the limit of 2 pages is reached. The next page: linked {"page":3}',
    );
    await gateway!.close();
    const items = await call('linked', { all_pages: true }, { limits: { pagesItems: 5 } });
    expect((items.structuredContent as Json[]).at(-1)).toContain('1 page was read, 10 items; the limit of 5 items');
  });

  test.each([
    ['the same page again', () => 'same'],
    ['pages in a circle', (cursor: string | null) => (cursor === 'a' ? 'b' : 'a')],
  ])('ends with %s', async (_name, next) => {
    answer = (url, _, response) => {
      const cursor = url.searchParams.get('cursor');
      json(response, {
        items: [{ cursor, at: next(cursor) === 'same' ? 0 : (cursor ?? 'first') }],
        next_cursor: next(cursor),
      });
    };
    const result = await call('cursor', { all_pages: true });
    expect((result.structuredContent as { '…': string })['…']).toMatch(/had been read already|has been read already/);
    expect(server.seen.length).toBeLessThan(5);
  });

  test('a failure in the middle leaves what came before, with the failure in words and the call to go on', async () => {
    answer = (url, request, response) => {
      if (url.searchParams.get('page') !== '2') linked(url, request, response);
      else response.writeHead(503, { 'content-type': 'application/json' }).end('{"message":"closed for stocktaking"}');
    };
    const result = await call('linked', { all_pages: true });
    const seen = result.structuredContent as Json[];
    expect(result.isError).toBeUndefined();
    expect(seen.slice(0, -1)).toEqual(things.slice(0, 10));
    expect(seen.at(-1)).toMatch(
      /^… 1 page was read, 10 items; then it failed: HTTP 503 .*closed for stocktaking.* The next page: linked \{"page":2\}$/,
    );
    expect(result._meta?.['routewright/error']).toMatchObject({ code: 'HTTP_ERROR', status: 503 });
  });

  test('a failure of the first page is that failure', async () => {
    answer = (_url, _request, response) => void response.writeHead(500).end();
    expect(await call('linked', { all_pages: true })).toMatchObject({ isError: true });
  });

  test('shares the deadline of one call', async () => {
    answer = (url, request, response) =>
      void setTimeout(() => linked(url, request, response), url.searchParams.has('page') ? 5000 : 0).unref();
    const result = await call('linked', { all_pages: true }, {}, { timeout: '700ms' });
    expect((result.structuredContent as Json[]).at(-1)).toContain('then the time of 0.7 s for a call was over');
  });

  test('is offered where there are pages, and refused elsewhere', async () => {
    answer = (_url, _request, response) => json(response, { id: 1 });
    expect(await call('one', { all_pages: true })).toMatchObject({ isError: true });
    const offered = gateway!.tools.filter(({ inputSchema }) => 'all_pages' in inputSchema.properties);
    expect(offered.map(({ name }) => name)).toEqual(['linked', 'cursor', 'hidden']);
  });
});

describe('select', () => {
  test('returns what it chooses, from all pages too', async () => {
    answer = (url, _, response) => paged(url, response);
    const result = await call('cursor', { select: 'items[?id > `22`].name', all_pages: true });
    expect((result.structuredContent as Json[]).slice(0, -1)).toEqual(['Thing 23', 'Thing 24']);
  });

  test('explains where an expression is wrong and what there is to choose from', async () => {
    answer = (url, _, response) => paged(url, response);
    const result = await call('cursor', { select: 'items[?id > 22]' });
    expect(result.isError).toBe(true);
    expect(result.content[0]).toMatchObject({
      text: expect.stringMatching(
        /^SELECT_INVALID: .*backticks.*at character 13.*\nThe answer is \{items: 10 × \{id, name\}, next_cursor\}$/s,
      ),
    });
  });

  test('that finds nothing says what there is', async () => {
    answer = (url, _, response) => paged(url, response);
    const result = await call('cursor', { select: 'item' });
    expect(result.content).toEqual([
      { type: 'text', text: 'null' },
      { type: 'text', text: 'The next page: cursor {"select":"item","cursor":"10"}' },
      {
        type: 'text',
        text: expect.stringMatching(/`select` found nothing\. The answer is \{items: 10 × \{id, name\}/),
      },
    ]);
  });

  test("does not take the name of an API's own parameter from it: that one gets its location as a suffix", async () => {
    answer = linked;
    await call('linked', { select_query: 'name', select: '[].id', page: 3 });
    expect(server.seen[0]!.url).toBe('/linked?page=3&select=name');
  });
});
