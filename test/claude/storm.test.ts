import { expect, test } from '@jest/globals';
import { runStorm } from '../support/storm.ts';

// test/live/claude.test.ts has five hundred.
test('a hundred conversations at once, with limits for ten: all finish, none is refused, no call is made twice', async () => {
  const { names, answers, made, requests, refused, faults, farthest } = await runStorm(100);
  expect(answers.flatMap(({ error }) => error ?? [])).toEqual([]);
  expect(answers.map(({ text }) => text)).toEqual(names.map((name) => `${name} is done`));
  expect([...made].sort()).toEqual(names.flatMap((name) => [`read ${name}`, `write ${name}`]).sort());
  expect(farthest).toBe(99);
  expect(faults).toBeGreaterThan(10);
  // What the headers told kept nearly all within the limits: there was no storm.
  expect(refused).toBeLessThan(requests / 20);
}, 30_000);
