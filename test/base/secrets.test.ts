import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RoutewrightError } from '../../src/base/errors.ts';
import { Redactor } from '../../src/base/secrets.ts';

function redactorOf(...secrets: string[]): Redactor {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

describe('Redactor.redact', () => {
  test.each<[name: string, secrets: string[], text: string, redacted: string]>([
    ['nothing known', [], 'key=s3cr3t', 'key=s3cr3t'],
    ['raw', ['s3cr3t'], 'key=s3cr3t&again=s3cr3t.', 'key=[redacted]&again=[redacted].'],
    ['inside a word', ['s3cr3t'], 'xs3cr3tx', 'x[redacted]x'],
    ['base64', ['pass word?>'], `Basic ${btoa('pass word?>')}`, 'Basic [redacted]'],
    ['base64 without padding', ['abcd'], 'x YWJjZA x', 'x [redacted] x'],
    ['base64url', ['??>>~~'], 'x Pz8-Pn5- x', 'x [redacted] x'],
    ['percent-encoded', ['a b/c+d'], '?k=a%20b%2Fc%2Bd&', '?k=[redacted]&'],
    ['percent-encoded in lower case', ['a b/c+d'], '?k=a%20b%2fc%2bd&', '?k=[redacted]&'],
    ['form-encoded', ["a b/c+d'!"], 'k=a+b%2Fc%2Bd%27%21&', 'k=[redacted]&'],
    ['JSON-escaped', ['a"b\\c\nd'], String.raw`{"k":"a\"b\\c\nd"}`, '{"k":"[redacted]"}'],
    ['longest first', ['abcd', 'abcdefgh'], 'abcdefgh abcd', '[redacted] [redacted]'],
    ['overlapping', ['abcdef', 'defghi'], '-abcdefghi-', '-[redacted]-'],
    ['overlapping itself', ['abab'], 'xababab', 'x[redacted]'],
    ['no pattern', ['a.*$'], 'aaaa a.*$ $&', 'aaaa [redacted] $&'],
    ['with blanks around, trimmed on the wire', ['  s3cr3t '], 'key: s3cr3t', 'key: [redacted]'],
    ['short, alone', ['ab'], 'key=ab, ab.', 'key=[redacted], [redacted].'],
    ['short, in words', ['ab'], 'table abc cab ab_c 1ab éab', 'table abc cab ab_c 1ab éab'],
    ['short, encoded', ['abc'], 'x YWJj xYWJjx', 'x [redacted] xYWJjx'],
    ['empty and blank', ['', '  ', '\n'], 'a  b\n', 'a  b\n'],
    ['known twice', ['s3cr3t', 's3cr3t'], 's3cr3t', '[redacted]'],
    ['half a surrogate pair', ['abcd\ud800'], 'abcd\ud800', '[redacted]'],
  ])('%s', (_name, secrets, text, redacted) => {
    expect(redactorOf(...secrets).redact(text)).toBe(redacted);
  });

  // Short secrets stand in words by chance, and blank ones are none.
  const secret = fc.oneof(fc.string({ minLength: 4 }), fc.string({ unit: 'binary', minLength: 4 })).filter((text) => {
    return text.trim().length >= 4 && !'[redacted]'.includes(text.trim());
  });
  const forms: readonly ((text: string) => string)[] = [
    (text) => text,
    (text) => Buffer.from(text).toString('base64'),
    (text) => Buffer.from(text).toString('base64').replaceAll('=', ''),
    (text) => Buffer.from(text).toString('base64url'),
    encodeURIComponent,
    (text) => encodeURIComponent(text).replaceAll('%20', '+'),
    (text) => new URLSearchParams({ k: text }).toString().slice(2),
    (text) => JSON.stringify(text).slice(1, -1),
  ];
  const survives = (text: string, secrets: readonly string[]): boolean =>
    text.split('[redacted]').some((piece) => secrets.some((one) => forms.some((form) => piece.includes(form(one)))));

  test('law: no planted secret in any form survives', () => {
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.string(), fc.nat(3), fc.nat(forms.length - 1))),
        (secrets, plants) => {
          const text = plants
            .map(([before, which, form]) => before + forms[form]!(secrets[which % secrets.length]!))
            .join('');
          expect(survives(redactorOf(...secrets).redact(text), secrets)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('law: a text that holds no form of a secret stays as it is', () => {
    fc.assert(
      fc.property(secret, fc.string(), (one, text) => {
        fc.pre(!survives(text, [one, one.trim()]));
        expect(redactorOf(one).redact(text)).toBe(text);
      }),
    );
  });

  test('law: no string of a redacted value holds a secret', () => {
    fc.assert(
      fc.property(secret, fc.jsonValue(), fc.nat(forms.length - 1), (one, value, form) => {
        const planted = { [forms[form]!(one)]: value, list: [value, { deep: `x${forms[form]!(one)}x` }] };
        const strings: string[] = [];
        JSON.stringify(redactorOf(one).redactValue(planted), (key, member: unknown) => {
          strings.push(key, ...(typeof member === 'string' ? [member] : []));
          return member;
        });
        expect(strings.some((text) => survives(text, [one]))).toBe(false);
      }),
    );
  });

  test('what expires is forgotten a while after that, what does not never is', () => {
    let now = 0;
    const redactor = new Redactor({ now: () => now });
    redactor.add('lasting-secret');
    redactor.add('passing-secret', 1000);
    redactor.add('both-secret', 1000);
    redactor.add('both-secret');
    const text = 'lasting-secret passing-secret both-secret';
    now = 2000;
    redactor.add('another', 5000);
    expect(redactor.redact(text)).toBe('[redacted] [redacted] [redacted]');
    now = 700_000;
    redactor.add('another', 800_000);
    expect(redactor.redact(text)).toBe('[redacted] passing-secret [redacted]');
  });

  test('thousands of tokens cost neither memory nor time without bound', () => {
    const redactor = new Redactor({ now: () => 0 });
    redactor.add('lasting-secret');
    for (let count = 0; count < 3_000; count++) redactor.add(`token-${count}-${'x'.repeat(40)}`, 1000);
    const text = `${'no secret here '.repeat(5_000)}token-2999-${'x'.repeat(40)} lasting-secret`;
    const start = performance.now();
    expect(redactor.redact(text)).toMatch(/here \[redacted\] \[redacted\]$/);
    expect(performance.now() - start).toBeLessThan(500);
  });

  test('nothing known costs nothing: the same text comes back', () => {
    const text = 'x'.repeat(1_000_000);
    const redactor = new Redactor();
    const start = performance.now();
    for (let run = 0; run < 10_000; run++) redactor.redact(text);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('Redactor.redactValue', () => {
  const redactor = redactorOf('s3cr3t', '8080');
  const circular: Record<string, unknown> = { name: 'ring' };
  circular.self = circular;
  let deep: unknown = 'bottom';
  for (let level = 0; level < 100; level++) deep = { deep };

  test.each<[name: string, value: unknown, redacted: unknown]>([
    ['plain values', { a: 1, b: true, c: null, d: 'x' }, { a: 1, b: true, c: null, d: 'x' }],
    ['nested strings', { a: [{ b: 'k=s3cr3t' }] }, { a: [{ b: 'k=[redacted]' }] }],
    ['names of members', { s3cr3t: 1 }, { '[redacted]': 1 }],
    ['a number', { port: 8080 }, { port: '[redacted]' }],
    ['an error', { error: new Error('bad s3cr3t') }, { error: { message: 'bad [redacted]' } }],
    [
      'an error with code and cause',
      new RoutewrightError('INTERNAL', 'bad', { cause: new Error('s3cr3t') }),
      { message: 'bad', code: 'INTERNAL', cause: { message: '[redacted]' } },
    ],
    [
      'sensitive headers, known or not',
      { headers: { Authorization: 'Bearer x', 'Proxy-Authorization': 'y', COOKIE: ['z'], 'set-cookie': { a: 1 } } },
      {
        headers: {
          Authorization: '[redacted]',
          'Proxy-Authorization': '[redacted]',
          COOKIE: '[redacted]',
          'set-cookie': '[redacted]',
        },
      },
    ],
    ['x-api-key', { 'X-Api-Key': 'q', accept: 'json' }, { 'X-Api-Key': '[redacted]', accept: 'json' }],
    [
      'Headers',
      new Headers({ authorization: 'q', accept: 's3cr3t' }),
      { accept: '[redacted]', authorization: '[redacted]' },
    ],
    ['a Map and a Set', new Map([['a', new Set(['s3cr3t'])]]), { a: ['[redacted]'] }],
    ['bytes', { body: Buffer.from('s3cr3t') }, { body: '[6 bytes]' }],
    [
      'dates and URLs',
      [new Date(0), new URL('http://a/?k=s3cr3t')],
      ['1970-01-01T00:00:00.000Z', 'http://a/?k=[redacted]'],
    ],
    ['what JSON does not know', { a: undefined, b: () => 1, c: 10n, d: [undefined] }, { c: '10', d: [null] }],
    ['a circle', circular, { name: 'ring', self: '[circular]' }],
    ['the same value twice', [circular.name, circular.name], ['ring', 'ring']],
    [
      'a getter that throws',
      {
        get a() {
          throw new Error('no');
        },
      },
      '[unreadable]',
    ],
  ])('%s', (_name, value, redacted) => {
    expect(redactor.redactValue(value)).toEqual(redacted);
  });

  test('a very deep value ends somewhere', () => {
    expect(JSON.stringify(redactor.redactValue(deep))).toContain('[too deep]');
  });

  test('what was given is not changed', () => {
    const given = { a: ['s3cr3t'], cookie: 'c' };
    redactor.redactValue(given);
    expect(given).toEqual({ a: ['s3cr3t'], cookie: 'c' });
  });
});
