import { describe, expect, test } from '@jest/globals';
import { ExactNumber } from '../../src/base/exact-number.ts';
import { maskSecrets, secretsIn, withoutSecrets } from '../../src/base/hide-secrets.ts';

describe('what a name calls a secret', () => {
  test.each([
    [
      { password: 'x', user: 'ann' },
      { password: '[redacted]', user: 'ann' },
    ],
    [
      { body: { accessToken: 'x', items: [{ client_secret: 'y' }] } },
      { body: { accessToken: '[redacted]', items: [{ client_secret: '[redacted]' }] } },
    ],
    [
      { 'X-API-Key': 'x', pin: 7, cvv: '123' },
      { 'X-API-Key': '[redacted]', pin: '[redacted]', cvv: '[redacted]' },
    ],
    [{ token: { value: 'x' } }, { token: '[redacted]' }],
    [{ file: { base64: 'AAAA' } }, { file: { base64: '[4 characters]' } }],
    // What leads to the next page or counts is none.
    [
      { page_token: 'x', nextToken: 'y', max_tokens: 100 },
      { page_token: 'x', nextToken: 'y', max_tokens: 100 },
    ],
    [
      { password: null, pinned: true, spinning: 1 },
      { password: null, pinned: true, spinning: 1 },
    ],
  ])('%j becomes %j', (given, expected) => {
    expect(withoutSecrets(given)).toEqual(expected);
  });

  test('an integer that JSON would round keeps its digits', () => {
    expect(withoutSecrets({ id: new ExactNumber('12345678901234567890'), price: new ExactNumber('1.10') })).toEqual({
      id: '12345678901234567890',
      price: new ExactNumber('1.10'),
    });
  });

  test('is found at any depth', () => {
    expect(secretsIn({ a: [{ password: 'one' }], token: { value: 'two', all: ['three'] }, name: 'no' })).toEqual([
      'one',
      'two',
      'three',
    ]);
  });
});

describe('a text without what its names call a secret', () => {
  test.each([
    ['{"user":"ann","password":"a\\"b"}', '{"user":"ann","password":"[redacted]"}'],
    ['{"pin": 1234, "n": 5}', '{"pin": "[redacted]", "n": 5}'],
    ['{"access_token":"cut in the mid', '{"access_token":"[redacted]"'],
    ['grant_type=password&client_secret=x%20y&scope=a', 'grant_type=password&client_secret=[redacted]&scope=a'],
    ['https://a.example/x?api_key=k&page=2', 'https://a.example/x?api_key=[redacted]&page=2'],
    ['https://a.example/x?page_token=k', 'https://a.example/x?page_token=k'],
    ['a plain text: token = what it is', 'a plain text: token = what it is'],
  ])('%s', (given, expected) => {
    expect(maskSecrets(given)).toBe(expected);
  });
});
