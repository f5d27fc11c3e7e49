import { describe, expect, test } from '@jest/globals';
import type { MessageParam } from '@anthropic-ai/sdk/resources/messages';
import fc from 'fast-check';
import { trimMessages } from '../../src/claude/trim.ts';

type Exchange = readonly { readonly call: string; readonly result: string }[];

/** A question, some calls with their results, an answer. */
function toMessages(exchanges: readonly Exchange[]): MessageParam[] {
  return exchanges.flatMap((calls, n) => [
    { role: 'user', content: `question ${n}` },
    ...calls.flatMap(({ call, result }, index): MessageParam[] => {
      const id = `${n}-${index}`;
      return [
        { role: 'assistant', content: [{ type: 'tool_use', id, name: 'read', input: { call } }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: result }] },
      ];
    }),
    { role: 'assistant', content: `answer ${n}` },
  ]);
}

const exchanges = fc.array(
  fc.array(fc.record({ call: fc.string(), result: fc.string({ maxLength: 200 }) }), { maxLength: 4 }),
  {
    minLength: 1,
    maxLength: 6,
  },
);

describe('messages are trimmed', () => {
  test('no call loses its result, and what is left begins with a question', () => {
    fc.assert(
      fc.property(exchanges, fc.integer({ min: 0, max: 3_000 }), (given, most) => {
        const kept = trimMessages(toMessages(given), most);
        const ids = (type: string, key: string): string[] =>
          kept.flatMap(({ content }) =>
            typeof content === 'string'
              ? []
              : content
                  .filter((block) => block.type === type)
                  .map((block) => (block as never as Record<string, string>)[key]!),
          );
        expect(ids('tool_result', 'tool_use_id')).toEqual(ids('tool_use', 'id'));
        expect(typeof kept[0]!.content).toBe('string');
        expect(kept.at(-1)).toEqual(toMessages(given).at(-1));
      }),
    );
  });

  test('nothing is touched that fits', () => {
    fc.assert(
      fc.property(exchanges, (given) => {
        const messages = toMessages(given);
        expect(trimMessages(messages, JSON.stringify(messages).length)).toBe(messages);
      }),
    );
  });

  test('whole exchanges go, the oldest first', () => {
    const messages = toMessages([[{ call: 'a', result: 'x'.repeat(500) }], [], []]);
    expect(trimMessages(messages, 400)).toEqual(
      toMessages([[], [], []])
        .slice(2)
        .map((message, index) => messages.slice(4)[index] ?? message),
    );
  });

  test('where one exchange is too large its results are emptied, not its calls', () => {
    const messages = toMessages([
      [
        { call: 'a', result: 'x'.repeat(5_000) },
        { call: 'b', result: 'short' },
      ],
    ]);
    const kept = trimMessages(messages, 1_000);
    expect(kept).toHaveLength(messages.length);
    expect(JSON.stringify(kept)).toContain('removed to make room');
    expect(JSON.stringify(kept)).toContain('"call":"a"');
  });
});
