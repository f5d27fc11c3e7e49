import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { judgeNames } from './judges/judge.ts';
import type { Summary } from './judges/summary.ts';

/** Of each document, each called twice; `npm run judges` takes them all. */
const operations = 200;
const minutes = 8;

let folder: string;
let report: { hasCorpus: boolean; summaries: Summary[] };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'routewright-judges-'));
  const file = join(folder, 'report.json');
  const options = ['scripts/run.js', 'test/live/judges/main.ts', '--operations', String(operations), '--json', file];
  const { stdout, stderr } = spawnSync(process.execPath, options, { encoding: 'utf8', maxBuffer: 100_000_000 });
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as typeof report;
  } catch {
    throw new Error(`The judges were not heard:\n${stdout.slice(-4000)}\n${stderr.slice(-4000)}`);
  }
}, minutes * 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

const sum = (value: (summary: Summary) => number): number =>
  report.summaries.reduce((all, summary) => all + value(summary), 0);

describe('Requests of generated arguments, held against the document by validators of others', () => {
  test('no refusal is without a reason in the reviewed table', () => {
    expect(report.summaries.flatMap(({ unexplained }) => unexplained)).toEqual([]);
  });

  test('at least 99 % are accepted by at least one judge', () => {
    expect(sum(({ calls }) => calls)).toBeGreaterThan(report.hasCorpus ? 1000 : 30);
    // No judge reads a part of multipart that is JSON: of the bundled documents' 66 requests that is one.
    const least = report.hasCorpus ? 0.99 : 0.98;
    expect(sum(({ acceptedByAny }) => acceptedByAny) / sum(({ calls }) => calls)).toBeGreaterThanOrEqual(least);
  });

  test('each judge accepts most of what it is asked', () => {
    for (const judge of judgeNames)
      expect(sum(({ accepted }) => accepted[judge]) / sum(({ calls }) => calls)).toBeGreaterThan(0.5);
  });
});
