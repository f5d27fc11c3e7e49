import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { startGateway } from '../support/gateway.ts';
import { startUvicorn } from './support/uvicorn.ts';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const app = (routes: string): string => `from fastapi import FastAPI\n\napp = FastAPI(title="Garden")\n\n${routes}\n`;
const plants = '@app.get("/plants", operation_id="listPlants")\ndef list_plants() -> list[str]:\n    return ["sage"]\n';
const beds = '@app.get("/beds", operation_id="listBeds")\ndef list_beds() -> list[int]:\n    return [1, 2]\n';

test('uvicorn --reload: a route that is added to the application becomes a tool that works', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reload-'));
  closers.push(() => rm(folder, { recursive: true }));
  const requirements = fileURLToPath(new URL('fastapi/requirements.txt', import.meta.url));
  await writeFile(join(folder, 'requirements.txt'), await readFile(requirements));
  await writeFile(join(folder, 'app.py'), app(plants));
  const api = await startUvicorn({ folder, reload: true });
  closers.push(() => api.stop());
  const gateway = await startGateway([`${api.url}/openapi.json`, '--watch']);
  closers.push(gateway.stop);
  let changes = 0;
  const client = new Client(
    { name: 'test', version: '1' },
    {
      versionNegotiation: { mode: { pin: '2026-07-28' } },
      listChanged: { tools: { onChanged: () => changes++, debounceMs: 0 } },
    },
  );
  await client.connect(new StreamableHTTPClientTransport(gateway.url));
  closers.push(() => client.close());
  const names = async (): Promise<string[]> => (await client.listTools()).tools.map(({ name }) => name);
  expect(await names()).not.toContain('listBeds');

  await writeFile(join(folder, 'app.py'), app(`${plants}\n\n${beds}`));
  const end = Date.now() + 20_000;
  while (changes === 0 && Date.now() < end) await delay(50);
  expect(await names()).toEqual(expect.arrayContaining(['listPlants', 'listBeds']));
  expect(await client.callTool({ name: 'listBeds', arguments: {} })).toMatchObject({
    content: [{ text: '[1,2]' }],
  });

  // An application that does not start keeps the tools as they were.
  await writeFile(join(folder, 'app.py'), 'this is no Python');
  while (!gateway.log().includes('cannot be looked at') && Date.now() < end + 10_000) await delay(50);
  expect(gateway.log()).toContain('the tools stay as they are');
  expect(await names()).toContain('listBeds');
});
