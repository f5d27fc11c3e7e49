import { readFile } from 'node:fs/promises';
import { parseExact } from '../base/exact.ts';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import { isObject, type Json } from '../base/json.ts';
import { nearest } from '../base/nearest.ts';
import type { Tool } from '../catalog/tool.ts';

/** @throws {RoutewrightError} TOOL_UNKNOWN, with the nearest name */
export function findTool(tools: readonly Tool[], name: string, target: string): Tool {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool) return tool;
  const guess = nearest(
    name,
    tools.map((candidate) => candidate.name),
  );
  throw new RoutewrightError('TOOL_UNKNOWN', `There is no tool \`${name}\` in ${target}`, {
    hint: guess === undefined ? 'See `routewright tools` for their names.' : `Did you mean ${guess}?`,
  });
}

/** Arguments of a call as a command line writes them: JSON, and name=value over it. */
export async function readArguments(json: string | undefined, pairs: readonly string[]): Promise<Record<string, Json>> {
  const args: Record<string, Json> = {};
  if (json !== undefined) {
    const text = json.startsWith('@')
      ? await readFile(json.slice(1), 'utf8').catch((error: unknown) =>
          usage(`Cannot read ${json.slice(1)}: ${messageOf(error)}`),
        )
      : json;
    let value: unknown;
    try {
      value = parseExact(text);
    } catch (error) {
      usage(`--args is not JSON: ${messageOf(error)}`, 'Quote it for the shell: --args \'{"id": 7}\'.');
    }
    if (!isObject(value)) usage('--args must be a JSON object', 'Such as \'{"id": 7}\'.');
    Object.assign(args, value);
  }
  for (const pair of pairs) setArgument(args, pair);
  return args;
}

/** Texts stay texts: the validation turns `7` into a number where the schema wants one. */
function setArgument(args: Record<string, Json>, pair: string): void {
  const mark = pair.indexOf('=');
  if (mark < 1) usage(`Cannot understand the argument \`${pair}\``, 'Write it as name=value.');
  const path = pair.slice(0, mark).split('.');
  const value = pair.slice(mark + 1);
  const steps = path[0] === 'body' ? path : [path.join('.')];
  let target: Record<string, Json> = args;
  for (const step of steps.slice(0, -1)) {
    const below = isObject(target[step]) ? (target[step] as Record<string, Json>) : {};
    target[step] = below;
    target = below;
  }
  const name = steps.at(-1)!;
  const present = target[name];
  target[name] =
    present === undefined ? value : Array.isArray(present) ? [...(present as Json[]), value] : [present, value];
}

function usage(message: string, hint = 'See `routewright call --help`.'): never {
  throw new RoutewrightError('USAGE', message, { hint });
}
