import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { childPointer, formatPointer, parsePointer } from '../../src/base/json-pointer.ts';

describe('JSON pointers', () => {
  // RFC 6901, section 5
  test.each([
    ['', []],
    ['/foo', ['foo']],
    ['/foo/0', ['foo', '0']],
    ['/', ['']],
    ['/a~1b', ['a/b']],
    ['/c%d', ['c%d']],
    ['/e^f', ['e^f']],
    ['/g|h', ['g|h']],
    ['/i\\j', ['i\\j']],
    ['/k"l', ['k"l']],
    ['/ ', [' ']],
    ['/m~0n', ['m~n']],
    // section 4: ~01 is ~1, never a slash
    ['/~01', ['~1']],
    ['/~1~0', ['/~']],
  ])('%p has the steps %p', (pointer, steps) => {
    expect(parsePointer(pointer)).toEqual(steps);
    expect(formatPointer(steps)).toBe(pointer);
  });

  test('elements are named by their index', () => {
    expect(childPointer('/paths/~1pets', 'get', 'parameters', 0)).toBe('/paths/~1pets/get/parameters/0');
  });

  test('what is written is read again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('~', '/', '0', '1', 'a', '', 'é', '%', '#') })),
        (steps) => {
          expect(parsePointer(formatPointer(steps))).toEqual(steps);
        },
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.string()), (steps) => {
        expect(parsePointer(formatPointer(steps))).toEqual(steps);
      }),
    );
  });

  test('different steps have different pointers', () => {
    const steps = fc.array(fc.string({ unit: fc.constantFrom('~', '/', '0', '1') }), { maxLength: 3 });
    fc.assert(
      fc.property(steps, steps, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(formatPointer(one)).not.toBe(formatPointer(other));
      }),
    );
  });
});
