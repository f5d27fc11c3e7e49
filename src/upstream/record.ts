import { randomUUID } from 'node:crypto';
import type { Audit } from '../base/audit/audit.ts';
import { localCaller } from '../base/caller.ts';
import { isObject, own } from '../base/json.ts';
import type { Logger } from '../base/log.ts';
import { type CallContext, errorMeta, failureResult, type ToolResult } from '../catalog/tool-result.ts';
import type { Tool } from '../catalog/tool.ts';

type Call = (tool: Tool, args: unknown, context: CallContext) => Promise<ToolResult>;

export interface RecordOptions {
  readonly logger: Logger;
  /** @default calls are in the log alone */
  readonly audit?: Audit | undefined;
}

/** Makes calls that are written down: each in the log, and in the audit before its result is handed out. */
export function recordCalls(call: Call, { logger, audit }: RecordOptions): Call {
  return async (tool, args, context) => {
    const obstacle = await audit?.obstacle();
    if (obstacle !== undefined) return unrecordable(tool, obstacle);
    const { id: callerId, name } = context.caller ?? localCaller;
    const [id, time, begun] = [randomUUID(), new Date().toISOString(), performance.now()];
    const result = await call(tool, args, context);
    logCall(logger, tool, result, { id, ...(callerId === localCaller.id ? {} : { caller: name }) });
    const status = own(result._meta?.['routewright/http'], 'status');
    const code = own(result._meta?.[errorMeta], 'code');
    await audit?.record({
      time,
      id,
      caller: { id: callerId, name },
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

/** Members whose names say that they are nobody's business. */
const secretName =
  /pass(word|wd|phrase|code)?$|secret|token|api[-_]?key|authorization|cookie|credential|cvv|cvc|\bpin$/i;

/** Arguments with a mark in place of what looks like a secret; a file's content is not kept either. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (secretName.test(name) && member !== null && member !== undefined) return [name, '[redacted]'];
      if (name === 'base64' && typeof member === 'string') return [name, `[${member.length} characters]`];
      return [name, withoutSecrets(member)];
    }),
  );
}
