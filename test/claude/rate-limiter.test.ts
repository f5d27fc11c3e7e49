import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { RateLimiter, type Slot } from '../../src/claude/rate-limiter.ts';

const need = { inputTokens: 100, outputTokens: 10 };
const never = new AbortController().signal;

beforeEach(() => void jest.useFakeTimers({ now: 0 }));
afterEach(() => void jest.useRealTimers());

/** Headers of an answer: remaining of a limit, full again after so many milliseconds. */
const told = (kind: string, remaining: number, limit: number | undefined, reset: number): Headers =>
  new Headers({
    [`anthropic-ratelimit-${kind}-remaining`]: String(remaining),
    ...(limit === undefined ? {} : { [`anthropic-ratelimit-${kind}-limit`]: String(limit) }),
    [`anthropic-ratelimit-${kind}-reset`]: new Date(Date.now() + reset).toISOString(),
  });

/** So many requests that want to be sent; how many were is what grows. */
async function enqueue(limiter: RateLimiter, count: number): Promise<Slot[]> {
  const sent: Slot[] = [];
  for (let n = 0; n < count; n++) void limiter.take(need, never).then((slot) => sent.push(slot));
  await settle();
  return sent;
}
const settle = (): Promise<void> => jest.advanceTimersByTimeAsync(0);

describe('how many are under way at once', () => {
  test('begins with one and doubles with each answer, where no limits are told', async () => {
    const limiter = new RateLimiter({ concurrency: 6 });
    const sent = await enqueue(limiter, 20);
    const counts = [sent.length];
    for (let answered = 0; answered < 3; answered++) {
      sent[answered]!.answered(new Headers(), true);
      await settle();
      counts.push(sent.length);
    }
    expect(counts).toEqual([1, 2, 4, 6]);
  });

  test('halves with each refusal', async () => {
    const limiter = new RateLimiter({ concurrency: 8 });
    const sent = await enqueue(limiter, 40);
    for (let n = 0; n < 3; n++) {
      sent[n]!.answered(new Headers(), true);
      await settle();
    }
    expect(sent).toHaveLength(8);
    sent[3]!.answered(new Headers(), false);
    for (const slot of sent.slice(0, 7)) slot.release();
    await settle();
    // One of the eight is still under way, and three more may be.
    expect(sent).toHaveLength(11);
  });
});

describe('the limits that an answer tells', () => {
  test('requests wait while the bucket fills up', async () => {
    const limiter = new RateLimiter();
    const sent = await enqueue(limiter, 4);
    sent[0]!.answered(told('requests', 0, 10, 10_000), true);
    await settle();
    expect(sent).toHaveLength(1);
    // Ten in ten seconds are one a second.
    await jest.advanceTimersByTimeAsync(990);
    expect(sent).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(20);
    expect(sent).toHaveLength(2);
  });

  test('without the limit itself, until it is full again', async () => {
    const limiter = new RateLimiter();
    const sent = await enqueue(limiter, 2);
    sent[0]!.answered(told('requests', 0, undefined, 10_000), true);
    await jest.advanceTimersByTimeAsync(9_900);
    expect(sent).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(200);
    expect(sent).toHaveLength(2);
  });

  test.each(['input-tokens', 'output-tokens'])('%s', async (kind) => {
    const limiter = new RateLimiter();
    const sent = await enqueue(limiter, 2);
    sent[0]!.answered(told(kind, 5, 1_000, 60_000), true);
    await settle();
    expect(sent).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(6_100);
    expect(sent).toHaveLength(2);
  });

  test('those that are under way are counted', async () => {
    const limiter = new RateLimiter({ concurrency: 100 });
    const sent = await enqueue(limiter, 20);
    sent[0]!.answered(new Headers(), true);
    await settle();
    // Of four that may be under way three more are sent, and the API has not counted the one before.
    sent[1]!.answered(told('requests', 3, 10, 60_000), true);
    await settle();
    expect(sent).toHaveLength(4);
  });

  test('what is larger than a whole limit is sent once that is full', async () => {
    const limiter = new RateLimiter();
    const sent = await enqueue(limiter, 2);
    sent[0]!.answered(told('input-tokens', 20, 50, 30_000), true);
    sent[0]!.release();
    await jest.advanceTimersByTimeAsync(29_000);
    expect(sent).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1_100);
    expect(sent).toHaveLength(2);
  });

  test('a clock that is off does not matter', async () => {
    const limiter = new RateLimiter();
    const sent = await enqueue(limiter, 2);
    const hour = 3_600_000;
    const headers = told('requests', 0, 1, hour + 2_000);
    headers.set('date', new Date(Date.now() + hour).toUTCString());
    sent[0]!.answered(headers, true);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(sent).toHaveLength(2);
  });
});

describe('the queue', () => {
  test('is told its places, and a request that was refused goes first', async () => {
    const limiter = new RateLimiter({ concurrency: 1 });
    const first = await limiter.take(need, never);
    const places: string[] = [];
    const order: string[] = [];
    const note = (name: string, slot: Slot): void => {
      order.push(name);
      slot.release();
    };
    for (const name of ['a', 'b'])
      void limiter
        .take(need, never, { onPlace: (place) => places.push(`${name} ${place}`) })
        .then((slot) => note(name, slot));
    void limiter.take(need, never, { isRetry: true }).then((slot) => note('retry', slot));
    first.release();
    await settle();
    expect(order).toEqual(['retry', 'a', 'b']);
    expect(places.slice(0, 2)).toEqual(['a 1', 'b 2']);
  });

  test('is left by whoever has no time any more, and the others move up', async () => {
    const limiter = new RateLimiter({ concurrency: 1 });
    const first = await limiter.take(need, never);
    const stop = new AbortController();
    const gone = limiter.take(need, stop.signal);
    let place = 0;
    const next = limiter.take(need, never, { onPlace: (at) => (place = at) });
    expect(place).toBe(2);
    stop.abort(new Error('no time'));
    await expect(gone).rejects.toThrow('no time');
    expect(place).toBe(1);
    first.release();
    await next;
  });

  test('waits as long as the API asks', async () => {
    const limiter = new RateLimiter();
    limiter.pause(5_000);
    const sent = await enqueue(limiter, 1);
    await jest.advanceTimersByTimeAsync(4_900);
    expect(sent).toHaveLength(0);
    await jest.advanceTimersByTimeAsync(200);
    expect(sent).toHaveLength(1);
  });
});
