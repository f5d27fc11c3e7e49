import type { CallTrace } from '../base/trace.ts';
import type { CallRow } from './wire.ts';

/** A call in the list: what a line has room for, and what failures and charts are made of. */
export function toCallRow(trace: CallTrace): CallRow {
  const { id, time, caller, door, tool, api, outcome, code, message, hint, duration, tokens, request, response } =
    trace;
  return {
    id,
    time,
    caller: caller.name,
    door,
    tool,
    api,
    outcome,
    duration,
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
    ...(hint === undefined ? {} : { hint }),
    ...(tokens === undefined ? {} : { tokens }),
    ...(request ? { method: request.method } : {}),
    ...(response ? { status: response.status, bytes: response.bytes } : {}),
  };
}
