// Calls an API's operations from a program, with the same pipeline that MCP clients get: arguments checked, credential
// added, errors explained. Runs by itself and checks what it shows: `node examples/call-from-code/main.js`.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { configFromSpec, createGateway } from 'routewright';

// An API to call: it answers what it was asked.
const api = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ path: request.url, key: request.headers['x-shop-key'] ?? null }));
});
await new Promise((resolve) => api.listen(0, '127.0.0.1', resolve));

process.env.SHOP_KEY = 'a secret of the example';
const gateway = await createGateway(
  configFromSpec(new URL('../../openapi/bookshop.yaml', import.meta.url).pathname, {
    api: { baseUrl: `http://127.0.0.1:${api.address().port}`, credentials: { ShopKey: 'env:SHOP_KEY' } },
  }),
);
try {
  console.log(`${gateway.tools.length} tools, the first is ${gateway.tools[0].name}`);

  const found = await gateway.surface.call('listBooks', { genre: ['gothic', 'horror'], perPage: 2 }, {});
  console.log(found.content[0].text);
  assert.deepEqual(found.structuredContent, { path: '/books?genre=gothic&genre=horror&perPage=2', key: null });

  const refused = await gateway.surface.call('listBooks', { perPge: 2 }, {});
  console.log(refused.content[0].text);
  assert.equal(refused.isError, true);
  assert.match(refused.content[0].text, /perPge.*Did you mean perPage\?/);
} finally {
  await gateway.close();
  api.close();
}
