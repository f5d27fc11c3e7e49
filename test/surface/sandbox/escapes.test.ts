import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createRunner, json, type Runner, textOf } from '../code/runner.ts';

let runner: Runner;
/** Little of everything, so that what runs away is soon stopped. */
let tight: Runner;

beforeAll(async () => {
  runner = await createRunner();
  tight = await createRunner({ cpuTime: 40, memory: 17_000_000, timeout: 4_000 });
});
afterAll(async () => {
  await Promise.all([runner.close(), tight.close()]);
});

/** Names of a Node process and of a thread, none of which may be within reach. */
const outside =
  'process, require, module, global, fetch, Buffer, Worker, WebAssembly, performance, XMLHttpRequest, navigator, Deno, std, os, print, host, guest, __dirname, parentPort, workerData, queueMicrotask, structuredClone, setInterval, setImmediate';

describe('code finds no way out', () => {
  test('nothing of the process or the thread has a name there', async () => {
    const names = outside.split(', ');
    const types = names.map((name) => `typeof ${name}, typeof globalThis[${JSON.stringify(name)}]`);
    const found = JSON.parse(textOf(await runner.run(`[${types.join()}]`))) as string[];
    expect(found).toEqual(Array.from({ length: names.length * 2 }, () => 'undefined'));
  });

  test.each([
    ['the constructor of a function', `(() => {}).constructor('return typeof process')()`],
    ['the constructor of an async function', `await (async () => {}).constructor('return typeof process')()`],
    ['the constructor of a generator', `(function* () {}).constructor('yield typeof process')().next().value`],
    ['the constructor of an operation', `api.get_a.constructor('return typeof process')()`],
    ['the constructor of console.log', `console.log.constructor('return typeof process')()`],
    ['the constructor of setTimeout', `setTimeout.constructor('return typeof process')()`],
    [
      'the constructor of a promise of a call',
      `const p = api.get_a({}); await p; p.constructor.constructor.constructor('return typeof process')()`,
    ],
    ['the constructor of an answer', `(await api.get_a({})).constructor.constructor('return typeof process')()`],
    [
      'the constructor of an error',
      `try { api.nothing } catch (error) { error.constructor.constructor('return typeof process')() }`,
    ],
    ['Function', `Function('return typeof process')()`],
    ['eval', `eval('typeof process')`],
    ['indirect eval', `(0, eval)('typeof process')`],
    ['a stack with this', `(function () { return typeof this.process })()`],
    ['caller and arguments', `(function f() { return typeof (f.caller ?? {}).process })()`],
    ['a timer with text', `try { setTimeout('process.exit()', 0) } catch (error) { 'undefined' }`],
  ])('by %s', async (_, code) => {
    expect(textOf(await runner.run(code))).toBe('undefined');
  });

  test.each([
    ['import()', `await import('node:fs')`],
    ['import() of data', `await import('data:text/javascript,export default 1')`],
    ['import() of a file', `await import('/etc/passwd')`],
    ['a module', `import fs from 'node:fs'; fs`],
    ['import.meta', `import.meta.url`],
  ])('by %s', async (_, code) => {
    expect((await runner.run(code)).isError).toBe(true);
  });

  test('what the host hands in is nobody to take it from', async () => {
    const code = `Object.getOwnPropertyNames(globalThis).filter((name) => /guest|host|routewright/i.test(name))`;
    expect(textOf(await runner.run(code))).toBe('[]');
    expect(textOf(await runner.run('Object.getOwnPropertyNames(api.get_a).sort()'))).toBe('["length","name"]');
  });

  test('SharedArrayBuffer is of the sandbox alone, and nothing can wait on it', async () => {
    expect(textOf(await runner.run('typeof Atomics'))).toBe('undefined');
    expect(textOf(await runner.run('new SharedArrayBuffer(8).byteLength'))).toBe('8');
  });
});

describe('what code does to its own objects stays there', () => {
  test.each([
    ['Object.prototype', `Object.prototype.polluted = 1; 1`],
    ['__proto__ of an answer', `(await api.get_a({})).__proto__.polluted = 1`],
    ['Array.prototype', `Array.prototype.polluted = 1; [1]`],
    ['the prototype of an operation', `api.get_a.__proto__.polluted = 1; 1`],
    ['JSON.parse', `JSON.parse = () => ({ polluted: 1 }); (await api.get_a({ x: 1 })).x`],
    ['JSON.stringify', `JSON.stringify = () => '{"polluted":1}'; 1`],
    ['Promise.prototype.then', `Promise.prototype.then = () => { throw 1 }; 1`],
    ['Object.entries', `Object.entries = Object.values = Object.keys = () => { throw 1 }; 1`],
    ['Array.prototype.map', `Array.prototype.map = Array.prototype.some = () => { throw 1 }; 1`],
  ])('%s', async (_, code) => {
    const result = await runner.run(code);
    expect(textOf(result)).not.toContain('polluted');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(([] as unknown as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(textOf(await runner.run('typeof Object.prototype.polluted + typeof [].polluted'))).toBe(
      'undefinedundefined',
    );
  });

  test('nothing is kept from one run to the next', async () => {
    await runner.run('globalThis.kept = 1; var kept2 = 2; api.get_a.kept = 3; console.kept = 4');
    const code = 'typeof kept + typeof kept2 + typeof api.get_a.kept + typeof console.kept';
    expect(textOf(await runner.run(code))).toBe('undefined'.repeat(4));
  });

  test('the api cannot be changed', async () => {
    const code = `api.get_a = () => 'mine'; delete api.get_a; Object.setPrototypeOf(api, null); typeof await api.get_a({})`;
    expect(textOf(await runner.run(code))).toBe('object');
  });
});

describe('arguments and results carry data only', () => {
  test('__proto__ in arguments is a property of them', async () => {
    runner.made.length = 0;
    await runner.run(`await api.get_a(JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2}'))`);
    const { args } = runner.made[0]!;
    expect(Object.getPrototypeOf(args)).toBe(Object.prototype);
    expect(Object.keys(args as object)).toEqual(['__proto__', 'constructor']);
    expect((args as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('hostile keys of an answer are properties of it, there and in the result', async () => {
    const hostile = '{"__proto__":{"polluted":1},"constructor":1,"toJSON":2,"then":3,"length":4,"valueOf":5}';
    runner.answer = () => json(JSON.parse(hostile));
    const result = await runner.run(`const a = await api.get_a({}); console.log(a.polluted, Object.keys(a).length); a`);
    runner.answer = (args) => json(args);
    expect(result.content[0]).toEqual({ type: 'text', text: hostile });
    expect(textOf(result)).toContain('undefined 6');
  });

  test.each([
    ['a getter', `await api.get_a({ get x() { return 1 } })`, { x: 1 }],
    ['toJSON', `await api.get_a({ toJSON() { return { x: 2 } } })`, { x: 2 }],
    ['a proxy', `await api.get_a(new Proxy({ x: 3 }, {}))`, { x: 3 }],
    ['a map', `await api.get_a({ x: new Map([['y', 4]]) })`, { x: { y: 4 } }],
    ['a big integer', `await api.get_a({ x: 9007199254740993n })`, { x: '9007199254740993' }],
    ['functions and symbols', `await api.get_a({ x() {}, [Symbol.iterator]: 1, y: 5 })`, { y: 5 }],
    ['nothing', `await api.get_a()`, {}],
    ['null', `await api.get_a(null)`, null],
    ['a string', `await api.get_a('x')`, 'x'],
    ['a function', `await api.get_a(() => 1)`, null],
  ])('%s becomes what JSON makes of it', async (_, code, args) => {
    runner.made.length = 0;
    await runner.run(code);
    expect(runner.made.map((made) => made.args)).toEqual([args]);
  });

  test.each([
    ['a getter that throws', `await api.get_a({ get x() { throw new Error('mine') } })`, 'mine'],
    ['toJSON that throws', `await api.get_a({ toJSON() { throw new Error('mine') } })`, 'mine'],
    ['a circle', `const a = {}; a.a = a; await api.get_a(a)`, 'circular'],
    [
      'a revoked proxy',
      `const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); await api.get_a(proxy)`,
      'revoked',
    ],
    ['a circle in the value', `const a = {}; a.a = a; a`, 'circular'],
    ['a getter of the value', `({ get x() { throw new Error('mine') } })`, 'mine'],
    ['a thenable that throws', `({ then() { throw new Error('mine') } })`, 'mine'],
    [
      'an error with hostile parts',
      `throw Object.defineProperty(new Error(''), 'message', { get() { throw 1 } })`,
      'cannot be shown',
    ],
    ['an error that is no error', `throw { toString() { throw 1 }, toJSON() { throw 2 } }`, 'cannot be shown'],
    [
      'a proxy that is thrown',
      `throw new Proxy(new Error('x'), { get() { throw 1 }, getPrototypeOf() { throw 2 } })`,
      'cannot be shown',
    ],
  ])('%s is an error of the code', async (_, code, words) => {
    const result = await runner.run(code);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain(words);
  });

  test('a thenable that calls back twice counts once', async () => {
    expect(textOf(await runner.run(`({ then(done) { done(1); done(2); throw 3 } })`))).toBe('1');
  });

  test('a value that looks like a file only in part is data', async () => {
    const values = [
      { mimeType: 'image/png', base64: 'not base64!' },
      { mimeType: 'text/html', base64: 'AAAA' },
    ];
    expect(textOf(await runner.run(`(${JSON.stringify(values)})`))).toBe(JSON.stringify(values));
  });
});

describe('what runs away is stopped, and the gateway goes on', () => {
  const endless = ['CODE_CPU_LIMIT'];
  const filling = ['CODE_MEMORY_LIMIT', 'CODE_CPU_LIMIT', 'CODE_FAILED', 'CODE_OUTPUT_LIMIT'];
  test.each<[string, string, string[]]>([
    ['a loop', `while (true) {}`, endless],
    ['a loop after a call', `await api.get_a({}); for (;;);`, endless],
    ['a loop in a timer', `await new Promise(() => setTimeout(() => { for (;;); }))`, endless],
    ['a loop that catches', `for (;;) { try { for (;;); } catch {} }`, endless],
    ['a loop in finally', `try { for (;;); } finally { for (;;); }`, endless],
    ['a loop in toJSON', `({ toJSON() { for (;;); } })`, endless],
    [
      'a loop in a getter of an error',
      `throw Object.defineProperty(new Error(), 'message', { get() { for (;;); } })`,
      endless,
    ],
    ['a loop in a proxy', `new Proxy({}, { ownKeys() { for (;;); } })`, endless],
    ['a loop in an argument', `await api.get_a({ toJSON() { for (;;); } })`, endless],
    ['a loop in eval', `eval('for (;;);')`, endless],
    [
      'a loop of promises',
      `const again = () => Promise.resolve().then(again); await again()`,
      [...endless, ...filling],
    ],
    ['a loop of awaits', `for (;;) await null`, endless],
    ['a loop of thenables', `const a = { then(done) { done(a) } }; await a`, [...endless, ...filling]],
    ['a loop of generators', `function* g() { for (;;) yield 1 } for (const _ of g());`, endless],
    ['a regular expression', `/^(a+)+$/.test('a'.repeat(40) + 'b')`, endless],
    ['a comparison that never ends', `[3, 2, 1].sort(() => { for (;;); })`, endless],
    ['work in one step of the engine', `new Array(1e9).join('x')`, [...endless, ...filling]],
    ['a flood of strings', `const all = []; for (;;) all.push('x'.repeat(1e5) + all.length)`, filling],
    ['a flood of buffers', `const all = []; for (;;) all.push(new ArrayBuffer(1e6))`, filling],
    ['a flood of objects', `const all = []; for (;;) all.push({ all })`, filling],
    ['a flood of promises', `const all = []; for (;;) all.push(new Promise(() => {}))`, filling],
    ['a flood of closures', `let f = () => 1; for (;;) { const g = f; f = () => g }`, filling],
    ['a string that doubles', `let s = 'x'; for (;;) s += s`, filling],
    ['a huge string', `'x'.repeat(2 ** 29)`, filling],
    ['a huge buffer', `new ArrayBuffer(2 ** 31 - 1)`, ['CODE_MEMORY_LIMIT', 'CODE_FAILED']],
    ['a huge array', `new Array(2 ** 32 - 1).fill(0)`, [...endless, ...filling]],
    ['a huge big integer', `2n ** (2n ** 30n)`, [...endless, ...filling]],
    ['recursion', `(function f() { f() })()`, ['CODE_FAILED']],
    ['recursion in JSON', `let a = []; for (let i = 0; i < 1e5; i++) a = [a]; a`, filling],
    ['recursion of toString', `const a = { toString() { return String(a) } }; String(a)`, ['CODE_FAILED']],
    ['recursion of a proxy', `const p = new Proxy({}, { get: (_, key) => p[key] }); p.x`, ['CODE_FAILED']],
    ['recursion in the parser', `eval('('.repeat(1e5))`, ['CODE_FAILED', 'CODE_SYNTAX', ...filling]],
    ['recursion in a regular expression', `new RegExp('('.repeat(1e5) + ')'.repeat(1e5))`, ['CODE_FAILED', ...filling]],
    ['a flood of calls', `for (;;) api.get_a({})`, ['CODE_CALLS_LIMIT']],
    ['a flood of awaited calls', `for (;;) await api.get_a({})`, ['CODE_CALLS_LIMIT', 'CODE_CPU_LIMIT']],
    ['a flood of timers', `for (;;) setTimeout(() => {}, 1e9)`, ['CODE_FAILED', ...filling]],
    ['a promise that nobody settles', `await new Promise(() => {})`, ['CODE_STUCK']],
    ['a thenable that never calls back', `({ then() {} })`, ['CODE_STUCK']],
  ])('%s', async (_, code, codes) => {
    const result = await tight.run(code);
    expect(codes).toContain(codeOf(result));
    expect(textOf(await tight.run('6 * 7'))).toBe('42');
  });

  test('a flood of the console is cut, and says by how much', async () => {
    const result = await runner.run(`for (let i = 0; i < 5000; i++) console.log('line ' + i); 'end'`);
    const text = textOf(result);
    expect(text).toMatch(/^end\nConsole:\nline 0\n/);
    expect(text).toMatch(/… \(\d{4} more lines\)$/);
    expect(text.length).toBeLessThan(1_200);
  });

  test('one huge line of the console is cut', async () => {
    const text = textOf(await runner.run(`console.log('x'.repeat(1e6)); 'end'`));
    expect(text).toMatch(/^end\nConsole:\nx+\n… \(1 more line/);
    expect(text.length).toBeLessThan(1_200);
  });

  test('an error with a huge message and stack is cut', async () => {
    const code = `const error = new Error('x'.repeat(1e6)); error.stack = 'y'.repeat(1e6); throw error`;
    const text = textOf(await runner.run(code));
    expect(text).toMatch(/^CODE_FAILED: x+/);
    expect(text.length).toBeLessThan(5_000);
  });
});
