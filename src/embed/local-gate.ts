import type { RequestHandler } from 'express';
import type { Logger } from '../base/log.ts';
import { isLoopback } from '../base/loopback.ts';

/** Headers by which a proxy says for whom it asks. */
const forwarding = ['forwarded', 'x-forwarded-for', 'x-real-ip'];

/**
 * Lets in programs of this machine, and nobody else: neither another machine, nor a proxy that asks for one, nor a page
 * that was led here by DNS.
 */
export function createLocalGate(logger: Logger): RequestHandler {
  let isTold = false;
  return ({ socket, headers }, response, next) => {
    const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const host = (headers.host ?? '').replace(/:\d+$/, '');
    if (isLoopback(address) && isLoopback(host) && !forwarding.some((name) => name in headers)) {
      next();
      return;
    }
    if (!isTold)
      logger.warn('a request from elsewhere was refused: it is not said who may call', {
        code: 'ACCESS_CONTROL_REQUIRED',
        address,
        hint: 'Say it under `access` in the configuration, or by the option `caller`.',
      });
    isTold = true;
    response.status(403).json({
      jsonrpc: '2.0',
      id: null,
      error: { code: -32000, message: 'Only programs of the same machine may call this server' },
    });
  };
}
