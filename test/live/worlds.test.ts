import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createBookshop } from '../../src/demo/bookshop-api.ts';

const run = promisify(execFile);
const packages = resolve('test/live/node_modules');
// Beside the packages that the examples import, as if they had been installed for them.
const folder = mkdtempSync(join(packages, '.examples-'));
const shop = createBookshop().listen(0, '127.0.0.1');
const model = new LLMock({ host: '127.0.0.1', port: 0 });

beforeAll(async () => {
  if (!shop.listening) await once(shop, 'listening');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(resolve('.'), join(folder, 'node_modules', 'routewright'));
  model.on(
    { userMessage: 'bk_001', hasToolResult: false },
    { toolCalls: [{ id: 'call_1', name: 'getBook', arguments: '{"bookId":"bk_001"}' }] },
  );
  model.on({ toolCallId: 'call_1', toolResultContains: '"id":"bk_001"' }, { content: 'It is a book of the shop.' });
  await model.start();
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await model.stop();
  const closed = once(shop, 'close');
  shop.close();
  shop.closeAllConnections();
  await closed;
});

test.each(['langchain', 'ai-sdk'])('examples/%s: a model of another vendor calls the API', async (name) => {
  cpSync(resolve('examples', name), join(folder, name), { recursive: true });
  const { stdout, stderr } = await run(process.execPath, [join(folder, name, 'main.js'), 'Which book is bk_001?'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      OPENAI_API_KEY: 'test-key',
      OPENAI_BASE_URL: `${model.url}/v1`,
      SHOP_URL: `http://127.0.0.1:${(shop.address() as AddressInfo).port}/v1`,
      SHOP_KEY: 'demo-shop-key',
    },
  });
  expect(stderr).toContain('→ getBook {"bookId":"bk_001"}');
  expect(stdout).toBe('It is a book of the shop.\n');
});
