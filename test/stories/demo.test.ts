import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { listSteps } from '../../src/demo/tour.ts';
import { type DesktopConfig, withDesktop } from '../demo/desktop.ts';
import { endProcess } from '../support/process.ts';

const started: ChildProcess[] = [];
const patience = 60_000;

afterEach(async () => {
  await Promise.all(started.splice(0).map((child) => endProcess(child)));
});

interface Demo {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** The exit code, once all output has come. */
  readonly ended: Promise<number | null>;
}

function startDemo(...args: string[]): Demo {
  const child = spawn(process.execPath, ['dist/cli.js', 'demo', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, output: () => Buffer.concat(chunks).toString('utf8'), ended };
}

async function waitFor({ child, output }: Demo, words: string): Promise<void> {
  while (!output().includes(words)) {
    if (child.exitCode !== null) throw new Error(`The demo ended before it said ${words}:\n${output()}`);
    await delay(20);
  }
}

describe('routewright demo', () => {
  test(
    '--once makes calls of every kind and ends well',
    async () => {
      const demo = startDemo('--once', '--port', '0');
      expect([await demo.ended, demo.output()]).toEqual([0, expect.stringContaining('calls, all as expected.')]);
      const lines = demo.output().split('\n');
      const shown = lines.filter((line) => line.startsWith('✓')).map((line) => line.replace(/^✓ +\d+ +/, ''));
      expect(shown).toEqual(listSteps().map(({ title }) => title));
      expect(lines.filter((line) => line.startsWith('✗'))).toEqual([]);
      expect(lines.filter((line) => line.length > 100)).toEqual([]);
      expect(demo.output()).toContain('MCP 2026-07-28');
      expect(demo.output()).not.toMatch(/demo-shop-key|demo-staff-token|instead|stays up/);
      expect(demo.output()).not.toContain('\u001b');
    },
    patience,
  );

  test(
    'a port that is taken is replaced by a free one, and said',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const demo = startDemo('--once', '--port', String(port));
      const code = await demo.ended;
      const [, said, instead] =
        /Port (\d+) is taken by another program; the gateway listens on (\d+) instead/.exec(demo.output()) ?? [];
      expect([code, said]).toEqual([0, String(port)]);
      expect(instead).not.toBe(said);
      expect(demo.output()).toContain(`http://127.0.0.1:${instead!}/mcp`);
      expect(other.listening).toBe(true);
      other.close();
    },
    patience,
  );

  test(
    'stays up for Claude until it is told to stop',
    async () => {
      const demo = startDemo('--port', '0');
      await waitFor(demo, 'Ctrl-C stops everything.');
      const [, url] = /claude mcp add --transport http bookshop (\S+)/.exec(demo.output()) ?? [];
      const health = await fetch(new URL('/healthz', url));
      expect(await health.json()).toEqual({ status: 'ok' });

      const [json] = /^ {2}\{\n.*^ {2}\}$/ms.exec(demo.output()) ?? [];
      const { mcpServers } = JSON.parse(json!) as DesktopConfig;
      await withDesktop(mcpServers['bookshop']!, async (client) => {
        const { structuredContent } = await client.callTool({ name: 'getOrder', arguments: { orderId: 'or_1003' } });
        expect(structuredContent).toMatchObject({ status: 'shipped' });
      });

      demo.child.kill('SIGTERM');
      expect([await demo.ended, demo.output()]).toEqual([0, expect.stringMatching(/\nStopped\.\n$/)]);
      await expect(fetch(new URL('/healthz', url))).rejects.toThrow();
    },
    patience,
  );

  test(
    'stops in the middle when it is told to',
    async () => {
      const demo = startDemo('--port', '0');
      await waitFor(demo, '✓  2');
      demo.child.kill('SIGINT');
      expect([await demo.ended, demo.output()]).toEqual([
        1,
        expect.stringMatching(/\nStopped after \d+ of 17 calls\.\n$/),
      ]);
    },
    patience,
  );

  test.each(['abc', '-1', '65536', '80.5'])('refuses the port %s', async (port) => {
    const demo = startDemo('--once', `--port=${port}`);
    expect([await demo.ended, demo.output()]).toEqual([2, expect.stringContaining('Give a number from 0 to 65535.')]);
  });
});
