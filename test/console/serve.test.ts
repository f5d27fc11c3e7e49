import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type RunningGateway, startGateway } from '../support/gateway.ts';

/** Where `serve --http` has the console, and where not. */

let gateway: RunningGateway | undefined;
const folder = mkdtempSync(join(tmpdir(), 'routewright-'));

afterEach(async () => {
  await gateway?.stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function statusOf(path: string, text: string): Promise<number> {
  const file = join(folder, path);
  writeFileSync(file, `apis: { shop: { spec: ${resolve('openapi/bookshop.yaml')} } }\n${text}`);
  gateway = await startGateway([file]);
  return (await fetch(new URL('/console', gateway.url))).status;
}

describe('the console', () => {
  test('is there on this machine, and its address is told', async () => {
    gateway = await startGateway(['openapi/bookshop.yaml']);
    const url = new URL('/console', gateway.url);
    expect(await (await fetch(url)).text()).toContain('<title>Routewright console</title>');
    expect(gateway.log()).toContain(url.href);
  });

  test('is not there where it is turned off', async () => {
    expect(await statusOf('off.yaml', 'console: { enabled: false }')).toBe(404);
  });

  test('is not there by itself where callers have to say who they are', async () => {
    const access = `access: { apiKeys: [{ name: a, hash: 'sha256:${'0'.repeat(64)}' }] }`;
    expect(await statusOf('access.yaml', access)).toBe(404);
  });
});
