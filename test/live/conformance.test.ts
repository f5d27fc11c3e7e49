import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningGateway, startGateway } from '../support/gateway.ts';
import { installSuite, type Installation } from './conformance/install.ts';
import { failures, runSuite, saysSomething, type Outcomes } from './conformance/suite.ts';
import { startUpstream, type Upstream } from './conformance/upstream.ts';

/** What expected.json says about one revision; every scenario is in exactly one of the lists. */
interface Expectation {
  /** No check fails. */
  readonly passing: readonly string[];
  /** No check fails but these, each with the reason. */
  readonly passingExcept: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The suite reports no failure, but has not exercised anything the gateway has. Not counted as passing. */
  readonly hollow: Readonly<Record<string, string>>;
  readonly notPassing: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, '../..');
const folder = join(import.meta.dirname, 'conformance');
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, Expectation>;

let upstream: Upstream;
let gateway: RunningGateway;
let installation: Installation;

beforeAll(async () => {
  installation = await installSuite(join(root, 'node_modules/.cache/routewright-conformance'));
  upstream = await startUpstream();
  const fixture = join(folder, 'fixture.openapi.yaml');
  gateway = await startGateway([fixture, '--base-url', upstream.url]);
}, 600_000);

afterAll(async () => {
  await gateway?.stop();
  await upstream?.close();
});

describe.each(Object.entries(expected))('MCP %s', (revision, { passing, passingExcept, hollow, notPassing }) => {
  const listed = [...passing, ...Object.keys(passingExcept), ...Object.keys(hollow), ...Object.keys(notPassing)];
  let outcomes: Outcomes;

  const checksOf = (scenario: string) => {
    const checks = outcomes.get(scenario);
    if (checks === undefined) throw new Error(`The suite no longer runs ${scenario}: take it out of expected.json`);
    return checks;
  };
  const failed = (scenario: string) =>
    failures(checksOf(scenario)).map(({ id, errorMessage }) => ({ id, errorMessage }));

  beforeAll(async () => {
    outcomes = await runSuite(installation, gateway.url.href, revision);
  }, 600_000);

  test('every scenario the suite runs is listed once', () => {
    expect([...listed].sort()).toEqual([...outcomes.keys()].sort());
  });

  for (const scenario of passing) {
    test(`${scenario} passes`, () => {
      expect(failed(scenario)).toEqual([]);
      expect(saysSomething(checksOf(scenario))).toBe(true);
    });
  }

  for (const [scenario, exceptions] of Object.entries(passingExcept)) {
    test(`${scenario} passes, except ${Object.keys(exceptions).join(', ')}`, () => {
      // One that is missing here passes now: take it out of expected.json. One that is too many is a regression.
      expect([...new Set(failed(scenario).map(({ id }) => id))].sort()).toEqual(Object.keys(exceptions).sort());
    });
  }

  for (const [scenario, reason] of Object.entries(hollow)) {
    test(`${scenario} has nothing to judge: ${reason}`, () => {
      expect(failed(scenario)).toEqual([]);
    });
  }

  for (const [scenario, reason] of Object.entries(notPassing)) {
    test(`${scenario} does not pass: ${reason}`, () => {
      if (failed(scenario).length === 0) throw new Error(`${scenario} passes now: move it in expected.json`);
    });
  }
});
