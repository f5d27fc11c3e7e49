import type { Effect } from '../../../src/catalog/effect.ts';
import { errorMeta, type CallContext, type ToolResult } from '../../../src/catalog/tool-result.ts';
import type { Tool } from '../../../src/catalog/tool.ts';
import { runCode } from '../../../src/surface/code/run-code.ts';
import type { CodeLimits } from '../../../src/surface/sandbox/protocol.ts';
import { createSandbox, type Sandbox } from '../../../src/surface/sandbox/sandbox.ts';
import { catalogOfOperations } from '../../catalog/document.ts';

export const limits: CodeLimits = {
  timeout: 20_000,
  cpuTime: 5_000,
  memory: 24_000_000,
  calls: 50,
  concurrentCalls: 4,
  concurrentRuns: 4,
  outputBytes: 100_000,
  consoleBytes: 1_000,
  codeBytes: 10_000,
};

/** A call as it reached what stands behind the sandbox. */
interface Made {
  readonly name: string;
  readonly args: unknown;
  readonly context: CallContext;
}

export interface Runner {
  readonly sandbox: Sandbox;
  readonly made: Made[];
  /** What the operation `get_a` answers; `post_a` and `delete_a` answer `null`. */
  answer: (args: unknown, context: CallContext) => ToolResult | Promise<ToolResult>;
  run: (code: string, context?: CallContext, allow?: Effect) => Promise<ToolResult>;
  close: () => Promise<void>;
}

/** Runs code with the operations get_a, list_things, post_a and delete_a. */
export async function createRunner(some: Partial<CodeLimits> = {}): Promise<Runner> {
  const { tools } = await catalogOfOperations({
    'GET /a': { operationId: 'get_a' },
    'GET /things': { operationId: 'list_things' },
    'POST /a': { operationId: 'post_a' },
    'DELETE /a': { operationId: 'delete_a' },
  });
  const byName = new Map(tools.map((tool): [string, Tool] => [tool.name, tool]));
  const sandbox = createSandbox({ ...limits, ...some });
  const runner: Runner = {
    sandbox,
    made: [],
    answer: (args) => json(args),
    run: (code, context = {}, allow = 'read') =>
      runCode(
        {
          tools: byName,
          sandbox,
          allow,
          call: async ({ name }, args, given) => {
            runner.made.push({ name, args, context: given });
            return name === 'get_a' ? runner.answer(args, given) : json(null);
          },
        },
        { code },
        context,
      ),
    close: () => sandbox.close(),
  };
  return runner;
}

/** An answer of JSON, as the upstream makes it. */
export function json(value: unknown): ToolResult {
  return {
    content: [{ type: 'text', text: JSON.stringify(value) }],
    structuredContent: value as NonNullable<ToolResult['structuredContent']>,
  };
}

/** An error of the API, as the upstream makes it. */
export function httpError(status: number, words: string): ToolResult {
  return {
    content: [{ type: 'text', text: `HTTP ${status} from GET http://api.example/a: ${words}` }],
    isError: true,
    _meta: { [errorMeta]: { code: 'HTTP_ERROR', status } },
  };
}

/** All text of a result. */
export function textOf({ content }: ToolResult): string {
  return content.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`)).join('\n');
}

/** The code of the failure, or nothing. */
export function codeOf({ _meta }: ToolResult): string | undefined {
  return (_meta?.[errorMeta] as { code: string } | undefined)?.code;
}
