import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { createServerFactory, type McpServerOptions } from './server.ts';

/** Serves over standard input and output until the client closes them. stdout carries the protocol and nothing else. */
export async function serveOverStdio(options: McpServerOptions): Promise<void> {
  const handle = serveStdio(createServerFactory(options), {
    onerror: (error) => options.logger.debug('protocol error', { error }),
  });
  await new Promise<void>((resolve) => {
    process.stdin.once('end', resolve).once('close', resolve);
    process.stdout.once('error', () => resolve()); // the client has gone: there is nobody to write to
  });
  await handle.close();
}
