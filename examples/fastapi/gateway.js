// Routewright beside the application: `/mcp` for MCP clients, `/ask` for the application's own questions, or both, from
// one configuration. `node gateway.js direct|mcp|hybrid`; start.js starts it together with the application.
import { readFile } from 'node:fs/promises';
import express from 'express';
import { parseConfig, routewright } from 'routewright';
import { loadConversation, newConversation, openAssistant, saveConversation } from 'routewright/claude';

const way = process.argv[2] ?? 'hybrid';
const file = new URL('routewright.config.yaml', import.meta.url);
const text = await readFile(file, 'utf8');
const library = process.env.LIBRARY_URL ?? 'http://127.0.0.1:8000';
const config = await parseConfig(text.replaceAll('http://127.0.0.1:8000', library), file.pathname);

const tools = routewright(config);
const app = express();
if (way !== 'direct') app.use('/mcp', tools);
const gateway = await tools.ready();
if (way !== 'mcp') app.post('/ask', express.json(), await createAsk());

const server = app.listen(Number(process.env.GATEWAY_PORT ?? config.http.port), '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  console.log(`gateway: ${way === 'direct' ? `${url}/ask` : `${url}/mcp`}${way === 'hybrid' ? ` and ${url}/ask` : ''}`);
});
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
    void tools.close().then(() => process.exit(0));
  });

async function createAsk() {
  const assistant = await openAssistant(gateway);
  return async ({ body }, response) => {
    const { question, conversation: id, allow_writes: mayWrite, reader } = body;
    // Whoever asks goes on with their own conversations only.
    const keyOf = (name) => `${reader}:${name}`;
    try {
      const conversation = id ? await loadConversation(gateway.store, keyOf(id)) : newConversation();
      const answer = await assistant.ask(question, {
        conversation,
        caller: { id: `reader:${reader}`, name: reader, scopes: [], claims: {} },
        confirm: () => Promise.resolve(mayWrite === true),
      });
      const name = id ?? conversation.id;
      await saveConversation(gateway.store, { ...answer.conversation, id: keyOf(name) });
      if (answer.error) return refuse(response, answer.error);
      response.json({ text: answer.text, conversation: name, usage: answer.usage });
    } catch (error) {
      refuse(response, error);
    }
  };
}

function refuse(response, { code = 'INTERNAL', message, hint }) {
  response.status(500).json({ error: { code, message, hint } });
}
