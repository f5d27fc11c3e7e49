import type { Failure, Thrown } from './protocol.ts';

/** The name under which the engine knows the code of the model. */
export const codeFile = 'code.js';

/** How the text that ran came of the code of the model: so many lines were put before it. */
export interface SourceMap {
  readonly prefix: number;
  readonly code: string;
}

export interface Position {
  readonly line?: number;
  readonly column?: number;
}

/** The first place of a stack that lies in the code of the model; lines and columns count from 1. */
export function positionIn(stack: string, { prefix, code }: SourceMap): Position {
  const lines = code.split('\n');
  for (const [, line, column] of stack.matchAll(/\bcode\.js:(\d+)(?::(\d+))?/g)) {
    const own = Number(line) - prefix;
    // Past the end lies what was put after it: the fault is at the end of the code.
    if (own > lines.length) return { line: lines.length, column: lines.at(-1)!.length + 1 };
    if (own >= 1) return { line: own, column: startOfCall(lines[own - 1]!, Number(column ?? 1)) };
  }
  return {};
}

/** Of a call the engine names the parenthesis; a reader looks for the name before it. */
function startOfCall(line: string, column: number): number {
  if (line[column - 1] !== '(') return column;
  return column - /[\w$.]*$/.exec(line.slice(0, column - 1))![0].length;
}

/** What was thrown, as the failure of the run. */
export function faultOf({ name, message, stack, code, operation }: Thrown, source: SourceMap): Failure {
  return {
    code: code ?? codeOf(name, message),
    message: shown(name, message),
    ...positionIn(stack, source),
    ...(operation === undefined ? {} : { operation }),
  };
}

function codeOf(name: string, message: string): string {
  return name === 'InternalError' && message.includes('out of memory') ? 'CODE_MEMORY_LIMIT' : 'CODE_FAILED';
}

function shown(name: string, message: string): string {
  return ['ApiError', 'Error', 'SyntaxError', 'Thrown', ''].includes(name) ? message : `${name}: ${message}`;
}
