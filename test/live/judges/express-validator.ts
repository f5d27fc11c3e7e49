import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { middleware } from 'express-openapi-validator';
import type { Part } from './documents.ts';
import { forward } from './forward.ts';
import type { Judge } from './judge.ts';

/** A server of our own behind express-openapi-validator, which answers 200 or what the validator says. */
export async function startExpressValidator(document: Part): Promise<Judge> {
  const app = express();
  const limit = '5mb';
  app.use(express.json({ type: ['application/json', 'application/*+json'], strict: false, limit }));
  app.use(express.urlencoded({ extended: false, limit }));
  app.use(express.text({ type: ['text/*', 'application/xml'], limit }));
  app.use(
    middleware({
      apiSpec: document as unknown as Parameters<typeof middleware>[0]['apiSpec'],
      validateApiSpec: false,
      validateRequests: true,
      validateResponses: false,
      validateSecurity: false,
    }),
  );
  app.use((_request, response) => void response.json({}));
  app.use(((error: { status?: number; message?: string; errors?: unknown }, _request, response, next) => {
    if (response.headersSent) next(error);
    else response.status(error.status ?? 500).json({ message: error.message, errors: error.errors });
  }) satisfies ErrorRequestHandler);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    name: 'express-openapi-validator',
    judge: async (request) => {
      const { status, text } = await forward(port, request);
      return status < 400 ? undefined : `${status} ${text.slice(0, 600)}`;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
