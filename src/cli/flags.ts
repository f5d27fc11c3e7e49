import { resolve } from 'node:path';
import { isHttpUrl } from '../spec/read.ts';
import type { CommonOptions } from './options.ts';

/**
 * The common options as they are written on a command line, for whoever starts the program again elsewhere: paths are
 * made absolute, since it starts in another folder.
 */
export function listFlags(options: CommonOptions): string[] {
  const path = (source: string): string => (isHttpUrl(source) ? source : resolve(source));
  const reference = (secret: string): string =>
    secret.startsWith('file:') && !secret.startsWith('file://') ? `file:${resolve(secret.slice(5).trim())}` : secret;
  const each = (flag: string, values: readonly string[] = []): string[] => values.flatMap((value) => [flag, value]);
  const one = (flag: string, value: string | undefined): string[] => (value === undefined ? [] : [flag, value]);
  const on = (flag: string, isOn: boolean | undefined): string[] => (isOn === true ? [flag] : []);
  return [
    ...each('--include', options.include),
    ...each('--exclude', options.exclude),
    ...on('--read-only', options.readOnly),
    ...one('--base-url', options.baseUrl),
    ...each(
      '--credential',
      Object.entries(options.credential ?? {}).map(
        ([scheme, secret]) => `${scheme}=${typeof secret === 'string' ? reference(secret) : JSON.stringify(secret)}`,
      ),
    ),
    ...each(
      '--dotenv',
      options.dotenv?.map((file) => resolve(file)),
    ),
    ...each('--overlay', options.overlay?.map(path)),
    ...on('--allow-remote-refs', options.allowRemoteRefs),
    ...one('--ref-root', options.refRoot === undefined ? undefined : path(options.refRoot)),
    ...on('--output-schemas', options.outputSchemas),
    ...one('--timeout', options.timeout),
    ...one('--surface', options.surface),
    ...one('--log-level', options.logLevel),
    ...one('--log-format', options.logFormat),
  ];
}
