import { localCaller } from '../../base/caller.ts';
import { messageOf, RoutewrightError } from '../../base/errors.ts';
import type { Config } from '../../base/config/schema.ts';
import type { Json } from '../../base/json.ts';
import type { Logger } from '../../base/log.ts';
import type { Store } from '../../base/store.ts';
import { type CallContext, failureResult, type ToolResult } from '../../catalog/tool-result.ts';
import { readPart } from './read-part.ts';
import { readRequest } from './read-request.ts';
import { type ReadOn, shapeResult } from './shape.ts';
import { Shelf } from './shelf.ts';

/** The limits of the configuration that concern results. */
export type ResultLimits = Pick<
  Config['limits'],
  'resultTokens' | 'maxResultTokens' | 'resultFileBytes' | 'resultLifetime'
>;

/** How results are made small enough for a model, and read on. */
export interface Results {
  /** A result within the budget; what was cut of it can be read on. */
  shape: (
    tool: string,
    result: ToolResult,
    context: CallContext,
    options?: { isPromised?: boolean },
  ) => Promise<ToolResult>;
  /** Reads on in a result, by the handle that came with it. */
  read: (args: unknown, context: CallContext) => Promise<ToolResult>;
}

/** Fewer would leave no room beside the sentence that says how to read on. */
const fewestTokens = 500;

/** The name of the tool that reads on. */
export const readTool = 'read_result';

/** Results over a store that keeps what was cut. */
export function createResults(store: Store, limits: ResultLimits, logger: Logger): Results {
  const shelf = new Shelf(store, { lifetime: limits.resultLifetime });
  const budget = { tokens: limits.resultTokens, fileBytes: limits.resultFileBytes };
  return {
    shape: (tool, result, { caller = localCaller, recorder }, options = {}) => {
      recorder?.begin('shape');
      return shapeResult(result, {
        ...options,
        budget,
        caller,
        tool,
        keep: async (kept) => {
          try {
            return readOnBy(await shelf.put(kept, caller));
          } catch (error) {
            // The answer is there: that the rest of it is not kept is no reason to fail the call.
            logger.warn('a result could not be kept', { tool, error });
            return undefined;
          }
        },
      });
    },
    read: async (args, { caller = localCaller }) => {
      const request = readRequest(args);
      if ('problem' in request) return failureResult('READ_INVALID', request.problem, request.hint);
      const { handle, maxTokens, ...wanted } = request;
      try {
        const opened = await shelf.open(handle, caller);
        const tokens = Math.max(fewestTokens, Math.min(maxTokens ?? limits.resultTokens, limits.maxResultTokens));
        const part = await readPart(opened, wanted, { tokens, fileBytes: limits.resultFileBytes }, readOnBy(handle));
        if ('code' in part) return failureResult(part.code, part.problem, part.hint);
        return { content: [part.content, { type: 'text', text: part.note }] };
      } catch (error) {
        if (error instanceof RoutewrightError) return failureResult(error.code, error.message, error.hint);
        return failureResult('INTERNAL', `A fault in Routewright: ${messageOf(error)}`, 'Please report it.');
      }
    },
  };
}

function readOnBy(handle: string): ReadOn {
  return (where: Readonly<Record<string, Json>>) => `${readTool} ${JSON.stringify({ handle, ...where })}`;
}
