import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { RoutewrightError } from '../../src/base/errors.ts';
import { parseSecretReference } from '../../src/base/secret-reference.ts';

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('a reference to a secret', () => {
  test.each([
    ['env:SHOP_KEY', { kind: 'env', name: 'SHOP_KEY' }],
    ['env:_x1', { kind: 'env', name: '_x1' }],
    ['file:/run/secrets/shop', { kind: 'file', path: '/run/secrets/shop' }],
    ['file:secrets/my shop.txt', { kind: 'file', path: 'secrets/my shop.txt' }],
    [pathToFileURL('/run/my secret').href, { kind: 'file', path: '/run/my secret' }],
    ['exec:cat secret', { kind: 'exec', command: ['cat', 'secret'] }],
    ['exec: gcloud  auth print-access-token ', { kind: 'exec', command: ['gcloud', 'auth', 'print-access-token'] }],
    [`exec:sh -c 'echo "a b" $X | tr a b'`, { kind: 'exec', command: ['sh', '-c', 'echo "a b" $X | tr a b'] }],
    [String.raw`exec:a\ b "c\"d" '' e\\f`, { kind: 'exec', command: ['a b', 'c"d', '', String.raw`e\f`] }],
    ['keyring:shop/ada', { kind: 'keyring', service: 'shop', account: 'ada' }],
    ['keyring:shop/a/b c', { kind: 'keyring', service: 'shop', account: 'a/b c' }],
  ])('%p', (text, reference) => {
    expect(parseSecretReference(text)).toEqual(reference);
  });

  test.each([['sk-live-0123456789'], ['hunter2'], ['ada:pa55word'], ['Bearer abc.def'], ['p@ss word: yes'], ['key']])(
    '%p is the secret itself',
    (text) => {
      expect(parseSecretReference(text)).toEqual({ kind: 'plain', value: text });
    },
  );

  test.each([
    ['SHOP_KEY'],
    ['$SHOP_KEY'],
    ['${SHOP_KEY}'],
    ['env:'],
    ['env:sk-live-0123456789'],
    ['env:1X'],
    ['ENV:SHOP_KEY'],
    ['evn:SHOP_KEY'],
    ['files:/run/secret'],
    ['file:'],
    ['file:   '],
    ['file://host.example/secret'],
    ['exec:'],
    ['exec:cat "secret'],
    ['keyring:shop'],
    ['keyring:/ada'],
    ['op://vault/item/field'],
    [''],
    ['  '],
    [' env:SHOP_KEY'],
    ['env:SHOP_KEY\n'],
  ])('%p is refused, and the message does not repeat it', (text) => {
    const error = thrownBy(() => parseSecretReference(text));
    expect(error).toBeInstanceOf(RoutewrightError);
    const { code, message, hint, cause } = error as RoutewrightError;
    expect(code).toBe('SECRET_INVALID');
    expect(cause).toBeUndefined();
    if (text.length > 8) expect(`${message} ${hint}`).not.toContain(text);
    expect(hint).toMatch(/env:NAME.*file:PATH/);
  });
});
