import { describe, expect, test } from '@jest/globals';
import { createSecretReader, expiryOf, type Secret } from '../../src/base/secret-reader.ts';
import type { SecretSource } from '../../src/base/secrets.ts';

describe('a secret', () => {
  const files: Readonly<Record<string, string>> = {
    '/plain': 's3cr3t',
    '/newline': 's3cr3t\n',
    '/windows': 's3cr3t\r\n',
    '/two': 's3cr3t\n\n',
    '/empty': '',
    '/blank': ' \n',
  };
  const source: SecretSource = {
    env: { KEY: 's3cr3t', SPACED: ' s3cr3t ', EMPTY: '', BLANK: ' \t' },
    readFile: (path) => {
      if (path === '/folder') throw Object.assign(new Error('EISDIR: no'), { code: 'EISDIR' });
      if (path === '/odd') throw new Error('the disk is on fire');
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error('ENOENT: no'), { code: 'ENOENT' });
      return text;
    },
  };

  test.each([
    ['env:KEY', 's3cr3t'],
    ['env:SPACED', ' s3cr3t '],
    ['file:/plain', 's3cr3t'],
    ['file:/newline', 's3cr3t'],
    ['file:/windows', 's3cr3t'],
    ['file:/two', 's3cr3t\n'],
  ])('%s is found', (reference, value) => {
    expect(createSecretReader(source).read(reference)).toEqual({ value });
    expect(createSecretReader(source).peek(reference)).toEqual({ value });
  });

  test.each([
    ['env:NOPE', /variable NOPE is not set: set NOPE in the environment/],
    ['env:EMPTY', /variable EMPTY is empty: set EMPTY/],
    ['env:BLANK', /variable BLANK is empty/],
    ['env:constructor', /variable constructor is not set/],
    ['env:__proto__', /variable __proto__ is not set/],
    ['file:/nope', /file \/nope does not exist: write the secret into \/nope/],
    ['file:/empty', /file \/empty is empty/],
    ['file:/blank', /file \/blank is empty/],
    ['file:/folder', /file \/folder cannot be read \(EISDIR\)/],
    ['file:/odd', /file \/odd cannot be read \(the disk is on fire\)/],
  ])('%s is missing', (reference, missing) => {
    expect(createSecretReader(source).read(reference)).toEqual({ missing: expect.stringMatching(missing) });
  });
});

describe('a command that prints a secret', () => {
  const node = (code: string): string[] => [process.execPath, '-e', code];
  const system: SecretSource = { env: {}, readFile: () => '' };
  const read = async (secret: Secret): Promise<unknown> => createSecretReader(system).read(secret);

  test('is run without a shell, and its output is trimmed', async () => {
    const exec = node('console.log(process.argv.slice(1).join("|") + " ")');
    expect(await read({ exec: [...exec, '$HOME', '; ls', '*'] })).toEqual({ value: '$HOME|; ls|*' });
    expect(await read(`exec:"${process.execPath}" -p "'a' + 'b'"`)).toEqual({ value: 'ab' });
  });

  test.each<[Secret, RegExp]>([
    [{ exec: node('console.error("hunter2"); process.exit(3)') }, /node` ended with code 3: run it by hand/],
    [{ exec: node('setTimeout(() => 0, 60000)'), timeout: 300 }, /did not end within 0.3 s/],
    [{ exec: node('') }, /printed nothing/],
    [{ exec: node('process.kill(process.pid)') }, /was ended by SIGTERM/],
    [{ exec: node('console.log("x".repeat(2000000))') }, /printed more than/],
    ['exec:/no/such/program hunter2', /`\/no\/such\/program` does not exist/],
  ])('%j has failed, and neither its arguments nor its error output are told', async (secret, words) => {
    const found = (await read(secret)) as { missing: string };
    expect(found.missing).toMatch(words);
    expect(found.missing).not.toContain('hunter2');
  });

  test('is run once for many, again after its time, and again once it was refused', async () => {
    let now = 0;
    let runs = 0;
    const run = (): Promise<{ output: string }> => Promise.resolve({ output: `token-${++runs}` });
    const reader = createSecretReader({ ...system, run }, () => now);
    const command: Secret = { exec: 'x', cache: 1000 };
    expect(await Promise.all([reader.read(command), reader.read(command)])).toEqual([
      { value: 'token-1' },
      { value: 'token-1' },
    ]);
    now = 999;
    expect(await reader.read(command)).toEqual({ value: 'token-1' });
    now = 1001;
    expect(await reader.read(command)).toEqual({ value: 'token-2' });
    expect(reader.forget(command)).toBe(true);
    expect(await reader.read(command)).toEqual({ value: 'token-3' });
    expect(reader.forget('env:X')).toBe(false);
    expect(reader.peek(command)).toBeUndefined();
  });

  test('what has failed is tried again; a token that names its end is not used in its last minute', async () => {
    let now = 1_000_000;
    const jwt = `e30.${Buffer.from(JSON.stringify({ exp: 1120 })).toString('base64url')}.x`;
    const outputs = [{ failure: 'ended with code 1' }, { output: jwt }, { output: 'next' }];
    const reader = createSecretReader({ ...system, run: () => Promise.resolve(outputs.shift()!) }, () => now);
    expect(await reader.read('exec:x')).toHaveProperty('missing');
    expect(await reader.read('exec:x')).toEqual({ value: jwt });
    now = 1_059_000;
    expect(await reader.read('exec:x')).toEqual({ value: jwt });
    now = 1_061_000;
    expect(await reader.read('exec:x')).toEqual({ value: 'next' });
  });
});

test.each([
  [`e30.${Buffer.from('{"exp":5}').toString('base64url')}.s`, 5000],
  [`e30.${Buffer.from('{}').toString('base64url')}.s`, Number.POSITIVE_INFINITY],
  ['a.b.c', Number.POSITIVE_INFINITY],
  ['opaque', Number.POSITIVE_INFINITY],
])('a token %s expires at %d', (token, expires) => {
  expect(expiryOf(token)).toBe(expires);
});

describe('a keyring', () => {
  const source = (keyring: NonNullable<SecretSource['keyring']>): SecretSource => ({
    env: {},
    readFile: () => '',
    keyring,
  });
  test('has the secret, has none, or cannot be read', async () => {
    const read = (keyring: NonNullable<SecretSource['keyring']>): unknown =>
      createSecretReader(source(keyring)).read('keyring:shop/ada');
    expect(await read((service, account) => Promise.resolve(`${service}-${account}`))).toEqual({ value: 'shop-ada' });
    expect(await read(() => Promise.resolve(undefined))).toEqual({
      missing: expect.stringMatching(/shop\/ada does not exist/),
    });
    expect(await read(() => Promise.reject(new Error('locked')))).toEqual({ missing: expect.stringMatching(/locked/) });
  });

  test('says which package reads it where that is not installed', async () => {
    const reader = createSecretReader({ env: {}, readFile: () => '' });
    expect(await reader.read('keyring:shop/ada')).toEqual({
      missing: expect.stringMatching(/npm install @napi-rs\/keyring/),
    });
  });
});
