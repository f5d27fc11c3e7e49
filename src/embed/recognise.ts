import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import type { Caller } from '../base/caller.ts';
import { carryCaller } from '../mcp/access/request-caller.ts';

/** Whom the application has recognised. */
export type KnownCaller = Pick<Caller, 'id' | 'name'> & Partial<Pick<Caller, 'scopes' | 'claims'>>;

/** Says who sent a request; nothing for someone who may not call. */
export type Recognise = (request: IncomingMessage) => KnownCaller | undefined | Promise<KnownCaller | undefined>;

/** Lets in whom the application knows. */
export function createRecogniser(recognise: Recognise): RequestHandler {
  return async (request, response, next) => {
    const known = await recognise(request);
    if (!known) {
      response
        .setHeader('www-authenticate', 'Bearer')
        .status(401)
        .json({ error: 'unauthorized', error_description: 'The application does not know who this is' });
      return;
    }
    // A word of its own keeps these ids apart from those of whoever runs the process.
    request.auth = carryCaller({ scopes: [], claims: {}, ...known, id: `app:${known.id}` });
    next();
  };
}
