import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maxDuration, parseByteSize, parseDuration } from '../../src/base/config/units.ts';

describe('durations in milliseconds', () => {
  test.each([
    [500, 500],
    ['500ms', 500],
    ['30s', 30_000],
    ['30 s', 30_000],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['0.25h', 900_000],
    ['596h', 2_145_600_000],
  ])('%p is %p', (written, milliseconds) => {
    expect(parseDuration(written)).toBe(milliseconds);
  });

  test.each([
    ['30'],
    [''],
    ['s'],
    ['30S'],
    ['30 sec'],
    ['-1s'],
    ['1m30s'],
    ['1e3s'],
    ['0s'],
    ['0.0001s'],
    ['25h30'],
    ['600h'],
    [0],
    [-5],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [maxDuration + 1],
  ])('%p is none', (written) => {
    expect(parseDuration(written)).toBeUndefined();
  });

  test('law: every unit is a multiple of the one below', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (amount) => {
        expect(parseDuration(`${amount}s`)).toBe(parseDuration(`${amount * 1000}ms`));
        expect(parseDuration(`${amount}m`)).toBe(parseDuration(`${amount * 60}s`));
        expect(parseDuration(`${amount}h`)).toBe(parseDuration(`${amount * 60}m`));
      }),
    );
  });

  test('law: milliseconds are the number itself, and any result fits a timer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: maxDuration }), (amount) => {
        expect(parseDuration(amount)).toBe(amount);
        expect(parseDuration(`${amount}ms`)).toBe(amount);
      }),
    );
    const written = fc
      .tuple(fc.nat(), fc.constantFrom('ms', 's', 'm', 'h'))
      .map(([amount, unit]) => `${amount}${unit}`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), written), (text) => {
        const duration = parseDuration(text);
        expect(duration === undefined || (Number.isInteger(duration) && duration >= 1 && duration <= maxDuration)).toBe(
          true,
        );
      }),
    );
  });
});

describe('sizes in bytes', () => {
  test.each([
    [1, 1],
    ['7B', 7],
    ['64kB', 64_000],
    ['64KB', 64_000],
    ['10MB', 10_000_000],
    ['10 mb', 10_000_000],
    ['2GB', 2_000_000_000],
    ['1KiB', 1024],
    ['1MiB', 1_048_576],
    ['1.5MiB', 1_572_864],
    ['1GiB', 1_073_741_824],
  ])('%p is %p', (written, size) => {
    expect(parseByteSize(written)).toBe(size);
  });

  test.each([['10'], ['10M'], ['iB'], ['1iB'], ['-1MB'], ['0B'], [''], ['1TB'], [0], ['99999999999GB']])(
    '%p is none',
    (written) => {
      expect(parseByteSize(written)).toBeUndefined();
    },
  );
});
