import { beforeAll, describe, expect, test } from '@jest/globals';
import { RoutewrightError } from '../../src/base/errors.ts';
import type { Tool } from '../../src/catalog/tool.ts';
import { ArgumentError } from '../../src/upstream/argument-error.ts';
import { type Arguments, buildRequest, type RequestOptions } from '../../src/upstream/request.ts';
import { bodyTool, type OperationSketch, toolOf } from './support/tool.ts';

const baseUrl = 'https://api.example.com/v1';

interface Declared {
  readonly name: string;
  readonly in: string;
  readonly [field: string]: unknown;
}

function toolWith(parameters: readonly Declared[], sketch: OperationSketch = {}): Promise<Tool> {
  return toolOf(
    { parameters: parameters.map((one) => ({ schema: {}, ...(one.in === 'path' ? { required: true } : {}), ...one })) },
    sketch,
  );
}

async function urlOf(path: string, parameters: readonly Declared[], args: Arguments, base = baseUrl): Promise<string> {
  return buildRequest(await toolWith(parameters, { path }), args, { baseUrl: base }).url;
}

const id: Declared = { name: 'id', in: 'path' };
const reserved: Declared = { ...id, allowReserved: true };

describe('paths', () => {
  test.each<[string, Declared[], Arguments, string]>([
    ['/things/{id}', [id], { id: 'a/b' }, '/things/a%2Fb'],
    ['/things/{id}', [id], { id: 'a b?c#d%' }, '/things/a%20b%3Fc%23d%25'],
    ['/things/{id}', [id], { id: '...' }, '/things/...'],
    ['/things/{id}', [id], { id: '%2e%2e' }, '/things/%252e%252e'],
    ['/things/{id}', [id], { id: 0 }, '/things/0'],
    ['/things/{id}', [{ ...id, style: 'label' }], { id: ['a', 'b'] }, '/things/.a,b'],
    ['/things/{id}', [{ ...id, style: 'matrix', explode: true }], { id: ['a', 'b'] }, '/things/;id=a;id=b'],
    ['/things{id}', [{ ...id, style: 'label' }], { id: 'json' }, '/things.json'],
    ['/things{id}', [{ ...id, style: 'label' }], { id: '.' }, '/things..'],
    ['/a/{id}/b/{id}', [id], { id: 1 }, '/a/1/b/1'],
    [
      '/a/{x}-{y}',
      [
        { name: 'x', in: 'path' },
        { name: 'y', in: 'path' },
      ],
      { x: 1, y: 2 },
      '/a/1-2',
    ],
    ['/things/v{id}', [id], { id: '' }, '/things/v'],
    ['/things{id}', [{ ...id, style: 'label' }], { id: {} }, '/things'],
    ['/things/{id}', [reserved], { id: 'a:b' }, '/things/a%3Ab'],
    ['/things/{thing-id}', [{ name: 'thing-id', in: 'path' }], { thing_id: 'x' }, '/things/x'],
    ['/search?type={id}', [id], { id: 'a&b' }, '/search?type=a%26b'],
    ['/search?type={id}', [id], { id: '..' }, '/search?type=..'],
    ['/search?type=x', [{ name: 'q', in: 'query' }], { q: 'y' }, '/search?type=x&q=y'],
    ['/things#create', [], {}, '/things'],
    ['/things/{id}#one', [id], { id: 1 }, '/things/1'],
    ['/a b/ü/100%', [], {}, '/a%20b/%C3%BC/100%25'],
    ['/x?a b="c"', [], {}, '/x?a%20b=%22c%22'],
    ['/', [], {}, '/'],
  ])('%s with %j %j', async (path, parameters, args, expected) => {
    expect(await urlOf(path, parameters, args)).toBe(`${baseUrl}${expected}`);
  });

  test.each<[string, Declared[], Arguments, string]>([
    ['/things/{id}', [id], { id: '..' }, 'id'],
    ['/things/{id}', [id], { id: '.' }, 'id'],
    ['/things/{id}', [id], { id: '' }, 'id'],
    ['/things/{id}', [id], { id: null }, 'id'],
    ['/things/{id}', [id], { id: [] }, 'id'],
    ['/things/{id}', [{ ...id, style: 'label' }], { id: '' }, 'id'],
    ['/things/{id}', [{ ...id, style: 'label' }], { id: '.' }, 'id'],
    ['/things/{id}', [{ ...id, style: 'label' }], { id: [] }, 'id'],
    ['/things/{id}', [{ ...id, style: 'matrix' }], { id: [] }, 'id'],
    ['/things/{id}', [reserved], { id: '%2e%2E' }, 'id'],
    ['/things/{id}', [reserved], { id: '.%2e' }, 'id'],
    ['/things/{id}', [reserved], { id: '..;x' }, 'id'],
    ['/things/{id}.', [id], { id: '' }, 'id'],
    [
      '/things/{x}{y}',
      [
        { name: 'x', in: 'path' },
        { name: 'y', in: 'path', style: 'label' },
      ],
      { x: '', y: {} },
      'x',
    ],
    [
      '/a/{x}{y}',
      [
        { name: 'x', in: 'path' },
        { name: 'y', in: 'path' },
      ],
      { x: '.', y: '.' },
      'x',
    ],
  ])('%s refuses %j %j', async (path, parameters, args, property) => {
    const tool = await toolWith(parameters, { path, version: '3.2.0' });
    const build = (): unknown => buildRequest(tool, args, { baseUrl });
    expect(build).toThrow(ArgumentError);
    expect(build).toThrow(expect.objectContaining({ path: property }));
  });

  test('an undeclared variable is a required text', async () => {
    expect(await urlOf('/things/{what}', [], { what: 'a/b' })).toBe(`${baseUrl}/things/a%2Fb`);
  });
});

describe('servers', () => {
  test.each([
    ['https://h', 'https://h/things?q=1'],
    ['https://h/', 'https://h/things?q=1'],
    ['https://h/v1//', 'https://h/v1/things?q=1'],
    ['https://h/v1?tenant=a', 'https://h/v1/things?tenant=a&q=1'],
    ['https://h/v1/?tenant=a?b', 'https://h/v1/things?tenant=a?b&q=1'],
    ['https://h/v1#top', 'https://h/v1/things?q=1'],
    ['http://[::1]:8080/x', 'http://[::1]:8080/x/things?q=1'],
  ])('%s', async (base, expected) => {
    expect(await urlOf('/things', [{ name: 'q', in: 'query' }], { q: 1 }, base)).toBe(expected);
  });
});

describe('what is left out', () => {
  let tool: Tool;
  beforeAll(async () => {
    tool = await toolWith([
      { name: 'a', in: 'query' },
      { name: 'b', in: 'query', required: true },
      { name: 'c', in: 'query', schema: undefined, content: { 'application/json': { schema: {} } } },
      { name: 'X-H', in: 'header' },
      { name: 'k', in: 'cookie' },
    ]);
  });

  test('optional parameters that are null, save JSON', () => {
    const request = buildRequest(tool, { a: null, b: null, c: null, X_H: null, k: null }, { baseUrl });
    expect(request.url).toBe(`${baseUrl}/things?b=&c=null`);
    expect(request.headers).not.toHaveProperty('x-h');
    expect(request.headers).not.toHaveProperty('cookie');
  });

  test('what is no argument of the tool', () => {
    expect(buildRequest(tool, { b: 1, other: 2, body: { x: 1 } }, { baseUrl })).toMatchObject({
      url: `${baseUrl}/things?b=1`,
      body: undefined,
    });
  });
});

describe('headers and cookies', () => {
  let tool: Tool;
  beforeAll(async () => {
    tool = await toolWith(
      [
        { name: 'X-Text', in: 'header' },
        { name: 'X-List', in: 'header' },
        { name: 'theme', in: 'cookie' },
        { name: 'raw', in: 'cookie', style: 'cookie', explode: true },
        { name: 'Authorization', in: 'header' },
        { name: 'Accept', in: 'header' },
        { name: 'Host', in: 'header' },
      ],
      { version: '3.2.0' },
    );
  });
  const headersOf = (args: Arguments, options: Partial<RequestOptions> = {}): Readonly<Record<string, string>> =>
    buildRequest(tool, args, { baseUrl, ...options }).headers;

  test.each([
    ['plain', 'plain'],
    [' spaced\t', 'spaced'],
    ['é', 'é'],
    ['€', '\u00e2\u0082\u00ac'],
    ['a\tb', 'a\tb'],
  ])('%j is sent as %j', (given, sent) => {
    expect(headersOf({ X_Text: given })['x-text']).toBe(sent);
  });

  test.each(['a\r\nX-Evil: 1', 'a\nb', 'a\0b', 'a\x7f'])('%j is refused', (given) => {
    expect(() => headersOf({ X_Text: given })).toThrow(
      expect.objectContaining({ path: 'X_Text', name: 'ArgumentError' }),
    );
    expect(() => headersOf({ raw: given })).toThrow(ArgumentError);
  });

  test('cookies share one header', () => {
    expect(headersOf({ theme: 'dark mode', raw: 'a b' })['cookie']).toBe('theme=dark%20mode; raw=a b');
  });

  test.each([[{ raw: 'a; admin=1' }], [{ raw: { 'a; b': 1 } }], [{ raw: { 'session=evil': 1 } }]])(
    '%j makes no other cookie',
    (args) => {
      expect(() => headersOf(args)).toThrow(ArgumentError);
    },
  );

  test('configured headers come over arguments, whatever their case', () => {
    const headers = headersOf({ X_Text: 'model' }, { headers: { 'x-TEXT': 'operator', Accept: 'text/csv' } });
    expect(headers).toMatchObject({ 'x-text': 'operator', accept: 'text/csv' });
  });

  test('a configured cookie is kept beside others', () => {
    expect(headersOf({ theme: 'dark' }, { headers: { Cookie: 'a=1' } })['cookie']).toBe('a=1; theme=dark');
  });

  test('what belongs to the connection, the body and the security is no argument (OpenAPI 3.2.0, 4.12.2)', () => {
    expect(tool.arguments.map(({ parameter }) => parameter.name)).toEqual(['X-Text', 'X-List', 'theme', 'raw']);
  });

  test('a configured header that no header can hold is an error of the operator that does not show it', () => {
    const build = (): unknown => headersOf({}, { headers: { 'X-Key': 'se\ncret' } });
    expect(build).toThrow(RoutewrightError);
    expect(build).toThrow(
      expect.objectContaining({ code: 'SECRET_INVALID', message: expect.not.stringContaining('cret') }),
    );
  });
});

describe('credentials', () => {
  const credentials = {
    headers: { authorization: 'Bearer s3cret', 'x-key': 's3cret' },
    query: [['api key', 's3cret&']] as const,
    cookies: [['session', 's3cret']] as const,
  };

  test('each goes to its place, after everything else', async () => {
    const tool = await toolWith([
      { name: 'q', in: 'query' },
      { name: 'c', in: 'cookie' },
      { name: 'X-Key', in: 'header' },
    ]);
    const request = buildRequest(
      tool,
      { q: 1, c: 2, X_Key: 'mine' },
      { baseUrl, credentials, headers: { 'X-KEY': 'theirs' } },
    );
    expect(request.url).toBe(`${baseUrl}/things?q=1&api%20key=s3cret%26`);
    expect(request.headers).toMatchObject({
      authorization: 'Bearer s3cret',
      'x-key': 's3cret',
      cookie: 'c=2; session=s3cret',
    });
    expect(request.credentialHeaders).toEqual(expect.arrayContaining(['authorization', 'x-key', 'cookie']));
  });

  test.each<[Declared, unknown]>([
    [{ name: 'more', in: 'query' }, { 'api key': 'mine' }],
    [{ name: 'more', in: 'query' }, { 'API KEY': 'mine' }],
    [{ name: 'more', in: 'query', allowReserved: true }, { 'api%20key': 'mine' }],
    [{ name: 'more', in: 'cookie' }, { session: 'mine' }],
    [
      {
        name: 'more',
        in: 'querystring',
        schema: undefined,
        content: { 'application/x-www-form-urlencoded': { schema: {} } },
      },
      'a=b&api+key=mine',
    ],
  ])('no member of %j can be one: %j', async (declared, more) => {
    const tool = await toolWith([declared], { version: '3.2.0' });
    expect(() => buildRequest(tool, { more: more as string }, { baseUrl, credentials })).toThrow(ArgumentError);
    expect(() => buildRequest(tool, { more: more as string }, { baseUrl })).not.toThrow();
  });
});

describe('Accept', () => {
  test.each<[object, string]>([
    [{ 200: { description: '' } }, 'application/json, */*;q=0.5'],
    [{ 200: { description: '', content: { 'application/json': {} } } }, 'application/json, */*;q=0.1'],
    [
      {
        200: { description: '', content: { 'text/csv': {}, 'application/json': {} } },
        400: { description: '', content: { 'text/html': {} } },
      },
      'application/json, text/csv;q=0.5, */*;q=0.1',
    ],
    [{ '2XX': { description: '', content: { 'image/png': {} } } }, 'image/png'],
    [{ default: { description: '', content: { '*/*': {} } } }, '*/*'],
    [{ 200: { description: '', content: { 'no type at all': {} } } }, 'application/json, */*;q=0.5'],
  ])('%j', async (responses, expected) => {
    expect(buildRequest(await toolOf({ responses }), {}, { baseUrl }).headers['accept']).toBe(expected);
  });
});

describe('the choice among media types', () => {
  const content = {
    'text/plain': { schema: { type: 'string' } },
    'application/json': { schema: { type: 'object', properties: { a: { type: 'integer' } } } },
    'application/merge-patch+json': { schema: { type: 'object', properties: { a: { type: 'integer' } } } },
  };

  test.each<[Arguments, string, string]>([
    [{ body: { a: 1 } }, 'application/json', '{"a":1}'],
    [{ body: { a: 1 }, contentType: 'application/merge-patch+json' }, 'application/merge-patch+json', '{"a":1}'],
    [{ body: 'hello', contentType: 'text/plain' }, 'text/plain', 'hello'],
    [{ body: { a: 1 }, contentType: 'application/unknown' }, 'application/json', '{"a":1}'],
  ])('%j', async (args, contentType, body) => {
    const request = buildRequest(await bodyTool(content), args, { baseUrl });
    expect(request).toMatchObject({ method: 'POST', body });
    expect(request.headers['content-type']).toBe(contentType);
  });

  test('no body, no Content-Type', async () => {
    const tool = await toolOf({ requestBody: { content } }, { method: 'post' });
    const { body, headers } = buildRequest(tool, {}, { baseUrl });
    expect(body).toBeUndefined();
    expect(headers).not.toHaveProperty('content-type');
  });

  test('a configured Content-Type replaces a plain one, never a boundary', async () => {
    const headers = { 'Content-Type': 'application/vnd.api+json' };
    const json = await bodyTool({ 'application/json': {} });
    expect(buildRequest(json, { body: {} }, { baseUrl, headers }).headers['content-type']).toBe(
      'application/vnd.api+json',
    );
    const form = await bodyTool({ 'multipart/form-data': { schema: { type: 'object' } } });
    expect(buildRequest(form, { body: { a: 1 } }, { baseUrl, headers }).headers['content-type']).toMatch(
      /^multipart\/form-data; boundary=/,
    );
  });
});
