import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../src/base/json.ts';
import { stringifyExact } from '../../src/base/exact.ts';

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
      expect(stringifyExact({ id: value, list: [value], 'a"b': undefined })).toBe(`{"id":${value},"list":[${value}]}`);
    }),
  );
});
