import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../src/base/json.ts';
import { ExactNumber } from '../../src/base/exact-number.ts';
import {
  mayNeedText,
  needsText,
  parseExact,
  parseMarked,
  restoreNumbers,
  stringifyExact,
} from '../../src/base/exact.ts';

test('is JSON where every number is a double', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(stringifyExact(value as Json)).toBe(JSON.stringify(value));
    }),
  );
});

test('keeps every digit of an integer', () => {
  fc.assert(
    fc.property(fc.bigInt(), (value) => {
      const number = new ExactNumber(String(value));
      expect(stringifyExact({ id: number, list: [number], 'a"b': undefined })).toBe(
        `{"id":${value},"list":[${value}]}`,
      );
    }),
  );
});

describe('reading JSON without losing digits', () => {
  test.each([
    '{"price":1.10}',
    '{"a":[9007199254740993,-1.50],"b":{"c":0.1234567890123456789}}',
    '[1.10,1,"1.10",true,null]',
    '12345678901234567890',
    '{"1.10":"9007199254740993","x":1e400}',
    '[0.100 , 2.50]',
  ])('%s comes out as it went in', (text) => {
    expect(stringifyExact(parseExact(text))).toBe(text.replaceAll(' ', ''));
  });

  test.each<[string, unknown]>([
    // Numbers that mean the same without: an API that wants an integer takes no 1.0.
    ['{"a":1.0,"b":1E3,"c":2.00,"d":-0.0,"e":1.5e1}', { a: 1, b: 1000, c: 2, d: -0, e: 15 }],
    [
      '{"jsonrpc":"2.0","text":"costs 1.10, or 12345678901234567890"}',
      { jsonrpc: '2.0', text: 'costs 1.10, or 12345678901234567890' },
    ],
  ])('%s has none', (text, value) => {
    expect(parseExact(text)).toEqual(value);
  });

  test('what is no JSON is refused as by JSON.parse', () => {
    for (const text of ['{"a":1.10', '[1.10,]', '01.10', '{"a":1.1.10}'])
      expect(() => parseExact(text)).toThrow(SyntaxError);
  });

  test('is JSON.parse but for these numbers, and every text survives', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(stringifyExact(parseExact(text)))).toEqual(JSON.parse(text));
        expect(JSON.parse(JSON.stringify(restoreNumbers(parseMarked(text, needsText))))).toEqual(JSON.parse(text));
      }),
    );
  });

  test('the first look misses none of them', () => {
    const number = fc
      .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.nat(20), fc.constantFrom('', '0', 'e5', 'E-300'))
      .map(([digits, places, end]) => {
        const text = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
        const whole = text.slice(0, text.length - places).replace(/^0+(?=\d)/, '');
        return `${digits < 0n ? '-' : ''}${whole}${places > 0 ? `.${text.slice(-places)}` : ''}${end === '0' && places === 0 ? '' : end}`;
      });
    fc.assert(
      fc.property(number, (text) => {
        for (const json of [text, `[${text}]`, `{"a": ${text} }`, `[1,${text},2]`])
          if (!mayNeedText(json))
            expect(stringifyExact(JSON.parse(json) as Json)).toBe(stringifyExact(parseExact(json)));
        if (!mayNeedText(text)) expect(Number(text)).toBe(JSON.parse(text));
        const kept =
          /\.\d*[1-9]\d*0+$/.test(text) || (/^-?\d{17,}$/.test(text) && BigInt(text) !== BigInt(Number(text)));
        if (kept) expect(mayNeedText(`{"a":${text}}`)).toBe(true);
      }),
    );
  });
});
