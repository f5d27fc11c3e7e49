import { randomUUID } from 'node:crypto';
import type { Audit } from '../base/audit/audit.ts';
import { localCaller } from '../base/caller.ts';
import { withoutSecrets } from '../base/hide-secrets.ts';
import { own } from '../base/json.ts';
import type { Logger } from '../base/log.ts';
import type { Redactor } from '../base/secrets.ts';
import type { TraceLog } from '../base/trace.ts';
import { type CallContext, errorMeta, failureResult, type ToolResult } from '../catalog/tool-result.ts';
import type { Tool } from '../catalog/tool.ts';
import { CallNotes } from './call-notes.ts';

type Call = (tool: Tool, args: unknown, context: CallContext) => Promise<ToolResult>;

export interface RecordOptions {
  readonly logger: Logger;
  /** @default calls are in the log alone */
  readonly audit?: Audit | undefined;
  readonly traces: TraceLog;
  /** Traces pass it. */
  readonly redactor: Redactor;
}

/**
 * Makes calls that are written down: each in the log, step by step in the traces, and in the audit before its result is
 * handed out.
 */
export function recordCalls(call: Call, { logger, audit, traces, redactor }: RecordOptions): Call {
  return async (tool, args, context) => {
    const obstacle = await audit?.obstacle();
    if (obstacle !== undefined) return unrecordable(tool, obstacle);
    const { id: callerId, name } = context.caller ?? localCaller;
    const caller = { id: callerId, name };
    const [id, time, begun] = [randomUUID(), new Date().toISOString(), performance.now()];
    const notes = traces.isActive ? new CallNotes() : undefined;
    const result = await call(tool, args, notes ? { ...context, recorder: notes } : context);
    const door = context.door ?? 'library';
    if (notes) traces.record(notes.finish({ id, time, caller, door, tool, args, result, redactor }));
    logCall(logger, tool, result, { id, ...(callerId === localCaller.id ? {} : { caller: name }) });
    const status = own(result._meta?.['routewright/http'], 'status');
    const code = own(result._meta?.[errorMeta], 'code');
    await audit?.record({
      time,
      id,
      caller,
      tool: tool.name,
      api: tool.api,
      outcome: result.isError === true ? 'error' : 'ok',
      ...(typeof status === 'number' ? { status } : {}),
      ...(typeof code === 'string' ? { code } : {}),
      duration: Math.round(performance.now() - begun),
      ...(audit.withArguments ? { arguments: withoutSecrets(args) } : {}),
    });
    return result;
  };
}

function logCall(logger: Logger, tool: Tool, { isError, _meta }: ToolResult, who: object): void {
  const fields = {
    tool: tool.name,
    api: tool.api,
    ...who,
    ...(_meta?.['routewright/http'] as object | undefined),
    ...(_meta?.[errorMeta] as object | undefined),
  };
  const repairs = _meta?.['routewright/repairs'];
  if (isError === true) logger.warn('call failed', fields);
  else logger.info('call', repairs === undefined ? fields : { ...fields, repairs });
}

function unrecordable(tool: Tool, reason: string): ToolResult {
  return failureResult(
    'AUDIT_FAILED',
    `${tool.name} was not called, since calls cannot be written down at the moment: ${reason}`,
    'This is for whoever runs the gateway to mend; nothing was sent.',
  );
}
