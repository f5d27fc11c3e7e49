import { describe, expect, test } from '@jest/globals';
import { Redactor, type SecretSource } from '../../src/base/secrets.ts';
import { localCaller } from '../../src/base/caller.ts';
import { type SelectedCredentials, selectCredentials } from '../../src/upstream/credentials/select.ts';
import { type Configured, credentialsOf } from './support/credentials.ts';
import { catalogOf } from './support/tool.ts';

const schemes = {
  Header: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
  Query: { type: 'apiKey', in: 'query', name: 'key' },
  Cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
  Bearer: { type: 'http', scheme: 'Bearer' },
  Basic: { type: 'http', scheme: 'basic' },
  Token: { type: 'http', scheme: 'token' },
  OAuth: { type: 'oauth2', flows: {} },
  OpenId: { type: 'openIdConnect', openIdConnectUrl: 'https://h/' },
  Mutual: { type: 'mutualTLS' },
};

const secrets: SecretSource = {
  env: {
    KEY: 's3cret',
    PREFIXED: 'bearer s3cret',
    USER: 'ada',
    PASS: 'p:ä',
    PAIR: 'ada:p:ä',
    ENCODED: Buffer.from('ada:p:ä').toString('base64'),
    UNICODE: 'ключ',
    BROKEN: 'se\ncret',
    EMPTY: '',
  },
  readFile: (path) => {
    if (path === '/key') return 's3cret\n';
    throw Object.assign(new Error('none'), { code: 'ENOENT' });
  },
};

async function select(
  security: object[],
  configured: Configured,
  redactor = new Redactor(),
): Promise<SelectedCredentials & { readonly schemes?: readonly string[] }> {
  const catalog = await catalogOf({
    openapi: '3.1.0',
    info: { title: 't', version: '1' },
    paths: { '/': { get: { security, responses: {} } } },
    components: { securitySchemes: schemes },
  });
  const source = credentialsOf(catalog, configured, secrets, redactor);
  const selected = await selectCredentials(catalog.tools[0]!.operation, source, asked);
  return 'presented' in selected ? { ...selected, schemes: selected.presented.map(({ scheme }) => scheme) } : selected;
}

const asked = { caller: localCaller, signal: AbortSignal.timeout(60_000) };
const basic = `Basic ${Buffer.from('ada:p:ä').toString('base64')}`;

describe('where a credential goes', () => {
  test.each<[string, Configured[string], object]>([
    ['Header', 'env:KEY', { headers: { 'x-api-key': 's3cret' } }],
    ['Header', 'file:/key', { headers: { 'x-api-key': 's3cret' } }],
    ['Query', 'env:KEY', { query: [['key', 's3cret']] }],
    ['Cookie', 'env:PASS', { cookies: [['sid', 'p%3A%C3%A4']] }],
    ['Bearer', 'env:KEY', { headers: { authorization: 'Bearer s3cret' } }],
    ['Bearer', 'env:PREFIXED', { headers: { authorization: 'bearer s3cret' } }],
    ['Basic', { username: 'env:USER', password: 'env:PASS' }, { headers: { authorization: basic } }],
    ['Basic', 'env:PAIR', { headers: { authorization: basic } }],
    ['Basic', 'env:ENCODED', { headers: { authorization: basic } }],
    ['Bearer', { username: 'env:USER', password: 'env:PASS' }, { headers: { authorization: basic } }],
    ['Token', 'env:KEY', { headers: { authorization: 'Token s3cret' } }],
    ['OAuth', 'env:KEY', { headers: { authorization: 'Bearer s3cret' } }],
    ['OpenId', 'env:KEY', { headers: { authorization: 'Bearer s3cret' } }],
    ['Mutual', 'env:KEY', {}],
  ])('%s from %j', async (scheme, reference, placed) => {
    expect(await select([{ [scheme]: [] }], { [scheme]: reference })).toMatchObject({
      applied: { headers: {}, query: [], cookies: [], ...placed },
      schemes: [scheme],
      unconfigured: [],
    });
  });
});

describe('which credential is taken', () => {
  const has = (...names: string[]): Record<string, string> =>
    Object.fromEntries(names.map((name) => [name, 'env:KEY']));

  test.each<[object[], Record<string, string>, object]>([
    [[], has('Header'), { schemes: [], unconfigured: [] }],
    [[{ Header: [] }, { Bearer: [] }], has('Bearer'), { schemes: ['Bearer'] }],
    [[{ Header: [] }, { Bearer: [] }], has('Bearer', 'Header'), { schemes: ['Header'] }],
    [[{ Header: [], Query: [] }], has('Header', 'Query'), { schemes: ['Header', 'Query'] }],
    [[{ Header: [], Query: [] }], has('Header'), { schemes: [], unconfigured: ['Query'] }],
    [[{ Header: [], Query: [] }, { Cookie: [] }], has('Header', 'Cookie'), { schemes: ['Cookie'] }],
    [[{}, { Header: [] }], has('Header'), { schemes: ['Header'] }],
    [[{}, { Header: [] }], {}, { schemes: [], unconfigured: [] }],
    [[{ Header: [] }, { Bearer: [] }], {}, { schemes: [], unconfigured: ['Header'] }],
    [[{ Unknown: [] }], has('Unknown'), { schemes: [], unconfigured: ['Unknown'] }],
    [
      [{ Header: [] }],
      { Header: 'env:NONE' },
      { scheme: 'Header', missing: expect.stringContaining('NONE is not set') },
    ],
    [[{ Header: [] }], { Header: 'env:EMPTY' }, { missing: expect.stringContaining('EMPTY is empty') }],
    [[{ Header: [] }], { Header: 'file:/none' }, { missing: expect.stringContaining('/none does not exist') }],
    [[{ Header: [] }], { Header: 'env:BROKEN' }, { missing: expect.stringMatching(/env:BROKEN holds a line break/) }],
    [[{ Header: [] }, { Bearer: [] }], { Header: 'env:NONE', Bearer: 'env:KEY' }, { schemes: ['Bearer'] }],
    [[{ Header: [] }, {}], { Header: 'env:NONE' }, { schemes: [] }],
  ])('%j with %j', async (security, references, expected) => {
    expect(await select(security, references)).toMatchObject(expected);
  });

  test('a pair with one half missing names the variable', async () => {
    expect(await select([{ Basic: [] }], { Basic: { username: 'env:USER', password: 'env:NONE' } })).toMatchObject({
      missing: expect.stringContaining('NONE'),
    });
  });
});

describe('what becomes known to the redactor', () => {
  const cases: [string, Configured[string], Record<string, string>, string[], string[]][] = [
    ['Header', 'env:K', { K: 'top-s3cret' }, ['top-s3cret', Buffer.from('top-s3cret').toString('base64')], []],
    ['Bearer', 'env:K', { K: 'Bearer abc.def' }, ['abc.def', 'Bearer abc.def'], []],
    ['Basic', 'env:K', { K: 'ada:pa55word' }, ['pa55word', Buffer.from('ada:pa55word').toString('base64')], ['ada']],
    [
      'Basic',
      'env:K',
      { K: 'sk_live_123456:' },
      ['sk_live_123456', Buffer.from('sk_live_123456:').toString('base64')],
      [],
    ],
    [
      'Basic',
      { username: 'env:U', password: 'env:K' },
      { U: 'ada', K: 'pa55word' },
      ['pa55word', Buffer.from('ada:pa55word').toString('base64')],
      ['ada'],
    ],
    [
      'Basic',
      { username: 'env:U', password: 'env:K' },
      { U: 'ada@example.com', K: 'pa55word' },
      ['pa55word'],
      ['ada@example.com'],
    ],
    [
      'Basic',
      { username: 'env:U', password: 'env:K' },
      { U: 'k3y9zz81', K: 'X' },
      ['k3y9zz81', Buffer.from('k3y9zz81:X').toString('base64')],
      ['X'],
    ],
  ];

  test.each(cases)('%s %j %j', async (scheme, reference, env, hidden, shown) => {
    const redactor = new Redactor();
    const source = credentialsOf(
      { securitySchemes: new Map() },
      { [scheme]: reference },
      { env, readFile: () => '' },
      redactor,
    );
    expect(await source.find(scheme)!.present({ ...asked, scopes: [] })).not.toHaveProperty('missing');
    for (const text of hidden) expect(redactor.redact(`a ${text} b`)).toBe('a [redacted] b');
    for (const text of shown) expect(redactor.redact(`a ${text} b`)).toBe(`a ${text} b`);
  });
});

test('a file is read anew for each call', async () => {
  let content = 'one';
  const source = credentialsOf(
    { securitySchemes: new Map() },
    { Key: 'file:/key' },
    { env: {}, readFile: () => content },
  );
  const present = (): unknown => source.find('Key')!.present({ ...asked, scopes: [] });
  expect(await present()).toMatchObject({ applied: { headers: { authorization: 'Bearer one' } } });
  content = 'two\n';
  expect(await present()).toMatchObject({ applied: { headers: { authorization: 'Bearer two' } } });
  expect(source.find('toString')).toBeUndefined();
});

test.each([
  ['expired', 1_700_000_000],
  ['fresh', 4_102_444_800],
] as const)('a JSON Web Token says itself that it is %s (RFC 7519, 4.1.4)', async (state, exp) => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${part({ alg: 'none' })}.${part({ exp })}.sig`;
  const catalog = await catalogOf({
    openapi: '3.1.0',
    info: { title: 't', version: '1' },
    paths: {},
    components: { securitySchemes: schemes },
  });
  const source = credentialsOf(
    catalog,
    { Bearer: 'env:TOKEN', Header: 'env:KEY' },
    { ...secrets, env: { TOKEN: token, KEY: 's3cret' } },
  );
  expect(await source.find('Bearer')!.inspect!()).toEqual({ state, expires: exp * 1000 });
  expect(await source.find('Header')!.inspect!()).toBeUndefined();
});
