import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectGateway, type LiveClient, variants } from '../support/gateway.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

/** Both official clients over both transports, against the built program and a real upstream. */

let upstream: Upstream;
let failing = false;

beforeAll(async () => {
  upstream = await startUpstream(({ url, headers }, response) => {
    if (failing)
      return void response
        .writeHead(503, { 'retry-after': '7', 'content-type': 'application/json' })
        .end('{"message":"closed for stocktaking"}');
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ url, key: headers['x-shop-key'] === 'k3y-of-the-shop' }));
  });
});

afterAll(() => upstream.close());

describe.each(variants)('%s', (variant) => {
  let client: LiveClient;

  beforeAll(async () => {
    client = await connectGateway(variant, {
      args: ['openapi/bookshop.yaml', '--base-url', upstream.url, '--credential', 'ShopKey=env:SHOP_KEY'],
      env: { SHOP_KEY: 'k3y-of-the-shop' },
    });
  });
  afterAll(() => client.close());

  test('lists every operation as a tool', async () => {
    const names = (await client.listTools()).map(({ name }) => name);
    expect(names).toHaveLength(23);
    expect(names).toEqual(expect.arrayContaining(['listBooks', 'placeOrder', 'getInvoice', 'read_result']));
  });

  test('a call reaches the API with its credential and comes back', async () => {
    const result = await client.callTool('deleteBook', { bookId: 'bk/1 ä' });
    expect(result.isError).toBeFalsy();
    expect(result.structuredContent).toEqual({ url: '/books/bk%2F1%20%C3%A4', key: true });
  });

  test('an error of the API is an error with its words and what to do', async () => {
    failing = true;
    const result = await client.callTool('listBooks', {});
    failing = false;
    expect(result.isError).toBe(true);
    expect(result.content[0]!.text).toMatch(/^HTTP 503 Service Unavailable from GET .*closed for stocktaking/);
    expect(result.content[0]!.text).toContain('7 s');
  });

  test('the log never shows the credential', () => {
    expect(client.log()).toContain('22 tools');
    expect(client.log()).not.toContain('k3y-of-the-shop');
  });
});
