import { describe, expect, test } from '@jest/globals';
import { createSearch } from '../../src/catalog/search/search.ts';
import { estimateTokens, tokensOfTool } from '../../src/catalog/tokens.ts';
import type { ToolResult } from '../../src/catalog/tool-result.ts';
import { createDiscoverySurface } from '../../src/surface/discovery/discovery.ts';
import type { Surface } from '../../src/surface/surface.ts';
import { catalogOfOperations } from '../catalog/document.ts';

const pets = {
  'GET /pets': { operationId: 'listPets', summary: 'List all pets', tags: ['pets'] },
  'GET /pets/{petId}': { operationId: 'getPet', summary: 'Find a pet by its id', tags: ['pets'] },
  'POST /pets': {
    operationId: 'addPet',
    summary: 'Add a new pet',
    tags: ['pets'],
    'x-routewright': { requires: ['elicitation'] },
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
        },
      },
    },
  },
  'DELETE /pets/{petId}': { operationId: 'removePet', summary: 'Remove a pet', tags: ['pets'] },
  'GET /stores': {
    operationId: 'listStores',
    summary: 'List the stores',
    tags: ['stores'],
    responses: {
      200: {
        description: 'The stores',
        content: {
          'application/json': {
            schema: { type: 'array', items: { type: 'object', properties: { city: { type: 'string' } } } },
          },
        },
      },
    },
  },
};

interface Made {
  readonly surface: Surface;
  readonly calls: readonly (readonly [string, unknown])[];
  readonly say: (name: string, args: unknown) => Promise<string>;
}

async function make(operations: Parameters<typeof catalogOfOperations>[0] = pets, readOnly = false): Promise<Made> {
  const { tools, document, api } = await catalogOfOperations(operations, { readOnly });
  const documents = new Map([[api, document]]);
  const calls: [string, unknown][] = [];
  const surface = createDiscoverySurface(tools, {
    call: (tool, args) => {
      calls.push([tool.name, args]);
      return Promise.resolve({ content: [{ type: 'text', text: 'called' }] });
    },
    search: createSearch(tools, documents),
    documents,
    budget: 8000,
  });
  return { surface, calls, say: async (name, args) => textOf((await surface.call(name, args, {}))!) };
}

function textOf({ content }: ToolResult): string {
  return content.map((part) => (part.type === 'text' ? part.text : part.type)).join('\n');
}

test('five tools, annotated by what they do', async () => {
  const { surface } = await make();
  expect(
    surface.tools.map(({ name, annotations }) => [name, annotations.readOnlyHint, annotations.destructiveHint]),
  ).toEqual([
    ['search_operations', true, false],
    ['describe_operation', true, false],
    ['call_read_operation', true, false],
    ['call_write_operation', false, false],
    ['call_delete_operation', false, true],
  ]);
});

describe('pinned operations', () => {
  const pinned = {
    ...pets,
    'GET /pets': { ...pets['GET /pets'], 'x-routewright': { pin: true } },
    'GET /search': { operationId: 'search_operations', 'x-routewright': { pin: true } },
  };
  const over = async (budget: number, pin: readonly string[] = []): Promise<Surface> => {
    const { tools, document, api } = await catalogOfOperations(pinned, { pin });
    const documents = new Map([[api, document]]);
    const call = (): Promise<ToolResult> => Promise.resolve({ content: [{ type: 'text', text: 'called' }] });
    return createDiscoverySurface(tools, { call, search: createSearch(tools, documents), documents, budget });
  };
  const names = ({ tools }: Surface): string[] => tools.slice(5).map(({ name }) => name);

  test('are listed beside the others, by the document and the configuration, and called by their names', async () => {
    const surface = await over(8000, ['operation:addPet']);
    expect(names(surface)).toEqual(['listPets', 'addPet', expect.stringMatching(/^search_operations_/)]);
    expect(surface.tools[5]!._meta).toEqual({ 'anthropic/alwaysLoad': true, 'anthropic/searchHint': 'pets' });
    expect(await surface.call('addPet', {}, {})).toMatchObject({ content: [{ text: 'called' }] });
    expect(surface.requirementsOf('addPet')).toEqual(['elicitation']);
    expect(await surface.call('getPet', {}, {})).toBeUndefined();
  });

  test('are left to the search where they would go beyond the budget', async () => {
    const { tools } = await over(8000);
    const own = tools.slice(0, 5).reduce((sum, tool) => sum + tokensOfTool(tool), 0);
    expect(own).toBeLessThanOrEqual(1200);
    expect(names(await over(own))).toEqual([]);
    expect(names(await over(own + tokensOfTool(tools[5]!)))).toEqual(['listPets']);
  });
});

test('where all operations only read there is one invoker', async () => {
  const { surface } = await make(pets, true);
  expect(surface.tools.map(({ name }) => name)).toEqual([
    'search_operations',
    'describe_operation',
    'call_read_operation',
  ]);
  expect(await surface.call('call_write_operation', { operation: 'addPet' }, {})).toBeUndefined();
});

describe('search_operations', () => {
  test('names operation, invoker, method, path and schema', async () => {
    const { say } = await make();
    const answer = await say('search_operations', { query: 'add a pet' });
    const [, first] = answer.split('\n\n');
    expect(first).toMatch(/^addPet \(call_write_operation\): Add a new pet\nPOST \/pets\narguments: \{.*"name"/);
  });

  test.each([
    ['tag', { query: 'list', tag: 'Stores' }, ['listStores']],
    ['method', { query: 'pet', method: 'DELETE' }, ['removePet']],
    ['limit', { query: 'pet', limit: 1 }, 1],
  ])('filters by %s', async (_, args, expected) => {
    const { say } = await make();
    const names = [...(await say('search_operations', args)).matchAll(/^(\w+) \(call_/gm)].map(([, name]) => name);
    if (typeof expected === 'number') expect(names).toHaveLength(expected);
    else expect(names).toEqual(expected);
  });

  test('says which tags there are where a filter lets nothing through', async () => {
    const { say } = await make();
    expect(await say('search_operations', { query: 'pet', tag: 'shops' })).toContain('pets, stores');
  });

  test.each([undefined, {}, { query: '' }, { query: 7 }, 'pets'])('explains that %j is no question', async (args) => {
    const { surface } = await make();
    expect(await surface.call('search_operations', args, {})).toMatchObject({
      isError: true,
      _meta: { 'routewright/error': { code: 'ARGUMENTS_INVALID' } },
    });
  });
});

describe('describe_operation of an operation that is too large to tell at once', () => {
  const wide = (prefix: string, type: object): object =>
    Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`${prefix}${index}`, type]));
  const words = 'A sentence that says at some length what this field is about and when to give it. '.repeat(3);
  const leaf = { type: 'object', properties: wide('leaf', { type: 'string', description: words }) };
  const branch = {
    type: 'object',
    properties: { name: { type: 'string' }, ...wide('branch', leaf) },
    required: ['name'],
  };
  const large = {
    'POST /trees': {
      operationId: 'plant',
      summary: 'Plant a tree',
      requestBody: { content: { 'application/json': { schema: branch } }, required: true },
    },
  };

  test('stays within the budget, keeps what is required, and each name it leaves out leads to the rest', async () => {
    const { say } = await make(large);
    const seen = new Set<string>();
    const waiting = [''];
    let leaves = 0;
    while (waiting.length > 0) {
      const path = waiting.shift()!;
      const answer = await say('describe_operation', { operation: 'plant', ...(path === '' ? {} : { path }) });
      expect(estimateTokens(answer)).toBeLessThanOrEqual(8000);
      if (path === '') expect(answer).toContain('"required":["name"]');
      if (answer.includes('"leaf59"')) leaves += 1;
      const [, names = ''] = /\nLeft out: (.*?)(?: and \d+ more)?\. Each/.exec(answer) ?? [];
      for (const name of names.split(', ').filter((each) => each !== '' && !seen.has(each))) {
        seen.add(name);
        waiting.push(name);
      }
    }
    expect(leaves).toBeGreaterThan(0);
    expect(await say('describe_operation', { operation: 'plant', path: 'body.branch7.leaf3' })).toContain(words.trim());
  });

  test('a path that leads nowhere names what is there', async () => {
    const { surface } = await make(large);
    const result = await surface.call('describe_operation', { operation: 'plant', path: 'body.twig' }, {});
    expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('branch0, branch1') }] });
  });
});

test('describe_operation gives description, schema and the shape of the answer', async () => {
  const { say } = await make();
  const answer = await say('describe_operation', { operation: 'listStores' });
  expect(answer).toContain('call_read_operation');
  expect(answer).toContain('"type":"object","properties":{}');
  expect(answer).toContain('Returns 200: The stores\napplication/json { city?: string }[]');
});

describe('invokers', () => {
  test.each([
    ['as the schema says', { operation: 'getPet', arguments: { petId: '7' } }, { petId: '7' }],
    ['beside the operation', { operation: 'getPet', petId: '7' }, { petId: '7' }],
    ['as JSON text', { operation: 'getPet', arguments: '{"petId":"7"}' }, { petId: '7' }],
    ['not at all', { operation: 'getPet' }, {}],
    ['by method and path', { operation: 'GET /pets/{petId}', arguments: { petId: '7' } }, { petId: '7' }],
    ['by a name in other letters', { operation: 'get_pet', arguments: { petId: '7' } }, { petId: '7' }],
  ])('take arguments written %s', async (_, args, expected) => {
    const { say, calls } = await make();
    expect(await say('call_read_operation', args)).toBe('called');
    expect(calls).toEqual([['getPet', expected]]);
  });

  test.each([
    ['call_read_operation', 'addPet', 'call_write_operation'],
    ['call_read_operation', 'removePet', 'call_delete_operation'],
    ['call_write_operation', 'getPet', 'call_read_operation'],
    ['call_delete_operation', 'addPet', 'call_write_operation'],
  ])('%s refuses %s and names %s', async (invoker, operation, right) => {
    const { surface, calls } = await make();
    const result = (await surface.call(invoker, { operation, arguments: {} }, {}))!;
    expect(result).toMatchObject({ isError: true, _meta: { 'routewright/error': { code: 'INVOKER_WRONG' } } });
    expect(textOf(result)).toContain(right);
    expect(calls).toEqual([]);
  });

  test.each(['listPet', 'stores', 'delete a pet', '__proto__', 'constructor'])('%s is unknown', async (operation) => {
    const { surface, calls } = await make();
    const result = (await surface.call('call_read_operation', { operation }, {}))!;
    expect(result).toMatchObject({ isError: true, _meta: { 'routewright/error': { code: 'OPERATION_UNKNOWN' } } });
    expect(calls).toEqual([]);
  });

  test('a misspelt operation gets the nearest name', async () => {
    const { say } = await make();
    expect(await say('call_read_operation', { operation: 'listPetz' })).toContain('Nearest: listPets');
  });

  test('what an operation requires of a client is required of a call of it', async () => {
    const { surface } = await make();
    expect(surface.requirementsOf('call_write_operation', { operation: 'addPet' })).toEqual(['elicitation']);
    expect(surface.requirementsOf('call_read_operation', { operation: 'listPets' })).toEqual([]);
    expect(surface.requirementsOf('search_operations', { query: 'addPet' })).toEqual([]);
  });
});

test('over some of the tools the others are neither found nor called', async () => {
  const { tools, document, api } = await catalogOfOperations(pets);
  const documents = new Map([[api, document]]);
  const some = tools.filter(({ operation }) => operation.tags.includes('stores'));
  const surface = createDiscoverySurface(some, {
    call: () => Promise.reject(new Error('not called')),
    search: createSearch(tools, documents),
    documents,
    budget: 8000,
  });
  expect(textOf((await surface.call('search_operations', { query: 'list pets' }, {}))!)).not.toContain('listPets');
  const refused = textOf((await surface.call('call_read_operation', { operation: 'listPets' }, {}))!);
  expect(refused).toContain('OPERATION_UNKNOWN');
  expect(refused).not.toContain('Nearest: listPets');
});
