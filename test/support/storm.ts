import { claudeSchema } from '../../src/base/config/claude-schema.ts';
import { type Answer, createAssistant } from '../../src/claude/assistant.ts';
import { createClient } from '../../src/claude/client.ts';
import type { Surface } from '../../src/surface/surface.ts';
import { startMessagesApi } from './messages-api.ts';
import { createRateLimits } from './rate-limits.ts';

/** What came of many conversations at once. */
export interface Storm {
  readonly names: readonly string[];
  readonly answers: readonly Answer[];
  /** Calls of tools, in their order: the tool, and the name of the conversation. */
  readonly made: readonly string[];
  /** Requests to the API, those it refused for a limit, and those that broke or met an overload. */
  readonly requests: number;
  readonly refused: number;
  readonly faults: number;
  /** The last place in the queue that a conversation was told. */
  readonly farthest: number;
}

/**
 * Many conversations at once, with limits that let a tenth of them through at a time. Each looks something up, writes
 * something, and answers. One request in twenty breaks in the middle or meets an overload, whatever the limits say.
 */
export async function runStorm(conversations: number): Promise<Storm> {
  const limits = createRateLimits({
    requests: conversations / 10,
    inputTokens: conversations * 200,
    outputTokens: conversations * 120,
    period: 80,
  });
  let faults = 0;
  const api = await startMessagesApi((request, index) => {
    const name = textOf(request.messages[0]!.content);
    if (index % 20 === 7) {
      const breaks = { blocks: [{ type: 'text', text: 'Let me' }], cut: true } as const;
      const overload = { status: 529, errorType: 'overloaded_error', headers: { 'retry-after-ms': '10' } };
      return limits.apply(request, faults++ % 2 === 0 ? breaks : overload);
    }
    const step = request.messages.length;
    const tool = step === 1 ? 'read' : 'write';
    return limits.apply(
      request,
      step === 5
        ? { blocks: [{ type: 'text', text: `${name} is done` }] }
        : { blocks: [{ type: 'tool_use', id: `${tool}-${name}`, name: tool, input: { name } }] },
    );
  });
  const config = claudeSchema.parse({ baseUrl: api.url, confirm: 'never' });
  const client = await createClient(config, {
    secrets: { env: { ANTHROPIC_API_KEY: 'test-key' }, readFile: () => '' },
  });
  const made: string[] = [];
  const assistant = createAssistant({ client, config, surface: createSurface(made), instructions: 'An API.' });
  const names = Array.from({ length: conversations }, (_, n) => `conversation ${n}`);
  let farthest = 0;
  const onPlace = (place: number): void => void (farthest = Math.max(farthest, place));
  const answers = await Promise.all(names.map((name) => assistant.ask(name, { onPlace })));
  await api.close();
  return { names, answers, made, requests: api.requests.length, refused: limits.refused(), faults, farthest };
}

/** A tool that reads and one that writes; calls are noted. */
function createSurface(made: string[]): Surface {
  return {
    kind: 'direct',
    tools: ['read', 'write'].map((name) => ({
      name,
      title: name,
      description: name,
      inputSchema: { type: 'object', properties: { name: { type: 'string' } }, additionalProperties: false },
      annotations: {
        readOnlyHint: name === 'read',
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: true,
      },
    })),
    requirementsOf: () => [],
    call: (name, args) => {
      made.push(`${name} ${(args as { name: string }).name}`);
      return Promise.resolve({ content: [{ type: 'text', text: 'done' }] });
    },
  };
}

function textOf(content: unknown): string {
  return typeof content === 'string' ? content : (content as { text: string }[])[0]!.text;
}
