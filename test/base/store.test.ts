import { describe, expect, test } from '@jest/globals';
import { MemoryStore } from '../../src/base/store.ts';
import { describeStore } from './store-contract.ts';

describe('the store in memory', () => {
  let now = 0;
  describeStore(
    () => Promise.resolve(new MemoryStore({ now: () => now })),
    (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
  );

  test('beyond its size the oldest values go, those that have expired first', async () => {
    let time = 0;
    const store = new MemoryStore({ maxSize: 40, now: () => time });
    await store.set('a', 'x'.repeat(14), 1_000);
    await store.set('b', 'x'.repeat(14), 10);
    time = 20;
    await store.set('c', 'x'.repeat(14), 1_000);
    expect([await store.get('a'), await store.get('b'), await store.get('c')].map((value) => value?.length)).toEqual([
      14,
      undefined,
      14,
    ]);
    await store.set('d', 'x'.repeat(14), 1_000);
    expect(await store.get('a')).toBeUndefined();
    expect(await store.get('d')).toHaveLength(14);
  });
});
