import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { satisfies } from 'semver';
import { version } from '../src/base/version.ts';

interface Package {
  readonly version: string;
  readonly engines?: { readonly node?: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
}

const readPackage = (path: string): Package => JSON.parse(readFileSync(path, 'utf8')) as Package;
const own = readPackage('package.json');
/** The oldest Node we promise to run on. */
const floor = '20.19.0';

interface Lock {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly version?: string;
        readonly dev?: boolean;
        readonly optional?: boolean;
        readonly engines?: { readonly node?: string };
      }
    >
  >;
}

describe('package.json', () => {
  test('version.ts says the same version', () => {
    expect(version).toBe(own.version);
  });

  test(`promises Node ${floor}`, () => {
    expect(satisfies(floor, own.engines!.node!)).toBe(true);
    expect(satisfies('20.18.3', own.engines!.node!)).toBe(false);
  });

  test.each(Object.keys(own.dependencies))(`%s accepts Node ${floor}`, (name) => {
    const range = readPackage(`node_modules/${name}/package.json`).engines?.node ?? '*';
    expect({ name, range, accepted: satisfies(floor, range) }).toEqual({ name, range, accepted: true });
  });

  test(`nothing that is installed with it refuses Node ${floor}`, () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
    const production = Object.entries(packages).filter(
      ([path, entry]) => path !== '' && entry.dev !== true && entry.optional !== true,
    );
    expect(production.length).toBeGreaterThan(50);
    const refusing = production
      .filter(([, { engines }]) => engines?.node !== undefined && !satisfies(floor, engines.node))
      .map(([path]) => path);
    expect(refusing).toEqual([]);
  });

  test('the lock file names no address of a registry', () => {
    expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved": "(?!https:\/\/registry\.npmjs\.org\/)/);
  });

  test('what is published exists', () => {
    expect(own.files.filter((file) => !existsSync(file))).toEqual([]);
    expect(Object.values(own.bin).filter((file) => !existsSync(file))).toEqual([]);
  });
});
