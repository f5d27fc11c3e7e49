import { describe, expect, test } from '@jest/globals';
import type { Paging } from '../../src/catalog/paging.ts';
import type { Tool } from '../../src/catalog/tool.ts';
import { toolOf } from './document.ts';

const integer = { type: 'integer' };
const string = { type: 'string' };
const things = { type: 'array', items: { type: 'object', properties: { id: string } } };

function listTool(
  parameters: Readonly<Record<string, object>>,
  schema: object = things,
  method = 'GET',
): Promise<Tool> {
  return toolOf(
    {
      parameters: Object.entries(parameters).map(([name, one]) => ({ name, in: 'query', schema: one })),
      responses: { 200: { description: 'OK', content: { 'application/json': { schema } } } },
    },
    {},
    '3.1',
    `${method} /things`,
  );
}

function rolesOf(paging: Paging | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(paging ?? {}).map(([role, one]) => [role, (one as { property: string }).property]),
  );
}

describe('how an operation is paged, by its parameters', () => {
  test.each<[string, Readonly<Record<string, object>>, Record<string, string>]>([
    ['GitHub', { page: integer, per_page: integer, sort: string }, { page: 'page', size: 'per_page' }],
    [
      'Stripe',
      { starting_after: string, ending_before: string, limit: integer },
      { cursor: 'starting_after', size: 'limit' },
    ],
    ['OData', { $top: integer, $skip: integer, $filter: string }, { size: 'top', offset: 'skip' }],
    [
      'Twilio',
      { PageSize: integer, Page: integer, PageToken: string },
      { size: 'PageSize', page: 'Page', cursor: 'PageToken' },
    ],
    ['Kubernetes', { limit: integer, continue: string }, { size: 'limit', cursor: 'continue' }],
    [
      'Argo',
      { 'listOptions.limit': string, 'listOptions.continue': string },
      { size: 'listOptions_limit', cursor: 'listOptions_continue' },
    ],
    ['Google', { pageToken: string, maxResults: integer }, { cursor: 'pageToken', size: 'maxResults' }],
    ['JSON:API', { 'page[number]': integer, 'page[size]': integer }, { page: 'page_number', size: 'page_size' }],
    ['JSON:API with cursors', { 'page[after]': string }, { cursor: 'page_after' }],
    [
      'Airtable: an offset that is a text',
      { offset: string, pageSize: integer },
      { cursor: 'offset', size: 'pageSize' },
    ],
    ['Elasticsearch', { from: integer, size: integer }, { offset: 'from', size: 'size' }],
    ['a limit alone', { limit: integer }, {}],
    [
      'dates',
      { after: { type: 'string', format: 'date-time' }, from: { type: 'string', format: 'date' }, limit: integer },
      {},
    ],
    ['a switch', { page: { type: 'boolean' } }, {}],
    ['nothing of the kind', { q: string }, {}],
  ])('%s', async (_api, parameters, roles) => {
    expect(rolesOf((await listTool(parameters)).paging)).toEqual(roles);
  });
});

describe('all_pages is offered', () => {
  const offers = async (tool: Promise<Tool>): Promise<boolean> =>
    Object.hasOwn((await tool).inputSchema.properties, 'all_pages');

  test('where the answer has a list, or is not described', async () => {
    expect(await offers(listTool({ page: integer }))).toBe(true);
    expect(await offers(listTool({ page: integer }, { type: 'object', properties: { data: things } }))).toBe(true);
    expect(
      await offers(toolOf({ parameters: [{ name: 'page', in: 'query', schema: integer }] }, {}, '3.1', 'GET /things')),
    ).toBe(true);
  });

  test('not where there is no list, or nothing asks for a part of it', async () => {
    expect(await offers(listTool({ page: integer }, { type: 'object', properties: { id: string } }))).toBe(false);
    expect(await offers(listTool({ q: string }))).toBe(false);
  });

  test('by POST only where the answer itself says how to go on', async () => {
    const searched = { type: 'object', properties: { results: things, next_cursor: string } };
    expect(await offers(listTool({ cursor: string }, searched, 'POST'))).toBe(true);
    expect(await offers(listTool({ cursor: string }, things, 'POST'))).toBe(false);
    expect(await offers(listTool({ page: integer }, searched, 'DELETE'))).toBe(false);
  });
});

describe('select is offered', () => {
  const properties = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`property_${index}`, string]));

  test('where the documented answer is large, and nowhere else', async () => {
    const large = await listTool({}, { type: 'array', items: { type: 'object', properties } });
    expect(Object.keys(large.inputSchema.properties)).toEqual(['select']);
    expect(Object.keys((await listTool({})).inputSchema.properties)).toEqual([]);
  });

  test("an API's own parameter of the name gets its location as a suffix there, and keeps its name elsewhere", async () => {
    const large = await listTool({ $select: string }, { type: 'array', items: { type: 'object', properties } });
    expect(Object.keys(large.inputSchema.properties)).toEqual(['select_query', 'select']);
    expect(Object.keys((await listTool({ $select: string })).inputSchema.properties)).toEqual(['select']);
  });

  test('schemas that lead back to themselves end', async () => {
    const node = {
      type: 'object',
      properties: { id: string, children: { type: 'array', items: { $ref: '#/components/schemas/Node' } } },
    };
    const operation = {
      responses: {
        200: { description: 'OK', content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } } },
      },
    };
    const tool = await toolOf(operation, { components: { schemas: { Node: node } } }, '3.1', 'GET /tree');
    expect(tool.name).toBe('get_tree');
  });
});
