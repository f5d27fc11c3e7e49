import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import { errorCodes } from '../base/error-codes.ts';
import { messageOf } from '../base/errors.ts';
import { parseExact } from '../base/exact.ts';
import { own, text } from '../base/json.ts';
import type { Redactor } from '../base/secrets.ts';
import { errorMeta, type ToolResult } from '../catalog/tool-result.ts';
import type { Tool } from '../catalog/tool.ts';
import { toAnswer } from './answer.ts';
import { toCallRow } from './calls.ts';
import type { ConsoleGates, ConsoleOptions } from './console.ts';
import { reportDocuments } from './document-report.ts';
import { createLive, type Live } from './live.ts';
import { describeGateway } from './overview.ts';
import { writeRequest } from './request-text.ts';
import { createCosts, toDetail, toRow } from './tools.ts';
import type { Answer, Preview } from './wire.ts';

/** Largest body: a file travels in it as base64. */
const bodyLimit = '32mb';

/** The JSON behind the page: every answer passes the redactor, whatever it is made of. */
export function createApi(
  { gateway, config, redactor }: ConsoleOptions,
  { callerOf, toolsFor }: Pick<ConsoleGates, 'callerOf' | 'toolsFor'>,
): { readonly router: Router; readonly live: Live } {
  const { traces } = gateway;
  const measure = createCosts();
  // Tools may be others after a while: they are looked up for each request.
  const toolsOf = (request: Request): readonly Tool[] => toolsFor(callerOf(request)) ?? gateway.tools;
  const write = (value: unknown): string => withoutSecrets(JSON.stringify(value), value, redactor);
  const live = createLive({ subscribe: traces.subscribe, toEvent: toCallRow, write });
  const router = express.Router();

  const answer = (path: string, read: (request: Request) => unknown): void =>
    void router.get(path, async (request, response) => send(response, await read(request)));
  const send = (response: Response, value: unknown, status = value === undefined ? 404 : 200): void => {
    const body = value === undefined ? { error: 'There is nothing of that name' } : value;
    response.status(status).set({ 'content-type': 'application/json', 'cache-control': 'no-store' }).send(write(body));
  };

  answer('/overview', () => describeGateway(gateway, config));
  answer('/tools', (request) => toolsOf(request).map(toRow));
  answer('/costs', async (request) => {
    const costs = await measure(gateway.tools);
    return Object.fromEntries(toolsOf(request).map(({ name }) => [name, costs.get(name)]));
  });
  answer('/tools/:name', (request) => {
    const tool = toolsOf(request).find(({ name }) => name === request.params['name']);
    return tool && toDetail(tool);
  });
  answer('/codes', () => errorCodes);
  answer('/calls', () => traces.list().map(toCallRow));
  answer('/calls/:id', (request) => traces.get(String(request.params['id'])));
  answer('/document', async () => {
    await measure(gateway.tools); // it makes all schemas, a slice at a time, which the findings are made of
    return reportDocuments(gateway);
  });
  router.get('/live', (request, response) => live.open(request, response));

  const post = (
    path: string,
    act: (tool: Tool, args: unknown, request: Request, response: Response) => unknown,
  ): void =>
    void router.post(path, express.text({ type: 'application/json', limit: bodyLimit }), async (request, response) => {
      const given = readBody(request);
      const tool = given && toolsOf(request).find(({ name }) => name === given.tool);
      if (!given) send(response, { error: 'The body must be {"tool": …, "args": …}' }, 400);
      else if (!tool) send(response, undefined);
      else send(response, await act(tool, given.args, request, response));
    });
  post('/prepare', async (tool, args): Promise<Preview> => {
    const prepared = await gateway.prepare(tool, args);
    if ('failure' in prepared) return describeObstacle(prepared.failure);
    const { request, unconfigured, repairs } = prepared;
    return { method: request.method, url: request.url, ...writeRequest(request), unconfigured, repairs };
  });
  post('/call', async (tool, args, request, response): Promise<Answer> => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const caller = callerOf(request);
    const begun = performance.now();
    const result = await gateway.callForModel(tool, args, { caller, signal: gone.signal, door: 'console' });
    return toAnswer(result, performance.now() - begun);
  });
  const answerError: ErrorRequestHandler = (error: { status?: number }, _request, response, next) => {
    if (response.headersSent) next(error);
    else send(response, { error: messageOf(error) }, error.status ?? 500);
  };
  router.use(answerError);
  return { router, live };
}

/** The tool and the arguments that are asked for, every number as it was written. */
function readBody({ body }: Request): { readonly tool: string; readonly args: unknown } | undefined {
  try {
    const given = parseExact(String(body));
    const tool = text(own(given, 'tool'));
    return tool === undefined ? undefined : { tool, args: own(given, 'args') };
  } catch {
    return undefined;
  }
}

function describeObstacle({ content, _meta: meta }: ToolResult): Preview {
  const failure = content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
  const code = text(own(meta?.[errorMeta], 'code'));
  return { failure, ...(code === undefined ? {} : { code }) };
}

/** JSON without the secrets that are known; where one of them was a number or a word of JSON, value by value. */
function withoutSecrets(json: string, value: unknown, redactor: Redactor): string {
  const redacted = redactor.redact(json);
  if (redacted === json) return json;
  try {
    JSON.parse(redacted);
    return redacted;
  } catch {
    return JSON.stringify(redactor.redactValue(value));
  }
}
