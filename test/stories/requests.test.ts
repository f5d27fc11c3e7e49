import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { areas } from './requests/areas.ts';
import { type Runner, startRunner } from './requests/run.ts';

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner(areas);
});
afterAll(() => runner.close());

describe.each(areas)('requests: $name', ({ cases }) => {
  test.each(cases)('$what', async (story) => {
    const { differences } = await runner.run(story);
    // What is right by now is no longer known to be wrong: take `known` out of the case.
    if (story.known !== undefined) expect(differences).not.toEqual([]);
    else expect(differences).toEqual([]);
  });
});

test('no two cases of an area have the same name', () => {
  const names = areas.flatMap(({ name, cases }) => cases.map(({ what }) => `${name}: ${what}`));
  expect(new Set(names).size).toBe(names.length);
});
