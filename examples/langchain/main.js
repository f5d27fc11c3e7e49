// LangChain.js with the tools of an API: `node main.js "Which book is bk_001?"`. The model is any that speaks OpenAI's
// Chat Completions: OPENAI_API_KEY, and OPENAI_BASE_URL for one that is not OpenAI's. SHOP_URL is where the API is.
import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { callTool, configFromSpec, createGateway } from 'routewright';

const [question = 'Which book is bk_001?'] = process.argv.slice(2);
const spec = process.env.SHOP_SPEC ?? 'openapi/bookshop.yaml';
const gateway = await createGateway(
  configFromSpec(spec, { api: { baseUrl: process.env.SHOP_URL, credentials: { ShopKey: 'env:SHOP_KEY' } } }),
);

// LangChain takes JSON Schema as it is; what it hands on goes the whole way of a call.
const tools = gateway.surface.tools.map(({ name, description, inputSchema }) =>
  tool(async (args) => (await callTool(gateway.surface, { name, arguments: args })).text, {
    name,
    description,
    schema: inputSchema,
  }),
);
const byName = new Map(tools.map((one) => [one.name, one]));
const model = new ChatOpenAI({
  model: process.env.MODEL ?? 'gpt-5',
  configuration: { baseURL: process.env.OPENAI_BASE_URL },
}).bindTools(tools);

const messages = [new HumanMessage(question)];
for (let turn = 0; turn < 10; turn++) {
  const answer = await model.invoke(messages);
  messages.push(answer);
  if (!answer.tool_calls?.length) {
    console.log(answer.text);
    break;
  }
  for (const call of answer.tool_calls) {
    console.error(`→ ${call.name} ${JSON.stringify(call.args)}`);
    const content = await byName.get(call.name).invoke(call.args);
    messages.push(new ToolMessage({ tool_call_id: call.id, content }));
  }
}
await gateway.close();
