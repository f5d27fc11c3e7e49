import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { findPackageFolder } from '../../src/base/package-folder.ts';
import type { Received } from '../../src/demo/recorder.ts';
import type { TourWorld } from '../../src/demo/run-tour.ts';
import { showTour } from '../../src/demo/show-tour.ts';
import type { Step } from '../../src/demo/tour.ts';

type Result = Awaited<ReturnType<TourWorld['call']>>;

const step: Step = {
  title: 'A book',
  tool: 'getBook',
  args: { bookId: 'bk_001' },
  sends: 'GET /v1/books/bk_001',
  status: 200,
  expects: 'the book',
  holds: ({ result }) => result.content.length === 1,
};
const right: Result = { content: [{ type: 'text', text: '{"id":"bk_001"}' }] };
const received: Received = { method: 'GET', path: '/v1/books/bk_001', headers: [], body: undefined, status: 200 };

/** Shows a tour in a world where each call does the same. */
async function show(
  steps: readonly Step[],
  {
    result = right,
    sent = [received],
    ...world
  }: Partial<TourWorld> & { result?: Result; sent?: readonly Received[] } = {},
) {
  let output = '';
  const code = await showTour(
    steps,
    {
      call: () => Promise.resolve(result),
      takeReceived: () => sent,
      signal: new AbortController().signal,
      ...world,
    },
    { write: (text) => (output += text), paint: (_, text) => text },
  );
  return { code, output };
}

describe('showTour', () => {
  test('ends with 0 when all is as expected', async () => {
    const { code, output } = await show([step, step]);
    expect(code).toBe(0);
    expect(output).toContain('✓  2  A book\n      call      getBook {"bookId":"bk_001"}\n');
    expect(output).toContain('2 calls, all as expected.');
  });

  test.each<[string, Partial<Step>, Parameters<typeof show>[1], string]>([
    ['the check fails', { holds: () => false }, {}, 'expected the book'],
    ['an error comes', {}, { result: { ...right, isError: true } }, 'expected no error'],
    ['an error should have come', { fails: true }, {}, 'expected an error'],
    ['another request is sent', { sends: 'GET /v1/books' }, {}, 'expected GET /v1/books to be sent'],
    ['it is sent twice', {}, { sent: [received, received] }, 'expected GET /v1/books/bk_001 to be sent'],
    ['nothing is sent', {}, { sent: [] }, 'expected GET /v1/books/bk_001 to be sent'],
    ['another status comes', { status: 201 }, {}, 'expected status 201'],
    ['the call breaks', {}, { call: () => Promise.reject(new Error('no line')) }, 'the call broke: no line'],
  ])('ends with 1 when %s', async (_, change, world, told) => {
    const { code, output } = await show([step, { ...step, ...change }, step], world);
    expect(code).toBe(1);
    expect(output).toContain('✗  2  A book');
    expect(output).toContain(`      wrong     ${told}\n`);
    expect(output).toMatch(/3 calls, \d not as expected\./);
  });

  test('goes on after a fault', async () => {
    const { output } = await show([{ ...step, holds: () => false }, step]);
    expect(output).toContain('✓  2  A book');
    expect(output).toContain('2 calls, 1 not as expected.');
  });

  test('ends with 1 when it is stopped', async () => {
    const stop = new AbortController();
    const call = (): Promise<Result> => {
      stop.abort();
      return Promise.resolve(right);
    };
    expect(await show([step, step], { call, signal: stop.signal })).toEqual({
      code: 1,
      output: 'Stopped after 0 of 2 calls.\n',
    });
  });

  test('keeps to 100 columns, however long the line', async () => {
    const text = `${'word '.repeat(60)}\n${'x'.repeat(300)}`;
    const { output } = await show([{ ...step, args: { q: 'y'.repeat(500), list: Array(60).fill('item') } }], {
      result: { content: [{ type: 'text', text }] },
    });
    expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(output).toContain('yyyyyyyyyyyy… (500 characters)');
    expect(output).toContain('… (601 characters in all)');
  });
});

test.each(['src/base/package-folder.ts', 'dist/cli.js', 'dist/chunks/demo-XYZ.js'])(
  'the package is found from %s',
  (file) => {
    expect(findPackageFolder(pathToFileURL(resolve(file)).href)).toBe(resolve('.'));
    expect(join(findPackageFolder(), 'src')).toBe(resolve('src'));
  },
);
