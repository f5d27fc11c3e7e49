import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { layOutArguments } from '../../src/catalog/argument.ts';
import type { Parameter, ParameterLocation } from '../../src/spec/operation.ts';
import { catalogOf, toolOf } from './document.ts';

function properties(
  parameters: readonly (readonly [ParameterLocation, string])[],
  reserved: readonly string[] = [],
): Record<string, string> {
  const laidOut = layOutArguments(
    parameters.map(([location, name]) => ({ in: location, name }) as Parameter),
    reserved,
  );
  return Object.fromEntries(laidOut.map(({ property, parameter }) => [property, `${parameter.in} ${parameter.name}`]));
}

describe('properties', () => {
  test.each([
    ['filter[id]', 'filter_id'],
    ['ids[]', 'ids'],
    ['$top', 'top'],
    ['X-Request-Id', 'X_Request_Id'],
    ['a.b', 'a_b'],
    ['été', 'ete'],
    ['__proto__', 'proto'],
    ['名前', 'value'],
    ['2nd', '2nd'],
    ['x'.repeat(80), 'x'.repeat(64)],
  ])('%s is %s', (name, property) => expect(properties([['query', name]])).toEqual({ [property]: `query ${name}` }));

  test('a clash gets its location, and then a number', () =>
    expect(
      properties([
        ['cookie', 'id'],
        ['header', 'ID'],
        ['query', 'id'],
        ['query', 'id[]'],
        ['path', 'id'],
      ]),
    ).toEqual({
      id: 'path id',
      id_query: 'query id',
      id_query_2: 'query id[]',
      ID_header: 'header ID',
      id_cookie: 'cookie id',
    }));

  test('what the tool needs itself is taken', () =>
    expect(
      properties(
        [
          ['query', 'body'],
          ['header', 'Content_Type'],
        ],
        ['body', 'contentType'],
      ),
    ).toEqual({ body_query: 'query body', Content_Type: 'header Content_Type' }));

  test('are always legal and distinct', () => {
    const parameter = fc.tuple(
      fc.constantFrom<ParameterLocation>('path', 'query', 'header', 'cookie'),
      fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 90 }),
        fc.constantFrom('id', 'id_query', 'id_query_2', 'ID', 'body'),
      ),
    );
    fc.assert(
      fc.property(fc.uniqueArray(parameter, { selector: (pair) => pair.join(' '), maxLength: 20 }), (parameters) => {
        const names = Object.keys(properties(parameters, ['body', 'contentType']));
        expect(names).toHaveLength(parameters.length);
        for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9_]{1,64}$/);
        expect(names).not.toContain('body');
      }),
      { numRuns: 300 },
    );
  });
});

describe('of a tool', () => {
  const inPlace = (location: string, name: string, rest: object = {}): object => ({
    in: location,
    name,
    schema: { type: 'string' },
    ...rest,
  });

  test('a name that differs on the wire is told, and mapped back', async () => {
    const tool = await toolOf({
      parameters: [inPlace('query', 'filter[id]', { description: 'Only these.' }), inPlace('query', 'plain')],
    });
    expect(tool.inputSchema.properties).toEqual({
      filter_id: { type: 'string', description: 'Only these. (query parameter `filter[id]`)' },
      plain: { type: 'string' },
    });
    expect(tool.arguments.map(({ property, parameter }) => [property, parameter.name])).toEqual([
      ['filter_id', 'filter[id]'],
      ['plain', 'plain'],
    ]);
  });

  test('body and contentType are reserved only where they are there', async () => {
    const parameters = [inPlace('query', 'body'), inPlace('query', 'contentType')];
    expect(Object.keys((await toolOf({ parameters })).inputSchema.properties)).toEqual(['body', 'contentType']);
    const content = {
      'application/json': { schema: { type: 'object' } },
      'text/plain': { schema: { type: 'string' } },
    };
    expect(Object.keys((await toolOf({ parameters, requestBody: { content } })).inputSchema.properties)).toEqual([
      'body_query',
      'contentType_query',
      'body',
      'contentType',
    ]);
  });

  test('what belongs to the connection or to a credential is no argument', async () => {
    const names = [
      'Host',
      'content-length',
      'Connection',
      'Transfer-Encoding',
      'Cookie',
      'Expect',
      'X-Api-Key',
      'X-Other',
    ];
    const tool = await toolOf(
      {
        parameters: [
          ...names.map((name) => inPlace('header', name, { required: true })),
          inPlace('query', 'key'),
          inPlace('query', 'x-api-key'),
          inPlace('cookie', 'session'),
        ],
        security: [{ header: [] }, { query: [], cookie: [] }, {}],
      },
      {
        components: {
          securitySchemes: {
            header: { type: 'apiKey', in: 'header', name: 'x-api-key' },
            query: { type: 'apiKey', in: 'query', name: 'key' },
            cookie: { type: 'apiKey', in: 'cookie', name: 'session' },
          },
        },
      },
    );
    expect(Object.keys(tool.inputSchema.properties)).toEqual(['x_api_key', 'X_Other']);
    expect(tool.inputSchema.required).toEqual(['X_Other']);
  });

  test('required, deprecation and examples come from the parameter', async () => {
    const tool = await toolOf(
      {
        parameters: [inPlace('query', 'a', { required: true, deprecated: true, example: 'x' }), inPlace('path', 'id')],
      },
      {},
      '3.0',
      'GET /a/{id}',
    );
    expect(tool.inputSchema).toEqual({
      type: 'object',
      properties: { id: { type: 'string' }, a: { type: 'string', deprecated: true, examples: ['x'] } },
      required: ['id', 'a'],
      additionalProperties: false,
    });
  });

  test('a shared parameter keeps to the name it has in each tool', async () => {
    const shared = { $ref: '#/components/parameters/id' };
    const { tools } = await catalogOf('3.0', {
      paths: {
        '/a': { get: { parameters: [shared] } },
        '/b/{id}': { get: { parameters: [inPlace('path', 'id', { required: true }), shared] } },
        '/c': { get: { parameters: [shared] } },
      },
      components: { parameters: { id: inPlace('query', 'id') } },
    });
    expect(tools.map(({ inputSchema }) => inputSchema.properties)).toEqual([
      { id: { type: 'string' } },
      { id: { type: 'string' }, id_query: { type: 'string', description: '(query parameter `id`)' } },
      { id: { type: 'string' } },
    ]);
  });

  test('a parameter of 2.0 holds its schema itself', async () => {
    const tool = await toolOf(
      {
        parameters: [
          {
            in: 'query',
            name: 'ids[]',
            type: 'array',
            items: { type: 'integer' },
            collectionFormat: 'multi',
            maxItems: 3,
          },
        ],
      },
      {},
      '2.0',
    );
    expect(tool.inputSchema.properties).toEqual({
      ids: { type: 'array', items: { type: 'integer' }, maxItems: 3, description: '(query parameter `ids[]`)' },
    });
  });
});
