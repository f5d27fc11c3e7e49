import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runCli } from '../support/cli.ts';

const document = `openapi: 3.1.0
info: { title: Shop, version: '1' }
servers: [{ url: https://api.example.com }]
paths:
  /v1/orders:
    get:
      parameters:
        - { name: page_size, in: query, schema: { type: integer } }
        - { name: colour, in: query, schema: { type: string } }
    post: {}
  /v1/orders/{orderId}:
    get: { parameters: [{ $ref: '#/components/parameters/orderId' }] }
    put: { operationId: replaceOrder, summary: Replace an order as a whole., tags: [sales] }
    delete: {}
  /v1/orders/{orderId}/items: { get: {} }
  /v1/orders/{orderId}/cancel: { post: {} }
  /v1/it's/{id}: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], patch: { operationId: ${'aVeryLongNameIndeed'.repeat(4)} } }
components: { parameters: { orderId: { name: orderId, in: path, required: true, schema: { type: string } } } }
`;
const mended = ['OPERATION_ID_MISSING', 'DESCRIPTION_MISSING', 'TAGS_MISSING', 'NAME_HASHED'];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routewright-fix-'));
  await writeFile(join(folder, 'shop.yaml'), document);
});
afterAll(async () => await rm(folder, { recursive: true }));

const findings = (stdout: string): { rule: string; tool?: string }[] =>
  (JSON.parse(stdout) as { findings: { rule: string; tool?: string }[] }).findings.filter(({ rule }) =>
    mended.includes(rule),
  );

interface Proposed {
  readonly name: string;
  readonly title: string;
  readonly inputSchema: { readonly properties: Readonly<Record<string, { readonly description?: string }>> };
}

describe('--fix', () => {
  test('writes an overlay that our own loader applies, and the findings are gone', async () => {
    const before = await runCli(['check', 'shop.yaml', '--format', 'json', '--fix'], { cwd: folder });
    expect(before.stderr).toContain('Wrote shop.overlay.yaml: 10 proposals.');
    expect(new Set(findings(before.stdout).map(({ rule }) => rule))).toEqual(new Set(mended));
    const after = await runCli(['check', 'shop.yaml', '--format', 'json', '--overlay', 'shop.overlay.yaml'], {
      cwd: folder,
    });
    expect(findings(after.stdout)).toEqual([]);
    const { stdout } = await runCli(['tools', 'shop.yaml', '--json', '--overlay', 'shop.overlay.yaml'], {
      cwd: folder,
    });
    const { tools } = JSON.parse(stdout) as { tools: Proposed[] };
    // Said of what a name tells, once where it is shared; a sentence that repeats a name would be none.
    expect(
      tools.map(({ inputSchema }) =>
        Object.entries(inputSchema.properties).map(([name, { description }]) => [name, description]),
      ),
    ).toEqual([
      [
        ['page_size', 'How many to give at most.'],
        ['colour', undefined],
      ],
      [],
      [['orderId', 'Id of the order.']],
      [['orderId', undefined]],
      [['orderId', undefined]],
      [['orderId', undefined]],
      [['orderId', undefined]],
      [['id', 'Id of the it s.']],
    ]);
    expect(tools.map(({ name, title }) => [name, title])).toEqual([
      ['listOrders', 'List the orders'],
      ['createOrder', 'Create an order'],
      ['getOrder', 'Get an order, by its order id'],
      ['replaceOrder', 'Replace an order as a whole'],
      ['deleteOrder', 'Delete an order, by its order id'],
      ['listItems', 'List the items of an order'],
      ['cancelOrder', 'Cancel an order'],
      ['updateItS', 'Update an it s, by its id'],
    ]);
  });

  test('is a valid Overlay 1.0.0 with a reader in mind, and is never written over', async () => {
    const text = await readFile(join(folder, 'shop.overlay.yaml'), 'utf8');
    expect(text).toMatch(/^# Proposed by `routewright check --fix`: read it/);
    expect(text).toContain('overlay: 1.0.0');
    const { code, stderr } = await runCli(['check', 'shop.yaml', '--fix'], { cwd: folder });
    expect({ code, stderr }).toMatchObject({ code: 2 });
    expect(stderr).toContain('shop.overlay.yaml is there already');
  });
});
