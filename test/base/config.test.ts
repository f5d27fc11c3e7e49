import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import formats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { configFromSpec, defaultApi, isConfig, parseConfig } from '../../src/base/config/load.ts';
import { configJsonSchema, configSchema } from '../../src/base/config/schema.ts';
import { RoutewrightError } from '../../src/base/errors.ts';

const example = `# yaml-language-server: $schema=./node_modules/routewright/routewright.schema.json
apis:
  shop:
    spec: ./openapi/shop.yaml            # file or URL; overlays: [./shop.overlay.yaml]
    baseUrl: https://api.example.com/v1  # else the document's servers
    credentials:                         # by the name of the document's security scheme
      ApiKeyAuth: env:SHOP_KEY
      BasicAuth: { username: env:SHOP_USER, password: file:/run/secrets/shop }
    include: [tag:orders, "GET /products/**"]
    exclude: [operation:deleteEverything]
    readOnly: false
    timeout: 30s
surface: auto
http: { host: 127.0.0.1, port: 8808 }
`;
const defaults = {
  surface: 'auto',
  console: { enabled: 'auto' },
  http: { host: '127.0.0.1', port: 8808, allowCredentials: false, trustedProxies: 0 },
  check: { failOn: 'error', rules: {}, server: 'routewright' },
  code: {
    allow: 'read',
    timeout: 60_000,
    cpuTime: 5_000,
    memory: 64_000_000,
    calls: 100,
    concurrentCalls: 8,
    concurrentRuns: 4,
    outputBytes: 1_000_000,
    consoleBytes: 16_000,
    codeBytes: 64_000,
  },
  limits: {
    documentBytes: 64_000_000,
    documentDepth: 200,
    documentNodes: 5_000_000,
    documentAliases: 10_000,
    responseBytes: 10_000_000,
    toolBytes: 64_000,
    traces: 200,
    traceMemory: 8_000_000,
    definitionTokens: 8_000,
    toolNameLength: 48,
    resultTokens: 8_000,
    maxResultTokens: 25_000,
    pages: 50,
    pagesItems: 10_000,
    pagesTokens: 200_000,
    resultFileBytes: 1_000_000,
    resultLifetime: 3_600_000,
    storeMemory: 64_000_000,
    storeDisk: 1_000_000_000,
  },
  log: { level: 'info', format: 'auto' },
  store: 'memory',
  search: {},
  claude: {
    apiKey: 'env:ANTHROPIC_API_KEY',
    model: 'claude-sonnet-5-5',
    maxTokens: 8192,
    maxTurns: 32,
    concurrency: 16,
    conversationBytes: 1_000_000,
    countTokens: 'budget',
    confirm: 'write',
    budget: {},
    prices: {},
    timeouts: { connect: 30_000, firstToken: 60_000, silence: 60_000, total: 600_000 },
    toolSearch: false,
  },
};

async function failure(text: string, file = 'rw.yaml'): Promise<RoutewrightError> {
  const error: unknown = await parseConfig(text, file).then(
    () => new Error('nothing was thrown'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RoutewrightError);
  return error as RoutewrightError;
}

/** The problems of a configuration, each as `line:column path: what`. */
async function problems(text: string, file = 'rw.yaml'): Promise<string[]> {
  const error = await failure(text, file);
  expect(error.code).toBe('CONFIG_INVALID');
  const [first, ...lines] = error.message.split('\n');
  expect(first).toBe(`The configuration does not follow its schema: ${file}`);
  expect(lines[0]).toContain(`${file}:${error.location?.line}:${error.location?.column} `);
  return lines.map((line) => line.replace(`  ${file}:`, ''));
}

describe('parseConfig', () => {
  test('the example: defaults filled, durations in ms, paths absolute', async () => {
    expect(await parseConfig(example, '/etc/rw/routewright.config.yaml')).toEqual({
      ...defaults,
      apis: {
        shop: {
          spec: resolve('/etc/rw/openapi/shop.yaml'),
          baseUrl: 'https://api.example.com/v1',
          credentials: {
            ApiKeyAuth: 'env:SHOP_KEY',
            BasicAuth: { username: 'env:SHOP_USER', password: `file:${resolve('/run/secrets/shop')}` },
          },
          include: ['tag:orders', 'GET /products/**'],
          exclude: ['operation:deleteEverything'],
          readOnly: false,
          outputSchemas: false,
          timeout: 30_000,
          allowRemoteRefs: false,
        },
      },
    });
  });

  test('JSON, with $schema and a byte order mark', async () => {
    const text = '\ufeff{"$schema": "x", "apis": {"a": {"spec": "https://x/openapi.json", "timeout": 500}}}';
    const config = await parseConfig(text, 'rw.json');
    expect(config.apis.a).toMatchObject({ spec: 'https://x/openapi.json', timeout: 500 });
  });

  test('YAML in braces, anchors and merge keys', async () => {
    expect(await parseConfig('{apis: {a: {spec: "https://x"}}}', 'rw.yaml')).toMatchObject(defaults);
    const config = await parseConfig(
      'apis:\n  a: &a { spec: "https://x", timeout: 1m }\n  b: { <<: *a, readOnly: true }\n',
      'rw.yaml',
    );
    expect(config.apis.b).toMatchObject({ spec: 'https://x', timeout: 60_000, readOnly: true });
  });

  test('relative paths are relative to the configuration, everywhere', async () => {
    const text = `
apis:
  a:
    spec: openapi.yaml
    overlays: [./a.yaml, /abs/b.yaml, https://x/c.yaml]
    credentials: { Key: file:key.txt, Basic: { username: env:U, password: file:../p }, Parts: { clientId: c, clientSecret: file:c } }
    headers: { X-Tenant: acme, X-Token: file:t, X-Other: env:O }
  b: { spec: ${pathToFileURL('/x/y.yaml').href}, credentials: { Key: '${pathToFileURL('/run/k').href}' } }
`;
    const { apis } = await parseConfig(text, 'some/folder/rw.yaml');
    const at = (path: string): string => resolve('some/folder', path);
    expect(apis.a).toMatchObject({
      spec: at('openapi.yaml'),
      overlays: [at('a.yaml'), resolve('/abs/b.yaml'), 'https://x/c.yaml'],
      credentials: {
        Key: `file:${at('key.txt')}`,
        Basic: { username: 'env:U', password: `file:${at('../p')}` },
        Parts: { clientId: 'c', clientSecret: `file:${at('c')}` },
      },
      headers: { 'X-Tenant': 'acme', 'X-Token': `file:${at('t')}`, 'X-Other': 'env:O' },
    });
    expect(apis.b).toMatchObject({
      spec: pathToFileURL('/x/y.yaml').href,
      credentials: { Key: `file:${resolve('/run/k')}` },
    });
  });

  test.each<[name: string, text: string, expected: string[]]>([
    ['nothing but a text', 'hello', ['1:1 expected a mapping, got a text']],
    ['a list', '- a', ['1:1 expected a mapping, got a list']],
    ['no apis', 'surface: auto', ['1:1 apis: missing; expected a mapping']],
    ['empty apis', 'apis: {}', ['1:1 apis: expected at least one API']],
    ['apis of nothing', 'apis:\n', ['1:1 apis: expected a mapping, got nothing']],
    ['no spec', 'apis:\n  a:\n    timeout: 1s\n', ['2:3 apis.a.spec: missing; expected a text']],
    ['an empty spec', 'apis:\n  a: { spec: "" }', ['2:8 apis.a.spec: must not be empty']],
    [
      'misspelt keys',
      'apis:\n  a:\n    spec: x\n    baseURL: https://x\n    read_only: true\n    zzzzzz: 1\nserver: 1\n',
      [
        '4:5 apis.a.baseURL: unknown key; did you mean baseUrl?',
        '5:5 apis.a.read_only: unknown key; did you mean readOnly?',
        '6:5 apis.a.zzzzzz: unknown key',
        '7:1 server: unknown key',
      ],
    ],
    [
      'a misspelt key of http',
      'apis: { a: { spec: x } }\nhttp:\n  prot: 1\n',
      ['3:3 http.prot: unknown key; did you mean port?'],
    ],
    ['__proto__', 'apis: { a: { spec: x } }\n__proto__: {}\n', ['2:1 __proto__: unknown key']],
    [
      'wrong types',
      'apis:\n  a: { spec: 1, readOnly: "yes", include: tag:x, overlays: [a, {}], serverVariables: { v: 1.1 } }\n',
      [
        '2:8 apis.a.spec: expected a text, got a number; put it in quotes',
        '2:17 apis.a.readOnly: expected true or false, got a text',
        '2:34 apis.a.include: expected a list, got a text',
        '2:64 apis.a.overlays[1]: expected a text, got a mapping',
        '2:88 apis.a.serverVariables.v: expected a text, got a number; put it in quotes',
      ],
    ],
    [
      'choices',
      'apis: { a: { spec: x } }\nsurface: dircet\nlog: { level: verbose, format: 1 }\n',
      [
        '2:1 surface: expected one of auto, direct, discovery, code, got "dircet"; did you mean direct?',
        '3:8 log.level: expected one of error, warn, info, debug, got "verbose"',
        '3:24 log.format: expected one of pretty, json, auto, got 1',
      ],
    ],
    [
      'durations',
      'apis:\n  a: { spec: x, timeout: 30 seconds }\n  b: { spec: x, timeout: 0 }\n  c: { spec: x, timeout: 0s }\n  d: { spec: x, timeout: [] }\n',
      [
        '2:17 apis.a.timeout: expected a duration such as "500ms", "30s", "2m" or "1h", or a number of milliseconds, got "30 seconds"',
        '3:17 apis.b.timeout: expected at least 1, got 0',
        '4:17 apis.c.timeout: expected from 1 ms to 24 days, got "0s"',
        '5:17 apis.d.timeout: expected a duration such as "500ms", "30s", "2m" or "1h", or a number of milliseconds, got a list',
      ],
    ],
    [
      'sizes and counts',
      'apis: { a: { spec: x } }\nlimits:\n  documentBytes: 10 megs\n  documentDepth: 1.5\n  toolNameLength: 8\n  toolBytes: 0B\n  responseBytes: 1.5\nhttp: { port: 70000, host: "" }\n',
      [
        '3:3 limits.documentBytes: expected a size such as "64kB", "10MB" or "1MiB", or a number of bytes, got "10 megs"',
        '4:3 limits.documentDepth: expected a whole number, got a number',
        '5:3 limits.toolNameLength: expected at least 16, got 8',
        '6:3 limits.toolBytes: expected at least 1 byte, got "0B"',
        '7:3 limits.responseBytes: expected a size such as "64kB", "10MB" or "1MiB", or a number of bytes, got 1.5',
        '8:9 http.port: expected at most 65535, got 70000',
        '8:22 http.host: must not be empty',
      ],
    ],
    [
      'the name of an API, and what is wrong below it',
      'apis:\n  my-shop:\n    spec: x\n    timeuot: 1s\n',
      [
        '2:3 apis.my-shop: the name of an API is a letter, then at most 31 letters, digits and _',
        '4:5 apis.my-shop.timeuot: unknown key; did you mean timeout?',
      ],
    ],
    [
      'base URLs',
      'apis:\n  a: { spec: x, baseUrl: api.example.com }\n  b: { spec: x, baseUrl: "ftp://x" }\n  c: { spec: x, baseUrl: "https://u:p@x" }\n',
      [
        '2:17 apis.a.baseUrl: expected a URL that begins with http:// or https://',
        '3:17 apis.b.baseUrl: expected a URL that begins with http:// or https://',
        '4:17 apis.c.baseUrl: holds a username or password; configure them under credentials',
      ],
    ],
    [
      'headers',
      'apis:\n  a: { spec: x, headers: { "X Y": a, X-B: "a\\nb", X-C: "env:", X-D: 1 } }\n',
      [
        '2:28 apis.a.headers["X Y"]: is not the name of a header',
        '2:38 apis.a.headers.X-B: holds a line break, which no header can',
        '2:51 apis.a.headers.X-C: is not a reference to a secret; write env:NAME, file:PATH, exec:COMMAND or keyring:SERVICE/ACCOUNT',
        '2:64 apis.a.headers.X-D: expected a text, got a number; put it in quotes',
      ],
    ],
    [
      'standard input',
      'apis:\n  a:\n    spec: "-"\n    overlays: [x, "-"]\n    timeuot: 1\n',
      [
        '3:5 apis.a.spec: standard input (-) cannot be used in a configuration; name a file or URL',
        '4:19 apis.a.overlays[1]: standard input (-) cannot be used in a configuration; name a file or URL',
        '5:5 apis.a.timeuot: unknown key; did you mean timeout?',
      ],
    ],
  ])('%s', async (_name, text, expected) => {
    expect(await problems(text)).toEqual(expected);
  });

  test('places in JSON', async () => {
    expect(await problems('{\n  "apis": {\n    "a": { "spec": "x", "timeuot": 1 }\n  }\n}', 'rw.json')).toEqual([
      '3:25 apis.a.timeuot: unknown key; did you mean timeout?',
    ]);
  });

  const notAReference =
    'is not a reference to a secret; write env:NAME, file:PATH, exec:COMMAND or keyring:SERVICE/ACCOUNT';
  test.each<[credentials: string, expected: string[]]>([
    ['Key: $hunter2hunter2', [`Key: ${notAReference}`]],
    ['Key: "env:hunter2-hunter2"', [`Key: ${notAReference}`]],
    ['Key: { username: ada, password: $hunter2hunter2 }', [`Key.password: ${notAReference}`]],
    [
      'Key: { username: $hunter2hunter2, password: "evn:hunter2hunter2" }',
      [`Key.username: ${notAReference}`, `Key.password: ${notAReference}`],
    ],
    ['Key: { clientSecret: hunter2hunter2 }', ['Key.clientId: missing; expected a text']],
    ['Key: { username: env:U }', ['Key.password: missing; expected a text or a mapping']],
    ['Key: { clientId: c, clientSecert: hunter2hunter2 }', ['Key.clientSecert: unknown key']],
    ['Key: 12345678', ['Key: expected a text or a mapping, got a number']],
    ['Key: [hunter2hunter2]', ['Key: expected a text or a mapping, got a list']],
  ])('credentials that are no references are named, never shown: %s', async (credentials, expected) => {
    const error = await failure(`apis:\n  a:\n    spec: x\n    credentials:\n      ${credentials}\n`);
    const found = error.message.split('\n').slice(1);
    expect(found.map((line) => line.replace(/^ {2}rw\.yaml:5:\d+ apis\.a\.credentials\./, ''))).toEqual(expected);
    const told = JSON.stringify([error.message, error.hint, error.stack, error.cause, error]);
    expect(told).not.toContain('hunter2');
    expect(told).not.toContain('12345678');
  });

  test.each<[name: string, file: string, text: string, message: RegExp, place: (number | undefined)[]]>([
    ['empty', 'rw.yaml', ' \n', /rw\.yaml: the file is empty/, []],
    ['only a comment', 'rw.yaml', '# nothing\n', /rw\.yaml:1:1: expected a document/, [1, 1]],
    ['a list without end', 'rw.yaml', 'apis: 1\nb: [1,\n', /rw\.yaml:3:1: deficient indentation/, [3, 1]],
    ['a tab', 'rw.yaml', 'apis:\n\tb: 1', /rw\.yaml:2:1: tab characters/, [2, 1]],
    ['two documents', 'rw.yaml', 'apis: {}\n---\napis: {}\n', /single document/, [2, 1]],
    ['JSON', 'rw.json', '{\n  "apis": x\n}', /rw\.json:2:11: invalid symbol/, [2, 11]],
    ['JSON with a comma too many', 'rw.json', '{"apis": {},}', /rw\.json:1:13: property name expected/, [1, 13]],
    ['JSON with a comment', 'rw.json', '{"apis": {} // no\n}', /rw\.json:1:13: invalid comment token/, [1, 13]],
    ['an alias that may be a secret', 'rw.yaml', 'key: *hunter2hunter2', /unidentified alias$/, [1, 7]],
    ['a tag that may be a secret', 'rw.yaml', 'key: !hunter2hunter2 x', /unknown scalar tag$/, [1]],
    ['a secret beside a fault', 'rw.yaml', 'key: hunter2hunter2\nb: [', /rw\.yaml/, [2]],
    ['a secret beside a fault in JSON', 'rw.json', '{"key": hunter2hunter2}', /invalid symbol/, [1, 9]],
  ])('broken syntax: %s', async (_name, file, text, message, [line, column]) => {
    const error = await failure(text, file);
    expect(error.code).toBe('CONFIG_UNREADABLE');
    expect(error.message).toMatch(message);
    expect(error.location?.file).toBe(file);
    expect(error.location?.line).toBe(line);
    if (column !== undefined) expect(error.location?.column).toBe(column);
    expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain('hunter2');
  });
});

test.each([
  [{ apis: {} }, true],
  [{ apis: null }, true],
  [{ openapi: '3.1.0', apis: {} }, false],
  [{ swagger: '2.0', apis: {} }, false],
  [{ paths: {} }, false],
  [null, false],
  [[], false],
  ['apis', false],
])('isConfig(%j) is %p', (value, expected) => {
  expect(isConfig(value)).toBe(expected);
});

describe('without a file', () => {
  const api = { readOnly: false, outputSchemas: false, timeout: 30_000, allowRemoteRefs: false };

  test('every default of the schema', () => {
    expect(configFromSpec('-')).toEqual({ ...defaults, apis: { api: { spec: '-', ...api } } });
    expect(defaultApi({ spec: './x.yaml', timeout: '2m' })).toEqual({ spec: './x.yaml', ...api, timeout: 120_000 });
  });

  test('overrides', () => {
    const config = configFromSpec('x.yaml', {
      api: { readOnly: true, credentials: { Key: 'env:K' } },
      http: { port: 0 },
      surface: 'direct',
      log: { level: 'debug' },
    });
    expect(config.apis.api).toEqual({ spec: 'x.yaml', ...api, readOnly: true, credentials: { Key: 'env:K' } });
    expect(config.http).toEqual({ host: '127.0.0.1', port: 0, allowCredentials: false, trustedProxies: 0 });
    expect(config.log).toEqual({ level: 'debug', format: 'auto' });
    expect(config.limits).toEqual(defaults.limits);
  });

  test('what is wrong is named as the command line knows it', () => {
    const run = (): unknown =>
      configFromSpec('x', { api: { baseUrl: 'x', credentials: { Key: '$HUNTER2' } }, http: { port: -1 } });
    expect(run).toThrow(
      [
        'The options are not valid:',
        '  baseUrl: expected a URL that begins with http:// or https://',
        '  credentials.Key: is not a reference to a secret; write env:NAME, file:PATH, exec:COMMAND or keyring:SERVICE/ACCOUNT',
        '  http.port: expected at least 0, got -1',
      ].join('\n'),
    );
    expect(run).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});

describe('routewright.schema.json', () => {
  const run = promisify(execFile);
  const script = (...args: string[]) => run(process.execPath, ['scripts/config-schema.js', ...args]);

  test('is what the schema says', async () => {
    expect(JSON.parse(await readFile('routewright.schema.json', 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(configJsonSchema())),
    );
  });

  test('--check fails when the file is stale or missing, and passes when it is not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'routewright-'));
    const out = join(folder, 'schema.json');
    try {
      await script('--check');
      await expect(script('--check', '--out', out)).rejects.toMatchObject({ code: 1 });
      await script('--out', out);
      await script('--check', '--out', out);
      await writeFile(out, '{}');
      await expect(script('--check', '--out', out)).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('is stale'),
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('every key is described', () => {
    const bare: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { properties, additionalProperties } = node as Record<string, unknown>;
      for (const [key, member] of Object.entries(properties ?? {}) as [string, { description?: string }][]) {
        const credentialPart = /\.credentials/.test(path);
        if (!credentialPart && !/^[A-Za-z].*\.$/.test(member.description ?? '')) bare.push(`${path}.${key}`);
        visit(member, `${path}.${key}`);
      }
      visit(additionalProperties, `${path}.*`);
    };
    visit(configJsonSchema(), '');
    expect(bare).toEqual([]);
  });

  const ajv = new Ajv2020({ allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(configJsonSchema());

  test.each<[name: string, value: unknown, valid: boolean]>([
    ['the example', load(example), true],
    ['the least', { apis: { a: { spec: 'x' } } }, true],
    [
      'sizes and durations',
      { apis: { a: { spec: 'x', timeout: '1.5h' } }, limits: { toolBytes: '1MiB', responseBytes: 5 } },
      true,
    ],
    ['parts', { apis: { a: { spec: 'x', credentials: { o: { clientId: 'env:I', clientSecret: 'file:s' } } } } }, true],
    ['no api', { apis: {} }, false],
    ['no spec', { apis: { a: {} } }, false],
    ['an unknown key', { apis: { a: { spec: 'x', baseURL: 'https://x' } } }, false],
    ['a plain secret, which is a warning', { apis: { a: { spec: 'x', credentials: { Key: 'hunter2' } } } }, true],
    ['a name', { apis: { 'a-b': { spec: 'x' } } }, false],
    ['a duration', { apis: { a: { spec: 'x', timeout: '30' } } }, false],
    ['a port', { apis: { a: { spec: 'x' } }, http: { port: 65_536 } }, false],
  ])('agrees with zod on %s', (_name, value, valid) => {
    expect(validate(value)).toBe(valid);
    expect(configSchema.safeParse(value).success).toBe(valid);
  });

  test('shows the defaults as they are written', () => {
    const text = JSON.stringify(configJsonSchema());
    for (const written of ['"30s"', '"64MB"', '"10MB"', '"64kB"', '8808', '"127.0.0.1"']) {
      expect(text).toContain(`"default":${written}`);
    }
  });
});
