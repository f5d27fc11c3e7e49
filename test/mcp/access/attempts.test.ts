import { describe, expect, test } from '@jest/globals';
import { createAttempts } from '../../../src/mcp/access/attempts.ts';

function attempts(maxAddresses = 100): ReturnType<typeof createAttempts> & { pass: (ms: number) => void } {
  let time = 0;
  return {
    ...createAttempts({ burst: 3, perMinute: 6, now: () => time, maxAddresses }),
    pass: (ms) => void (time += ms),
  };
}

describe('failed attempts', () => {
  test('are free up to the burst; then the address waits, and gets one more each ten seconds', () => {
    const { wait, fail, pass } = attempts();
    for (let count = 0; count < 3; count += 1) {
      expect(wait('192.0.2.1')).toBe(0);
      fail('192.0.2.1');
    }
    expect(wait('192.0.2.1')).toBe(10);
    pass(9_000);
    expect(wait('192.0.2.1')).toBe(1);
    pass(1_000);
    expect(wait('192.0.2.1')).toBe(0);
    fail('192.0.2.1');
    expect(wait('192.0.2.1')).toBe(10);
  });

  test('never add up to more than the burst, however long nothing happens', () => {
    const { wait, fail, pass } = attempts();
    fail('192.0.2.1');
    pass(3_600_000);
    for (let count = 0; count < 3; count += 1) fail('192.0.2.1');
    expect(wait('192.0.2.1')).toBeGreaterThan(0);
  });

  test('of one address do not touch another', () => {
    const { wait, fail } = attempts();
    for (let count = 0; count < 9; count += 1) fail('192.0.2.1');
    expect(wait('192.0.2.2')).toBe(0);
  });

  test.each([
    ['addresses of one IPv6 network', '2001:db8:0:1::1', '2001:db8:0:1:ffff::2', true],
    ['addresses of two IPv6 networks', '2001:db8:0:1::1', '2001:db8:0:2::1', false],
    ['an IPv4 address and its IPv6 form', '192.0.2.1', '::ffff:192.0.2.1', true],
    ['two IPv4 addresses in IPv6 form', '::ffff:192.0.2.2', '::ffff:192.0.2.1', false],
  ])('count together for %s: %s, %s → %s', (_, first, second, together) => {
    const { wait, fail } = attempts();
    for (let count = 0; count < 3; count += 1) fail(first);
    expect(wait(second) > 0).toBe(together);
  });

  test('are remembered for a bounded number of addresses, those that failed last', () => {
    const { wait, fail } = attempts(10);
    for (let address = 0; address < 1000; address += 1)
      for (let n = 0; n < 3; n += 1) fail(`10.0.${address >> 8}.${address & 255}`);
    expect(wait('10.0.0.0')).toBe(0);
    expect(wait('10.0.3.231')).toBeGreaterThan(0);
  });
});
