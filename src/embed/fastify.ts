import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a plugin uses of Fastify, in its versions 4 and 5. */
interface FastifyLike {
  addHook: (name: 'onReady' | 'onClose', hook: () => Promise<void>) => unknown;
  removeAllContentTypeParsers: () => void;
  addContentTypeParser: (type: string, parse: (request: unknown, payload: unknown) => Promise<unknown>) => unknown;
  all: (path: string, handle: (request: FastifyRequestLike, reply: FastifyReplyLike) => void) => unknown;
}

interface FastifyRequestLike {
  readonly raw: IncomingMessage;
}

interface FastifyReplyLike {
  readonly raw: ServerResponse;
  readonly hijack: () => unknown;
}

/** A plugin of Fastify. */
export type FastifyPlugin = (fastify: FastifyLike) => Promise<void>;

/** Has a Fastify application hand over the requests of these paths, as they came. */
export function createFastifyPlugin(
  serve: (request: IncomingMessage, response: ServerResponse, path: string) => void,
  paths: readonly string[],
  { ready, close }: { readonly ready: () => Promise<unknown>; readonly close: () => Promise<void> },
): FastifyPlugin {
  return (fastify) => {
    // The body stays in the request: the handler reads it with the digits of its numbers. Only routes of this plugin
    // are touched, since Fastify keeps what a plugin sets within it.
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('*', () => Promise.resolve(undefined));
    for (const path of paths)
      fastify.all(path, ({ raw: request }, reply) => {
        reply.hijack();
        serve(request, reply.raw, path);
      });
    fastify.addHook('onReady', async () => {
      await ready();
    });
    fastify.addHook('onClose', close);
    return Promise.resolve();
  };
}
