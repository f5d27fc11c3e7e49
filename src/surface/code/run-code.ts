import { messageOf } from '../../base/errors.ts';
import { own } from '../../base/json.ts';
import { type Effect, effectOf } from '../../catalog/effect.ts';
import {
  type AuthorizationRequest,
  type CallContext,
  failureResult,
  type ToolResult,
} from '../../catalog/tool-result.ts';
import type { Tool } from '../../catalog/tool.ts';
import type { Answer } from '../sandbox/run.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Call } from '../surface.ts';
import { report } from './report.ts';
import { toAnswer } from './value.ts';

const order: readonly Effect[] = ['read', 'write', 'delete'];

/** Whether code that may have the one effect may have the other. */
export function allows(allowed: Effect, effect: Effect): boolean {
  return order.indexOf(effect) <= order.indexOf(allowed);
}

export interface RunOptions {
  readonly tools: ReadonlyMap<string, Tool>;
  readonly call: Call;
  readonly sandbox: Sandbox;
  readonly allow: Effect;
}

/** Runs the code of a model and reports. Calls in it go the way of any other: they are checked, limited and logged. */
export async function runCode(
  { tools, call, sandbox, allow }: RunOptions,
  args: unknown,
  context: CallContext,
): Promise<ToolResult> {
  const given = own(args, 'code');
  if (typeof given !== 'string' || given.trim() === '')
    return failureResult(
      'ARGUMENTS_INVALID',
      'code: expected JavaScript, as text',
      'Example: {"code":"return await api.NAME({ id: 1 })"}',
    );
  const code = withoutFence(given);
  const { limits } = sandbox;
  const bytes = Buffer.byteLength(code);
  if (bytes > limits.codeBytes)
    return failureResult(
      'CODE_TOO_LONG',
      `The code is ${bytes} bytes long, and ${limits.codeBytes} are allowed`,
      'Data belongs into the calls, not into the code. Whoever runs the gateway can raise `code.codeBytes`.',
    );
  let authorization: AuthorizationRequest | undefined;
  const start = performance.now();
  try {
    const finished = await sandbox.run({
      code,
      names: [...tools.keys()],
      ...(context.signal ? { signal: context.signal } : {}),
      call: async (name, json, signal) => {
        const tool = tools.get(name)!;
        const effect = effectOf(tool);
        if (!allows(allow, effect)) return refuse(tool, effect);
        if (tool.requires.length > 0) return refuseCapability(tool);
        try {
          const result = await call(tool, JSON.parse(json) as unknown, {
            ...(context.caller ? { caller: context.caller } : {}),
            ...(context.header ? { header: context.header } : {}),
            ...(context.door ? { door: context.door } : {}),
            signal,
          });
          authorization ??= result.authorization;
          return toAnswer(result);
        } catch (error) {
          return failed('INTERNAL', `A fault in Routewright: ${messageOf(error)}`);
        }
      },
    });
    if (!finished)
      return context.signal?.aborted
        ? failureResult('CODE_CANCELLED', 'The run was cancelled before it began', undefined)
        : busy(limits.concurrentRuns);
    const result = report(code, finished, limits, performance.now() - start);
    return authorization ? { ...result, authorization } : result;
  } catch (error) {
    return failureResult('INTERNAL', `The sandbox could not be started: ${messageOf(error)}`, 'Please report it.');
  }
}

/** Models put code between fences, which are none of it. */
function withoutFence(code: string): string {
  return /^\s*```\w*[^\S\n]*\n([\s\S]*?)\n?\s*```\s*$/.exec(code)?.[1] ?? code;
}

function refuse({ name, operation }: Tool, effect: Effect): Answer {
  const does = effect === 'delete' ? 'deletes something or cannot be undone' : 'creates or changes something';
  return failed(
    'CODE_EFFECT_REFUSED',
    `${name} (${operation.method} ${operation.path}) ${does}, which code may not do here; nothing was sent. Whoever runs the gateway can allow it with \`code.allow: ${effect}\``,
  );
}

function refuseCapability({ name, requires }: Tool): Answer {
  return failed(
    'CODE_EFFECT_REFUSED',
    `${name} is only for clients that declare ${requires.join(', ')}, so code may not call it; nothing was sent`,
  );
}

function failed(code: string, message: string): Answer {
  return { ok: false, json: JSON.stringify({ code, message }), failure: message };
}

function busy(most: number): ToolResult {
  return failureResult(
    'CODE_BUSY',
    `${most} runs are under way and none has ended in time, so the code did not run`,
    'Try again. Whoever runs the gateway can raise `code.concurrentRuns`.',
  );
}
