import { expect, test } from '@jest/globals';
import type { Store } from '../../src/base/store.ts';

/** What every store does, whatever is behind it. `pass` lets that many milliseconds go by for the store. */
export function describeStore(open: () => Promise<Store>, pass: (milliseconds: number) => Promise<void>): void {
  test('a value is there until it is deleted', async () => {
    const store = await open();
    await store.set('a', 'one', 60_000);
    expect(await store.get('a')).toBe('one');
    await store.set('a', 'two', 60_000);
    expect(await store.get('a')).toBe('two');
    await store.delete('a');
    expect(await store.get('a')).toBeUndefined();
    await store.close();
  });

  test('a value is gone after its time', async () => {
    const store = await open();
    await store.set('short', 'x', 50);
    await store.set('long', 'y', 60_000);
    await pass(100);
    expect(await store.get('short')).toBeUndefined();
    expect(await store.get('long')).toBe('y');
    await store.close();
  });

  test('of those who add the same key one does, and again once it has expired', async () => {
    const store = await open();
    expect(await Promise.all([1, 2, 3].map((n) => store.add('lock', String(n), 50)))).toEqual([true, false, false]);
    expect(await store.get('lock')).toBe('1');
    await pass(100);
    expect(await store.add('lock', '4', 50)).toBe(true);
    await store.close();
  });

  test('of those who take a value one gets it', async () => {
    const store = await open();
    await store.set('once', 'x', 60_000);
    const taken = await Promise.all([store.take('once'), store.take('once'), store.take('once')]);
    expect(taken.filter((value) => value === 'x')).toHaveLength(1);
    expect(await store.get('once')).toBeUndefined();
    await store.close();
  });

  test('keys and values are any text', async () => {
    const store = await open();
    for (const text of ['', '__proto__', 'ключ', '{"a": 1}', '🙂\n\u0000']) {
      await store.set(`k:${text}`, text, 60_000);
      expect(await store.get(`k:${text}`)).toBe(text);
    }
    await store.close();
  });
}
