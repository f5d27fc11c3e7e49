import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createBookshop } from '../../src/demo/bookshop-api.ts';
import { type RunningGateway, startGateway } from '../support/gateway.ts';
import { prepareEnvironment } from './support/uvicorn.ts';

// Their packages take minutes to install and half a gigabyte, so .ci/run leaves this file out.
const run = promisify(execFile);
const shop = createBookshop().listen(0, '127.0.0.1');
const model = new LLMock({ host: '127.0.0.1', port: 0 });
let gateway: RunningGateway;

beforeAll(async () => {
  if (!shop.listening) await once(shop, 'listening');
  const baseUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/v1`;
  const credential = ['--credential', 'ShopKey=env:SHOP_KEY'];
  gateway = await startGateway(['openapi/bookshop.yaml', '--base-url', baseUrl, ...credential], {
    SHOP_KEY: 'demo-shop-key',
  });
  // Semantic Kernel writes the name of the plugin before that of the tool.
  for (const toolName of ['getBook', 'shop-getBook']) {
    model.on(
      { userMessage: 'bk_001', hasToolResult: false, toolName },
      { toolCalls: [{ id: 'call_1', name: toolName, arguments: '{"bookId":"bk_001"}' }] },
    );
  }
  model.on({ toolCallId: 'call_1', toolResultContains: 'bk_001' }, { content: 'It is a book of the shop.' });
  await model.start();
});

afterAll(async () => {
  await gateway.stop();
  await model.stop();
  const closed = once(shop, 'close');
  shop.close();
  shop.closeAllConnections();
  await closed;
});

test.each(['llamaindex', 'semantic-kernel'])(
  'examples/%s: a Python program calls the API over MCP',
  async (name) => {
    const folder = fileURLToPath(new URL(`../../examples/${name}/`, import.meta.url));
    const environment = fileURLToPath(new URL(`worlds/.venv/${name}/`, import.meta.url));
    await prepareEnvironment(join(folder, 'requirements.txt'), environment);
    const program = [join(folder, 'main.py'), 'Which book is bk_001?'];
    const { stdout } = await run(join(environment, 'bin', 'python'), program, {
      env: {
        PATH: process.env['PATH'] ?? '',
        OPENAI_API_KEY: 'test-key',
        OPENAI_BASE_URL: `${model.url}/v1`,
        GATEWAY_URL: gateway.url.href,
      },
    });
    expect(stdout.trim()).toBe('It is a book of the shop.');
  },
  600_000,
);
