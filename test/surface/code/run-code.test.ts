import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ToolResult } from '../../../src/catalog/tool-result.ts';
import { codeOf, createRunner, httpError, json, type Runner, textOf } from './runner.ts';

const runner: Runner = await createRunner();
afterAll(() => runner.close());
beforeEach(() => {
  runner.made.length = 0;
  runner.answer = (args) => json(args);
});

describe('the value of code', () => {
  test.each([
    ['the last expression', `const a = 1; a + 1`, '2'],
    ['of an await', `await Promise.resolve([1])`, '[1]'],
    ['what is returned', `if (true) return { a: 1 };\n5`, '{"a":1}'],
    ['of a function that is all there is', `async () => { return 'a' }`, 'a'],
    ['a string, as it is', `'a "b"'`, 'a "b"'],
    ['a promise', `Promise.resolve('a')`, 'a'],
    ['promises in an array', `[1, 2].map((id) => api.get_a({ id }))`, '[{"id":1},{"id":2}]'],
    ['promises in an object', `({ a: api.get_a({ id: 1 }), b: { c: api.get_a({}) } })`, '{"a":{"id":1},"b":{"c":{}}}'],
    ['a map and a set', `[new Map([['a', 1]]), new Set([1])]`, '[{"a":1},[1]]'],
    ['a date', `new Date(0)`, '1970-01-01T00:00:00.000Z'],
    ['an error', `new TypeError('a')`, '{"name":"TypeError","message":"a"}'],
    ['null', `null`, 'null'],
    ['false', `false`, 'false'],
    ['code between fences', '```js\nawait api.get_a({ id: 1 })\n```', '{"id":1}'],
    ['undeclared names', `total = 0; for (const n of [1, 2]) total += n; total`, '3'],
    ['after a timer', `await new Promise((done) => setTimeout(done, 1, 'x'))`, 'x'],
    [
      'the first of several',
      `await Promise.race([api.get_a({ id: 1 }), new Promise((d) => setTimeout(d, 5000))])`,
      '{"id":1}',
    ],
  ])('%s', async (_, code, text) => {
    expect(textOf(await runner.run(code))).toBe(text);
  });

  test('of code that gives nothing back says what to do', async () => {
    expect(textOf(await runner.run('const a = 1;'))).toMatch(/^undefined.*`return`/);
  });

  test('comes before what was logged', async () => {
    const result = await runner.run(`console.log('a', { b: 1 }, undefined, 2n); console.error('c'); 'd'`);
    expect(textOf(result)).toBe('d\nConsole:\na {"b":1} undefined 2\nc');
  });
});

describe('a call', () => {
  test.each<[string, ToolResult, string]>([
    ['JSON', json({ a: [1] }), '{"a":[1]}'],
    ['text', { content: [{ type: 'text', text: '{"a": 1}' }] }, '{"a": 1}'],
    [
      'an image',
      { content: [{ type: 'image', data: 'AAAA', mimeType: 'image/png' }] },
      '{"mimeType":"image/png","base64":"AAAA"}',
    ],
    [
      'several parts',
      {
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
      '["a","b"]',
    ],
  ])('answers %s', async (_, answer, text) => {
    runner.answer = () => answer;
    expect(textOf(await runner.run('JSON.stringify(await api.get_a({}))'))).toBe(
      answer.structuredContent === undefined && answer.content.length === 1 && answer.content[0]!.type === 'text'
        ? JSON.stringify(text)
        : text,
    );
  });

  test('keeps the digits of numbers that would be rounded: they are strings', async () => {
    const text = '{"id":9007199254740993,"price":1.10,"text":"9007199254740993"}';
    runner.answer = () => ({ content: [{ type: 'text', text }] });
    expect(textOf(await runner.run('const { id, price, text } = await api.get_a({}); [id, price, text]'))).toBe(
      '["9007199254740993",1.1,"9007199254740993"]',
    );
  });

  test('passes who calls, and can be aborted', async () => {
    const caller = { id: 'u1', name: 'Ann', scopes: [], claims: {} };
    await runner.run('await api.get_a({})', { caller });
    expect(runner.made[0]!.context.caller).toBe(caller);
    expect(runner.made[0]!.context.signal).toBeInstanceOf(AbortSignal);
  });

  test('that fails throws what the API says, for the code to catch', async () => {
    runner.answer = () => httpError(404, 'no such thing');
    const code = `try { await api.get_a({ id: 7 }) } catch (e) { [e instanceof Error, e.name, e.status, e.code, e.operation, e.message] }`;
    const result = await runner.run(code);
    expect(result.content[0]).toEqual({
      type: 'text',
      text: '[true,"ApiError",404,"HTTP_ERROR","get_a","HTTP 404 from GET http://api.example/a: no such thing"]',
    });
    // What was caught is told all the same.
    expect(textOf(result)).toContain('1 of 1 calls failed:\n- api.get_a({"id":7}): HTTP 404');
  });

  test('goes out as many at a time as may, in their order', async () => {
    let [now, most] = [0, 0];
    runner.answer = async (args) => {
      most = Math.max(most, ++now);
      await delay(2);
      now--;
      return json(args);
    };
    const result = await runner.run('await Promise.all(Array.from({ length: 12 }, (_, id) => api.get_a({ id })))');
    expect(most).toBe(4);
    expect(JSON.parse(textOf(result))).toEqual(Array.from({ length: 12 }, (_, id) => ({ id })));
    expect(runner.made.map(({ args }) => (args as { id: number }).id)).toEqual([...Array(12).keys()]);
  });

  test('whose authorization waits for the user says so with the result', async () => {
    const authorization = { id: 's', url: 'https://login.example/', message: 'Agree there' };
    runner.answer = () => ({ ...httpError(401, 'agree first'), authorization });
    expect((await runner.run('await api.get_a({})')).authorization).toEqual(authorization);
  });

  test('an image or a file in the value is shown as one', async () => {
    const image = { type: 'image' as const, data: 'AAAA', mimeType: 'image/png' };
    const file = {
      type: 'resource' as const,
      resource: { uri: 'attachment:///a.pdf', mimeType: 'application/pdf', blob: 'BBBB' },
    };
    runner.answer = () => ({ content: [image, file] });
    const { content } = await runner.run('const files = await api.get_a({}); ({ count: 2, files })');
    expect(content).toEqual([{ type: 'text', text: '{"count":2,"files":["[file 1]","[file 2]"]}' }, image, file]);
  });
});

describe('what code may do', () => {
  test.each([
    ['read', 'get_a', true],
    ['read', 'post_a', false],
    ['read', 'delete_a', false],
    ['write', 'get_a', true],
    ['write', 'post_a', true],
    ['write', 'delete_a', false],
    ['delete', 'post_a', true],
    ['delete', 'delete_a', true],
  ] as const)('where it may %s: %s → %p', async (allow, name, isAllowed) => {
    const result = await runner.run(`await api.${name}({})`, {}, allow);
    expect(runner.made.map((made) => made.name)).toEqual(isAllowed ? [name] : []);
    expect(codeOf(result)).toBe(isAllowed ? undefined : 'CODE_EFFECT_REFUSED');
    if (!isAllowed) expect(textOf(result)).toContain(`\`code.allow: ${name === 'post_a' ? 'write' : 'delete'}\``);
  });
});

describe('an error points at the code of the model', () => {
  test.each([
    [
      'of the language',
      `const a = {};\n\na.b.c;`,
      'CODE_FAILED: line 3, column 4: TypeError: ',
      `> 3 | a.b.c;\n    |    ^`,
    ],
    [
      'in code that returns',
      `const a = {};\n\nreturn a.b.c;`,
      'CODE_FAILED: line 3, column 11: TypeError: ',
      `> 3 | return a.b.c;`,
    ],
    [
      'in a function',
      `const f = () => {\n  throw new RangeError('mine');\n};\nf();`,
      'CODE_FAILED: line 2, column 13: RangeError: mine',
      `> 2 |   throw`,
    ],
    [
      'after an await',
      `await null;\n  nothing();`,
      `CODE_FAILED: line 2, column 3: ReferenceError: 'nothing' is not defined`,
      `> 2 |   nothing();\n    |   ^`,
    ],
    ['past characters outside ASCII', `const ä = '日本語'; ä.x.y`, 'CODE_FAILED: line 1, column 21: ', `> 1 | const ä`],
    [
      'of syntax',
      `const a = 1;\nconst b = ;`,
      'CODE_SYNTAX: line 2, column 11: ',
      `> 2 | const b = ;\n    |           ^`,
    ],
    [
      'of syntax in code that returns',
      `return 1;\nconst b = ;`,
      'CODE_SYNTAX: line 2, column 11: ',
      `> 2 | const b = ;`,
    ],
    [
      'of syntax at the end',
      `if (true) {\n  return 1;`,
      'CODE_SYNTAX: line 2, column 12: ',
      `> 2 |   return 1;\n    |            ^`,
    ],
    ['of types', `const a: string = 'x';`, 'CODE_SYNTAX: line 1, column 8: ', 'plain JavaScript: no types'],
    ['of a module', `import a from 'a';\na;`, 'CODE_SYNTAX: line 1, ', 'no import'],
    [
      'of a name that is not there',
      `await fetch('http://a/');`,
      `CODE_FAILED: line 1, column 7: ReferenceError: 'fetch'`,
      'There is no fetch here',
    ],
    [
      'of an operation that is not there',
      `await api.getA({});`,
      'CODE_OPERATION_UNKNOWN: line 1, column 10: There is no api.getA.',
      'Did you mean api.get_a',
    ],
    [
      'of an operation in other words',
      `await api.thingsList({});`,
      'CODE_OPERATION_UNKNOWN: line 1, column 10: ',
      'Did you mean api.list_things?',
    ],
    ['that is thrown and no error', `throw 'mine'`, 'CODE_FAILED: mine', ''],
    [
      'in a timer',
      `setTimeout(() => { null.x }, 1);\nawait api.get_a({}); await new Promise(() => {})`,
      'CODE_FAILED: line 1, column 24: TypeError',
      '> 1',
    ],
  ])('%s', async (_, code, head, shown) => {
    const result = await runner.run(code);
    expect(result.isError).toBe(true);
    expect(textOf(result).slice(0, head.length)).toBe(head);
    expect(textOf(result)).toContain(shown);
  });

  test('of a call says which and why, and what else was done', async () => {
    runner.answer = (args) => ((args as { id: number }).id > 2 ? httpError(404, 'no such thing') : json(args));
    const code = `for (let id = 1; id < 5; id++) {\n  await api.get_a({ id });\n}`;
    expect(textOf(await runner.run(code))).toBe(
      [
        'HTTP_ERROR: line 2, column 9, api.get_a: HTTP 404 from GET http://api.example/a: no such thing',
        '  1 | for (let id = 1; id < 5; id++) {',
        '> 2 |   await api.get_a({ id });',
        '    |         ^',
        '  3 | }',
        'The call that failed: api.get_a({"id":3})',
        'Calls made: get_a 3 (1 failed).',
      ].join('\n'),
    );
  });

  test('what was logged before is shown', async () => {
    expect(textOf(await runner.run(`console.log('before'); null.x`))).toMatch(/Console:\nbefore$/);
  });
});

describe('a forgotten await', () => {
  test('is told where the answer is used', async () => {
    const text = textOf(await runner.run(`const a = api.get_a({});\na.items.length`));
    expect(text).toMatch(/^CODE_FAILED: line 2, column 2: TypeError: .*api\.get_a.* has no items before it is awaited/);
  });

  test.each(['`${api.get_a({})}`', '[...api.get_a({})]', 'for (const a of api.get_a({}));', 'api.get_a({}) + 1'])(
    'is told in %s',
    async (code) => {
      expect(textOf(await runner.run(code))).toContain('before it is awaited');
    },
  );

  test('the call is made nevertheless, and the note says so', async () => {
    const result = await runner.run(`api.post_a({ id: 1 });\napi.post_a({ id: 2 });\n'done'`, {}, 'write');
    expect(runner.made).toHaveLength(2);
    expect(textOf(result)).toBe(
      'done\nNote: api.post_a in line 1 was not awaited, so its answer was lost.\nNote: api.post_a in line 2 was not awaited, so its answer was lost.',
    );
  });

  test('an error that nobody sees is told', async () => {
    runner.answer = () => httpError(500, 'broken');
    expect(textOf(await runner.run(`api.get_a({}); 'done'`))).toContain(
      '1 of 1 calls failed:\n- api.get_a({}): HTTP 500',
    );
  });

  test('a function that runs on is waited for while it calls', async () => {
    const code = `(async () => { for (const id of [1, 2, 3]) console.log((await api.get_a({ id })).id) })(); 'first'`;
    expect(textOf(await runner.run(code))).toBe('first\nConsole:\n1\n2\n3');
  });
});

describe('a run ends', () => {
  const hang = (): { aborted: () => boolean } => {
    let signal: AbortSignal | undefined;
    runner.answer = (_, context) => {
      signal = context.signal;
      return new Promise(() => {});
    };
    return { aborted: () => signal?.aborted === true };
  };

  test('when the client cancels: the calls under way too', async () => {
    const upstream = hang();
    const controller = new AbortController();
    const running = runner.run('await api.get_a({})', { signal: controller.signal });
    while (runner.made.length === 0) await delay(2);
    controller.abort();
    expect(codeOf(await running)).toBe('CODE_CANCELLED');
    expect(upstream.aborted()).toBe(true);
  });

  test('when it is cancelled before it begins', async () => {
    const result = await runner.run('await api.get_a({})', { signal: AbortSignal.abort() });
    expect(codeOf(result)).toBe('CODE_CANCELLED');
    expect(runner.made).toEqual([]);
  });

  test('when it is cancelled, and the next run in the same thread is none the wiser', async () => {
    for (let turn = 0; turn < 3; turn++) {
      hang();
      const controller = new AbortController();
      const running = runner.run('await api.get_a({})', { signal: controller.signal });
      await delay(5);
      controller.abort();
      expect(codeOf(await running)).toBe('CODE_CANCELLED');
      expect(textOf(await runner.run('1'))).toBe('1');
    }
  });

  test('at its first error: what has not been sent is not sent', async () => {
    runner.answer = async (args) => {
      if ((args as { id: number }).id === 0) return httpError(400, 'bad');
      await delay(50);
      return json(args);
    };
    const text = textOf(
      await runner.run('await Promise.all(Array.from({ length: 20 }, (_, id) => api.get_a({ id })))'),
    );
    const [, notSent] = /Calls made: get_a 20 \(1 failed, (\d+) not sent\)/.exec(text)!;
    expect(runner.made).toHaveLength(20 - Number(notSent));
    expect(Number(notSent)).toBeGreaterThan(10);
  });
});

describe('limits', () => {
  let limited: Runner;
  afterAll(() => limited.close());

  test('are told with their codes and settings, and the next run works', async () => {
    limited = await createRunner({ timeout: 1_000, calls: 3, outputBytes: 10, codeBytes: 200, concurrentRuns: 1 });
    limited.answer = (args) => ((args as { id?: number }).id === 0 ? new Promise(() => {}) : json(args));
    const cases: [string, string, RegExp][] = [
      [
        'await api.get_a({ id: 0 })',
        'CODE_TIMEOUT',
        /within 1 s[^]*`code\.timeout`[^]*get_a 1 \(1 without an answer\)/,
      ],
      ['for (;;) await api.get_a({ id: 1 })', 'CODE_CALLS_LIMIT', /line 1, column 16: [^]*\(3\)[^]*`code\.calls`/],
      [`'x'.repeat(9)`, 'CODE_OUTPUT_LIMIT', /11 bytes[^]*`code\.outputBytes`/],
      [`/* ${'x'.repeat(200)} */`, 'CODE_TOO_LONG', /206 bytes[^]*`code\.codeBytes`/],
      [' ', 'ARGUMENTS_INVALID', /code: expected JavaScript/],
    ];
    for (const [code, expected, words] of cases) {
      const result = await limited.run(code);
      expect({ code, is: codeOf(result) }).toEqual({ code, is: expected });
      expect(textOf(result)).toMatch(words);
    }
    expect(textOf(await limited.run('1'))).toBe('1');
  });

  test('a call too many can be caught, so that what there is can be given back', async () => {
    const code = `let n = 0; try { for (;;) { await api.get_a({ id: 1 }); n++ } } catch (e) { e.code.length + n }`;
    expect(textOf(await limited.run(code))).toBe(String('CODE_CALLS_LIMIT'.length + 3));
  });

  test('a run that finds no place in time does not run', async () => {
    const first = limited.run('await api.get_a({ id: 0 })');
    const second = await limited.run(`1`);
    // The first ends at its own limit, at which moment the second gives up or gets its turn.
    expect(['CODE_BUSY', undefined]).toContain(codeOf(second));
    expect(codeOf(await first)).toBe('CODE_TIMEOUT');
  });

  test('memory', async () => {
    const result = await runner.run(`const all = [];\nfor (;;) all.push(new ArrayBuffer(1e6))`);
    expect(codeOf(result)).toBe('CODE_MEMORY_LIMIT');
    expect(textOf(result)).toMatch(/24 MB[^]*`code\.memory`/);
  });

  test('what is let go of makes room: many large answers, one after the other', async () => {
    const text = 'x'.repeat(1_000_000);
    runner.answer = () => json({ text });
    const code = `let length = 0; for (let n = 0; n < 20; n++) length += (await api.get_a({})).text.length; length`;
    expect(textOf(await runner.run(code))).toBe('20000000');
  });

  test('time to compute', async () => {
    const tight = await createRunner({ cpuTime: 50 });
    const result = await tight.run(`const a = 1;\nwhile (a) {}`);
    await tight.close();
    expect(codeOf(result)).toBe('CODE_CPU_LIMIT');
    expect(textOf(result)).toMatch(/^CODE_CPU_LIMIT: [^]*0\.05 s[^]*`code\.cpuTime`/);
  });
});
