import type { RequestHandler, Response } from 'express';

/** Milliseconds between two signs of life, so that no proxy takes a silent stream for a dead one. */
const heartbeat = 15_000;

/** Streams open at once; a client that gets none still asks for the tools now and then. */
const most = 1_024;

const news = 'event: message\ndata: {"jsonrpc":"2.0","method":"notifications/tools/list_changed"}\n\n';

/**
 * The stream on which clients of the older revisions hear that the tools have changed: a GET that stays open (MCP
 * 2025-11-25, Transports, Listening for Messages from the Server). Those of 2026-07-28 subscribe instead.
 */
export function createNewsStream(onChange: (listener: () => void) => () => void): {
  readonly handle: RequestHandler;
  readonly close: () => void;
} {
  const streams = new Set<Response>();
  const write = (text: string): void => {
    for (const stream of streams) stream.write(text);
  };
  const stop = onChange(() => write(news));
  const timer = setInterval(() => write(':\n\n'), heartbeat).unref();
  return {
    handle: (request, response, next) => {
      if (!/text\/event-stream/.test(request.headers.accept ?? '') || streams.size >= most) {
        next();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
      response.write(':\n\n');
      streams.add(response);
      response.once('close', () => streams.delete(response));
    },
    close: () => {
      stop();
      clearInterval(timer);
      for (const stream of streams) stream.end();
    },
  };
}
