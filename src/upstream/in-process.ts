import { createServer, type RequestListener, type Server } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';

/**
 * An API that is part of this process: a listener of Node's http, such as an Express application, or a server, such as
 * Fastify's `server`, which need not listen.
 */
export type App = RequestListener | Server;

/** How the app sees whoever is connected: rate limiters and logs want an address. */
const peer = { remoteAddress: '127.0.0.1', remoteFamily: 'IPv4', remotePort: 0 };

/**
 * Connections to an app of this process: HTTP as on the wire, through a pair of streams in memory in place of a socket,
 * so that the app cannot tell the difference and no port is needed (docs/decisions/0055-in-process.md).
 */
export function connectorTo(app: App): () => Duplex {
  const server = typeof app === 'function' ? createServer(app) : app;
  return () => {
    const [near, far] = duplexPair();
    // An end that is gone takes the other with it, as a socket's does; what was written before still arrives.
    near.on('error', () => undefined).once('close', () => far.destroy());
    far
      .on('error', () => undefined)
      .once('close', () => {
        if (!far.writableFinished) near.destroy(new Error('The application closed the connection'));
      });
    server.emit('connection', Object.assign(far, peer));
    return near;
  };
}
