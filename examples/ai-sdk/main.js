// The Vercel AI SDK with the tools of an API: `node main.js "Which book is bk_001?"`. The model is any that speaks
// OpenAI's Chat Completions: OPENAI_API_KEY, OPENAI_BASE_URL. SHOP_URL is where the API is.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { dynamicTool, generateText, jsonSchema, stepCountIs } from 'ai';
import { callTool, configFromSpec, createGateway } from 'routewright';

const [question = 'Which book is bk_001?'] = process.argv.slice(2);
const spec = process.env.SHOP_SPEC ?? 'openapi/bookshop.yaml';
const gateway = await createGateway(
  configFromSpec(spec, { api: { baseUrl: process.env.SHOP_URL, credentials: { ShopKey: 'env:SHOP_KEY' } } }),
);

const tools = Object.fromEntries(
  gateway.surface.tools.map(({ name, description, inputSchema }) => [
    name,
    dynamicTool({
      description,
      inputSchema: jsonSchema(inputSchema),
      execute: async (input, { abortSignal }) => {
        console.error(`→ ${name} ${JSON.stringify(input)}`);
        const context = abortSignal ? { signal: abortSignal } : {};
        return (await callTool(gateway.surface, { name, arguments: input }, context)).text;
      },
    }),
  ]),
);
const provider = createOpenAICompatible({
  name: 'openai',
  baseURL: process.env.OPENAI_BASE_URL ?? 'https://api.openai.com/v1',
  apiKey: process.env.OPENAI_API_KEY,
});
const { text } = await generateText({
  model: provider(process.env.MODEL ?? 'gpt-5'),
  tools,
  prompt: question,
  stopWhen: stepCountIs(10),
});
console.log(text);
await gateway.close();
