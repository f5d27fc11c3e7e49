import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { type CallTrace, createTraceLog, type NotedCall, type TraceLog } from '../../src/base/trace.ts';

afterEach(() => {
  jest.useRealTimers();
});

const traceOf = (id: string, more: Partial<CallTrace> = {}): CallTrace => ({
  id,
  time: '2026-06-15T12:00:00.000Z',
  caller: { id: 'local', name: 'local' },
  door: 'stdio',
  tool: 'getPet',
  api: 'pets',
  arguments: {},
  steps: [],
  outcome: 'ok',
  duration: 1,
  ...more,
});

function noted(id: string, more: Partial<CallTrace> = {}, bytes = 100): NotedCall & { written: () => number } {
  const trace = traceOf(id, more);
  let written = 0;
  const write = (): CallTrace => {
    written++;
    return trace;
  };
  return { id, tool: trace.tool, api: trace.api, outcome: trace.outcome, bytes, write, written: () => written };
}

const ids = (log: TraceLog, filter = {}): string[] => log.list(filter).map(({ id }) => id);

describe('the last calls', () => {
  test('are listed with the newest first, each by its id', () => {
    const log = createTraceLog({ most: 10, mostBytes: 1_000 });
    for (const id of ['a', 'b', 'c']) log.record(noted(id));
    expect(ids(log)).toEqual(['c', 'b', 'a']);
    expect(log.get('b')).toEqual(traceOf('b'));
    expect(log.get('x')).toBeUndefined();
  });

  test('are bounded in number: the oldest goes', () => {
    const log = createTraceLog({ most: 2, mostBytes: 1_000 });
    for (const id of ['a', 'b', 'c']) log.record(noted(id));
    expect(ids(log)).toEqual(['c', 'b']);
    expect(log.get('a')).toBeUndefined();
  });

  test('are bounded in bytes, and one that is larger than all of them pushes none out', () => {
    const log = createTraceLog({ most: 100, mostBytes: 250 });
    for (const id of ['a', 'b', 'c']) log.record(noted(id));
    expect(ids(log)).toEqual(['c', 'b']);
    log.record(noted('huge', {}, 251));
    expect(ids(log)).toEqual(['c', 'b']);
    log.record(noted('large', {}, 250));
    expect(ids(log)).toEqual(['large']);
  });

  test('are none where none are wanted, and whoever listens is told all the same', () => {
    const log = createTraceLog({ most: 0, mostBytes: 1_000 });
    const told: string[] = [];
    log.subscribe(({ id }) => told.push(id));
    log.record(noted('a'));
    expect([ids(log), told]).toEqual([[], ['a']]);
  });

  test.each([
    [{ tool: 'getPet' }, ['d', 'a']],
    [{ api: 'shop' }, ['c']],
    [{ outcome: 'error' as const }, ['d', 'c']],
    [{ outcome: 'error' as const, api: 'pets' }, ['d']],
    [{ limit: 2 }, ['d', 'c']],
    [{ limit: 0 }, []],
  ])('of %j', (filter, expected) => {
    const log = createTraceLog({ most: 10, mostBytes: 1_000 });
    log.record(noted('a'));
    log.record(noted('b', { tool: 'listPets' }));
    log.record(noted('c', { tool: 'order', api: 'shop', outcome: 'error' }));
    log.record(noted('d', { outcome: 'error' }));
    expect(ids(log, filter)).toEqual(expected);
  });

  test('are written out once, when somebody reads', () => {
    const log = createTraceLog({ most: 10, mostBytes: 1_000 });
    const call = noted('a');
    log.record(call);
    expect(call.written()).toBe(0);
    log.list();
    log.get('a');
    expect(call.written()).toBe(1);
  });

  test('are written out within a minute, while their secrets are surely known', () => {
    jest.useFakeTimers();
    const log = createTraceLog({ most: 10, mostBytes: 1_000 });
    const call = noted('a');
    log.record(call);
    jest.advanceTimersByTime(59_000);
    expect(call.written()).toBe(0);
    jest.advanceTimersByTime(1_000);
    expect(call.written()).toBe(1);
  });

  test('are told to whoever listens, until they listen no more', () => {
    const log = createTraceLog({ most: 10, mostBytes: 1_000 });
    const told: string[] = [];
    const stop = log.subscribe(({ id }) => told.push(id));
    log.record(noted('a'));
    stop();
    log.record(noted('b'));
    expect(told).toEqual(['a']);
  });
});
