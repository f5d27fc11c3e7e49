import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectGateway, type LiveClient } from '../support/gateway.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

/** The real clients of both generations validate structured content, and end a call whose result does not follow it. */

const pet = {
  type: 'object',
  required: ['id', 'name'],
  properties: {
    id: { type: 'integer' },
    name: { type: 'string' },
    born: { type: 'string', format: 'date', nullable: true },
    secret: { type: 'string', writeOnly: true },
  },
};
const json = (schema: object): object => ({ description: 'OK', content: { 'application/json': { schema } } });
const document = {
  openapi: '3.0.4',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pet': { get: { operationId: 'getPet', responses: { 200: json({ $ref: '#/components/schemas/Pet' }) } } },
    '/pets': {
      get: {
        operationId: 'listPets',
        responses: {
          200: json({ type: 'array', items: { $ref: '#/components/schemas/Pet' } }),
          204: { description: 'None' },
        },
      },
    },
  },
  components: { schemas: { Pet: pet } },
};

let upstream: Upstream;
let answer: [status: number, type: string, body: string];

beforeAll(async () => {
  upstream = await startUpstream(({ url }, response) => {
    if (url === '/openapi.json') response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
    else response.writeHead(answer[0], { 'content-type': answer[1] }).end(answer[2]);
  });
});
afterAll(() => upstream.close());

describe.each(['v2-stdio', 'v1-stdio'] as const)('%s', (variant) => {
  let client: LiveClient;
  /** Revisions before 2026-07-28 know objects alone, so whatever else there is comes as `result`. */
  const listed = (value: unknown): unknown => (variant === 'v1-stdio' ? { result: value } : value);

  beforeAll(async () => {
    client = await connectGateway(variant, {
      args: [`${upstream.url}/openapi.json`, '--base-url', upstream.url, '--output-schemas'],
    });
    await client.listTools();
  });
  afterAll(() => client.close());

  test.each<[string, string, typeof answer, (listed: (value: unknown) => unknown) => unknown]>([
    [
      'an object as described',
      'getPet',
      [200, 'application/json', '{"id":1,"name":"a","born":null,"more":1}'],
      () => ({ id: 1, name: 'a', born: null, more: 1 }),
    ],
    ['a list', 'listPets', [200, 'application/json', '[{"id":1,"name":"a"}]'], (as) => as([{ id: 1, name: 'a' }])],
    ['nothing, which the document allows', 'listPets', [204, 'text/plain', ''], (as) => as(null)],
    [
      'a field of another type',
      'getPet',
      [200, 'application/json', '{"id":"one","name":"a"}'],
      () => ({ unexpected: { id: 'one', name: 'a' }, reason: 'id: expected an integer; got the string "one".' }),
    ],
    [
      'another shape in a list',
      'listPets',
      [200, 'application/json', '[{"id":1,"name":"a"},{"id":2}]'],
      (as) => as({ unexpected: [{ id: 1, name: 'a' }, { id: 2 }], reason: '[1].name: is required (a string).' }),
    ],
    [
      'a format that is a little off',
      'getPet',
      [200, 'application/json', '{"id":1,"name":"a","born":"1/2/26"}'],
      () => ({ id: 1, name: 'a', born: '1/2/26' }),
    ],
    [
      'text',
      'getPet',
      [200, 'text/plain', 'closed'],
      () => ({ unexpected: 'closed', reason: 'The answer: expected an object; got the string "closed".' }),
    ],
    [
      'a number that would be rounded',
      'getPet',
      [200, 'application/json', '{"id":9007199254740993,"name":"a"}'],
      () => ({
        unexpected: { id: '9007199254740993', name: 'a' },
        reason: 'It holds numbers that JSON parsers round; they are texts here.',
      }),
    ],
  ])('%s', async (_, tool, given, expected) => {
    answer = given;
    const result = await client.callTool(tool, {});
    expect(result.isError).toBeFalsy();
    expect(result.structuredContent).toEqual(expected(listed));
  });

  test('an error has none, and is no fault of the client', async () => {
    answer = [404, 'application/json', '{"message":"no such pet"}'];
    const result = await client.callTool('getPet', {});
    expect(result.isError).toBe(true);
    expect(result.structuredContent).toBeUndefined();
  });

  test('the log names what drifted', () => {
    expect(client.log()).toMatch(/id: expected an integer/);
  });
});
