import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { downloadSuite } from './schema-suite/download.ts';
import { known, leftOut, refusedByValidator } from './schema-suite/known.ts';
import { compareSuite, type Difference } from './schema-suite/suite.ts';

let tests: string;
beforeAll(async () => void (tests = await downloadSuite()), 600_000);

const isKnown = ({ test: name, kind }: Difference): boolean =>
  known.some((line) => line.test.test(name) && (line.refuses === true) === (kind === 'refuses what is valid'));

test.each([
  ['2.0', 'draft4', 500],
  ['3.0', 'draft4', 500],
  ['3.1', 'draft2020-12', 1000],
  ['3.2', 'draft2020-12', 1000],
] as const)('OpenAPI %s keeps what the instances of %s are', async (version, draft, least) => {
  const { compared, differences } = await compareSuite(join(tests, draft), version, leftOut);
  expect(compared).toBeGreaterThan(least);
  const ours = differences.filter(({ byValidator }) => !byValidator);
  expect(ours.filter((difference) => !isKnown(difference))).toEqual([]);
  const refused = differences.filter(({ kind, byValidator }) => byValidator && kind === 'refuses what is valid');
  expect(refused.map(({ test: name }) => name)).toEqual(refused.length === 0 ? [] : refusedByValidator);
});
