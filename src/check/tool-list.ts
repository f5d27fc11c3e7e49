import { isObject, own } from '../base/json.ts';
import { childPointer } from '../base/json-pointer.ts';
import type { Place } from './finding.ts';
import type { CheckedText, CheckedTool, ListedTool, Subject } from './subject.ts';

/**
 * The tools in a parsed file, and where the list is in it: a list of tools (`*.tools.json`), the result of `tools/list`
 * of any server, the answer that holds it, or what `routewright tools --json` prints. Nothing when it is none of these.
 */
export function findToolList(root: unknown): { tools: readonly ListedTool[]; pointer: string } | undefined {
  for (const steps of [[], ['tools'], ['result', 'tools']]) {
    const list = steps.reduce<unknown>((at, step) => own(at, step), root);
    if (!Array.isArray(list) || !list.every(isTool)) continue;
    return { tools: list.map(toListed), pointer: childPointer('', ...steps) };
  }
  return undefined;
}

function isTool(value: unknown): boolean {
  return typeof own(value, 'name') === 'string' && schemaOf(value) !== undefined;
}

/** MCP calls it `inputSchema`, the Messages API `input_schema`. */
function schemaOf(value: unknown): Record<string, unknown> | undefined {
  const schema = own(value, 'inputSchema') ?? own(value, 'input_schema');
  return isObject(schema) ? schema : undefined;
}

function toListed(value: unknown): ListedTool {
  const [title, description, annotations] = [own(value, 'title'), own(value, 'description'), own(value, 'annotations')];
  return {
    name: own(value, 'name') as string,
    inputSchema: schemaOf(value)!,
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    ...(isObject(annotations) ? { annotations } : {}),
  };
}

/** A list of tools as something to check; of their API nothing is known. */
export function subjectOfList(
  file: CheckedText,
  { tools, pointer }: { readonly tools: readonly ListedTool[]; readonly pointer: string },
  settings: Pick<Subject, 'server' | 'budget'>,
): Subject {
  const checked = tools.map((listed, index): CheckedTool => {
    const at = (...steps: string[]): Place => ({ uri: file.uri, pointer: childPointer(pointer, index, ...steps) });
    return {
      listed,
      made: undefined,
      placeOf: (part) =>
        part === 'whole' ? at() : typeof part === 'string' ? at(part) : at('inputSchema', 'properties', part.argument),
    };
  });
  return { ...settings, tools: checked, listed: tools, whole: { uri: file.uri, pointer }, apis: [], texts: [file] };
}
