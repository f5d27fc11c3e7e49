import { isObject, own } from '../../base/json.ts';
import { selectProperty } from '../../catalog/argument.ts';
import { failureResult, notesMeta, type ToolResult } from '../../catalog/tool-result.ts';
import type { Tool } from '../../catalog/tool.ts';
import { beginningOf } from './cut-text.ts';
import { describeKeys, queryValue } from './query.ts';

/** Characters of a shape that is shown to choose from. */
const longestShape = 2000;

/**
 * What the argument `select` chooses of a result; the result itself where the tool has no such argument, or it is not
 * given. An expression that cannot be used comes back with its fault and the shape of the answer that was there.
 */
export async function selectFrom(result: ToolResult, tool: Tool, args: unknown): Promise<ToolResult> {
  const expression = own(args, selectProperty);
  const { structuredContent: value, _meta } = result;
  if (typeof expression !== 'string' || expression === '' || result.isError === true) return result;
  if (
    !Object.hasOwn(tool.inputSchema.properties, selectProperty) ||
    tool.arguments.some(({ property }) => property === selectProperty)
  )
    return result;
  const notes = (_meta?.[notesMeta] ?? []) as readonly string[];
  if (value === undefined) {
    const note = '`select` was left aside: the answer is not JSON, or has numbers that it would round.';
    return { ...result, _meta: { ..._meta, [notesMeta]: [...notes, note] } };
  }
  const queried = await queryValue(value, expression);
  const shape = `The answer is ${beginningOf(describeKeys(value), longestShape)}`;
  if ('problem' in queried) {
    const done = tool.annotations.readOnlyHint ? '' : ' The call itself was made.';
    return failureResult('SELECT_INVALID', `\`select\` cannot be used: ${queried.problem}.${done}`, shape);
  }
  const empty = queried.value === null || (Array.isArray(queried.value) && queried.value.length === 0);
  const told = empty && (isObject(value) || Array.isArray(value)) ? [`\`select\` found nothing. ${shape}`] : [];
  return {
    ...result,
    content: [{ type: 'text', text: JSON.stringify(queried.value) }, ...result.content.slice(1)],
    structuredContent: queried.value,
    ...(told.length === 0 ? {} : { _meta: { ..._meta, [notesMeta]: [...notes, ...told] } }),
  };
}
