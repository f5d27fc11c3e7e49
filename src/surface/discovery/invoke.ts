import { isObject, own } from '../../base/json.ts';
import { type Effect, effectOf } from '../../catalog/effect.ts';
import { type CallContext, failureResult, type ToolResult } from '../../catalog/tool-result.ts';
import type { Tool } from '../../catalog/tool.ts';
import type { Call } from '../surface.ts';
import { invokers, searchName } from './definitions.ts';
import type { Operations } from './lookup.ts';

/** What a model asks an invoker for. */
export interface Invocation {
  readonly operation: string | undefined;
  readonly args: unknown;
}

/**
 * The operation and the arguments of a call. Models write the arguments beside `operation` now and then, or as JSON
 * text; both can mean one thing only.
 */
export function readInvocation(given: unknown): Invocation {
  const operation = own(given, 'operation');
  const name = typeof operation === 'string' ? operation.trim() : undefined;
  const named = own(given, 'arguments');
  if (typeof named === 'string') {
    try {
      return { operation: name, args: JSON.parse(named) as unknown };
    } catch {
      return { operation: name, args: named };
    }
  }
  if (named !== undefined || !isObject(given)) return { operation: name, args: named ?? {} };
  return { operation: name, args: Object.fromEntries(Object.entries(given).filter(([key]) => key !== 'operation')) };
}

/** Calls an operation by the invoker of an effect, which refuses what is not its own. */
export async function invoke(
  effect: Effect,
  operations: Operations,
  call: Call,
  given: unknown,
  context: CallContext,
): Promise<ToolResult> {
  const { operation, args } = readInvocation(given);
  if (operation === undefined || operation === '')
    return failureResult(
      'ARGUMENTS_INVALID',
      'operation: expected the name of an operation',
      `Find it with ${searchName}. Example: {"operation":"${operations.tools[0]?.name ?? 'listThings'}","arguments":{}}`,
    );
  const tool = operations.find(operation);
  if (!tool) return operations.explainUnknown(operation);
  return effectOf(tool) === effect ? call(tool, args, context) : refuse(tool, effect);
}

function refuse(tool: Tool, effect: Effect): ToolResult {
  const right = effectOf(tool);
  const does = { read: 'only reads', write: 'creates or changes something', delete: 'deletes something' }[right];
  return failureResult(
    'INVOKER_WRONG',
    `${tool.name} (${tool.operation.id}) ${does}, so ${invokers[effect]} does not call it; nothing was sent`,
    `Call ${invokers[right]} with the same arguments.`,
  );
}
