import { readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  test('large values lie in files that only this user may read, as long as they are there', async () => {
    const before = new Set(spillFolders());
    const store = new MemoryStore({ spillAbove: 20, maxDiskSize: 70 });
    await store.set('small', 'x'.repeat(20), 60_000);
    expect(spillFolders().filter((name) => !before.has(name))).toEqual([]);
    await store.set('large', 'é'.repeat(30), 60_000);
    await store.set('other', 'y'.repeat(30), 60_000);
    const folder = join(
      tmpdir(),
      spillFolders().find((name) => !before.has(name))!,
    );
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const files = (): string[] => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')[0]!);
    expect(files().sort()).toEqual(['y', 'é']);
    expect(await store.get('large')).toBe('é'.repeat(30));
    expect(await store.take('large')).toBe('é'.repeat(30));
    expect(await store.get('large')).toBeUndefined();
    await store.set('third', 'z'.repeat(60), 60_000);
    expect(
      [await store.get('other'), await store.get('third'), await store.get('small')].map((value) => value?.length),
    ).toEqual([undefined, 60, 20]);
    await store.close();
    expect(spillFolders().filter((name) => !before.has(name))).toEqual([]);
  });
});

function spillFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => /^routewright-[A-Za-z0-9]{6}$/.test(name));
}
