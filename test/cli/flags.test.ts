import { expect, test } from '@jest/globals';
import { Command } from 'commander';
import { resolve } from 'node:path';
import { listFlags } from '../../src/cli/flags.ts';
import { type CommonOptions, withCommonOptions } from '../../src/cli/options.ts';

function parse(args: readonly string[]): CommonOptions {
  const command = withCommonOptions(new Command())
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  return command.parse(args, { from: 'user' }).opts();
}

/** A value that each option takes. */
const samples: Readonly<Record<string, string>> = {
  '--credential': 'Key=env:KEY',
  '--base-url': 'https://api.example.com',
  '--dotenv': resolve('.env'),
  '--overlay': resolve('a.yaml'),
  '--ref-root': resolve('.'),
  '--log-level': 'debug',
  '--log-format': 'json',
  '--timeout': '5s',
};

test('every common option comes back when its flags are parsed again', () => {
  const { options } = withCommonOptions(new Command());
  const args = options.flatMap(({ long, required, optional, argChoices }) =>
    required || optional ? [long!, samples[long!] ?? argChoices?.[0] ?? 'value'] : [long!],
  );
  const parsed = parse(args);
  expect(Object.keys(parsed)).toHaveLength(options.length);
  expect(parse(listFlags(parsed))).toEqual(parsed);
});

test('paths become absolute, since the program will start elsewhere', () => {
  expect(
    listFlags(parse(['--overlay', 'a.yaml', '--credential', 'K=file:key.txt', '--overlay', 'https://e/x'])),
  ).toEqual([
    '--credential',
    `K=file:${resolve('key.txt')}`,
    '--overlay',
    resolve('a.yaml'),
    '--overlay',
    'https://e/x',
  ]);
});
