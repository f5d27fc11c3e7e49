import { runFolder } from '../base/calls/run-folder.ts';
import { serveCalls } from '../base/calls/serve-calls.ts';
import { RoutewrightError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { CallTrace } from '../base/trace.ts';
import type { Gateway } from '../gateway.ts';

export interface ShownGateway {
  /** The document or configuration that it serves. */
  readonly target: string;
  readonly door: 'stdio' | 'http';
  readonly logger: Logger;
}

/**
 * Lets `routewright calls` see the last calls of a gateway that serves, and make them once more.
 *
 * @returns ends it
 */
export function showCalls(gateway: Gateway, { target, door, logger }: ShownGateway): () => void {
  return serveCalls({
    traces: gateway.traces,
    gateway: { pid: process.pid, target, door, started: new Date().toISOString() },
    folder: runFolder(),
    logger,
    replay: async (name, args) => {
      const tool = gateway.tools.find((candidate) => candidate.name === name);
      if (!tool) throw new RoutewrightError('TOOL_UNKNOWN', `There is no tool \`${name}\` any more`);
      let made: CallTrace | undefined;
      // Nothing else calls through the library in a process that serves.
      const stop = gateway.traces.subscribe((trace) => {
        if (trace.door === 'library' && trace.tool === name) made ??= trace;
      });
      await gateway.callForModel(tool, args, {}).finally(stop);
      if (made) return made;
      throw new RoutewrightError('CALL_NOT_REPEATABLE', `${name} was not called, since calls cannot be written down`, {
        hint: 'The log of the gateway says why.',
      });
    },
  });
}
