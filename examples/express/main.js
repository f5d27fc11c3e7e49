// An Express application whose OpenAPI document is made from its routes, and which serves these routes as MCP tools in
// its own process: the schemas that check a request are those that a model is shown. Runs by itself and checks what it
// shows: `node examples/express/main.js`; with --stay it stays up at http://127.0.0.1:3000/mcp.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import express from 'express';
import { routewright } from 'routewright';
import * as z from 'zod';

const app = express();
const document = { openapi: '3.1.0', info: { title: 'Garden', version: '1.0.0' }, paths: {} };

const tools = routewright({ apis: { garden: { spec: () => document, app } } });
app.use('/mcp', tools); // before the parser of the application, so that bodies come to it as they were sent
app.use(express.json());

/** Adds a route and describes it: what it takes, what it answers, and in a sentence what it is for. */
function route(method, path, { id, summary, params = z.object({}), query = z.object({}), body, answer }, handle) {
  const input = (schema) => z.toJSONSchema(schema, { io: 'input' });
  const parameters = Object.entries({ path: params, query }).flatMap(([place, schema]) => {
    const { properties, required = [] } = input(schema);
    return Object.entries(properties).map(([name, described]) => {
      const { description, ...rest } = described;
      return { name, in: place, required: required.includes(name), description, schema: rest };
    });
  });
  (document.paths[path.replace(/:(\w+)/g, '{$1}')] ??= {})[method] = {
    operationId: id,
    summary,
    parameters,
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: input(body) } } },
    }),
    responses: {
      200: { description: summary, content: { 'application/json': { schema: z.toJSONSchema(answer) } } },
    },
  };
  app[method](path, (request, response) => {
    const taken = z
      .object({ params, query, ...(body && { body }) })
      .safeParse({ params: request.params, query: request.query, body: request.body });
    if (!taken.success) return response.status(422).json({ message: z.prettifyError(taken.error) });
    const found = handle(taken.data);
    if (found === undefined) return response.status(404).json({ message: `There is nothing at ${request.path}` });
    response.json(found);
  });
}

const Plant = z.object({ id: z.int(), name: z.string(), litres: z.number().describe('Water it gets in a week.') });
const plants = [
  { id: 1, name: 'sage', litres: 1 },
  { id: 2, name: 'tomato', litres: 7.5 },
];

route(
  'get',
  '/plants',
  {
    id: 'list_plants',
    summary: 'Plants of the garden.',
    query: z.object({ thirsty: z.stringbool().optional().describe('Only those that get 5 litres a week or more.') }),
    answer: z.array(Plant),
  },
  ({ query }) => plants.filter(({ litres }) => query.thirsty !== true || litres >= 5),
);
route(
  'post',
  '/plants/:id/water',
  {
    id: 'water_plant',
    summary: 'Changes how much water a plant gets.',
    params: z.object({ id: z.coerce.number().int() }),
    body: z.object({ litres: z.number().min(0).max(20) }),
    answer: Plant,
  },
  ({ params, body }) => {
    const plant = plants.find(({ id }) => id === params.id);
    return plant && Object.assign(plant, body);
  },
);

const gateway = await tools.ready();
console.log(`tools made from the routes: ${gateway.tools.map(({ name }) => name).join(', ')}`);
const isStaying = process.argv.includes('--stay');
const server = app.listen(isStaying ? 3000 : 0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}/mcp`;
if (isStaying) console.log(`claude mcp add --transport http garden ${url}`);
else await check();

/** What Claude would do, by the official client. */
async function check() {
  const client = new Client(
    { name: 'example', version: '1.0.0' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  try {
    const thirsty = await client.callTool({ name: 'list_plants', arguments: { thirsty: 'true' } });
    console.log('thirsty:', thirsty.content[0].text);
    assert.deepEqual(thirsty.structuredContent, [{ id: 2, name: 'tomato', litres: 7.5 }]);

    const watered = await client.callTool({ name: 'water_plant', arguments: { id: 1, body: { litres: 2 } } });
    assert.deepEqual(watered.structuredContent, { id: 1, name: 'sage', litres: 2 });
    assert.equal(plants[0].litres, 2);

    const tooMuch = await client.callTool({ name: 'water_plant', arguments: { id: 1, body: { litres: 200 } } });
    console.log(tooMuch.content[0].text);
    assert.equal(tooMuch.isError, true);
    assert.match(tooMuch.content[0].text, /body\.litres/);

    const unknown = await client.callTool({ name: 'water_plant', arguments: { id: 9, body: { litres: 1 } } });
    assert.match(unknown.content[0].text, /HTTP 404.*There is nothing at \/plants\/9\/water/);
  } finally {
    await client.close();
    await tools.close();
    server.close();
    server.closeAllConnections();
  }
}
