import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { createServerFactory, type McpServerOptions } from './server.ts';
import { markNumbersOnLines } from './written-numbers.ts';

/** Serves over standard input and output until the client closes them. stdout carries the protocol and nothing else. */
export async function serveOverStdio(options: McpServerOptions): Promise<void> {
  const transport = new StdioServerTransport(process.stdin.pipe(markNumbersOnLines()), process.stdout);
  const handle = serveStdio(createServerFactory('stdio', options), {
    transport,
    onerror: (error) => options.logger.debug('protocol error', { error }),
  });
  await new Promise<void>((resolve) => {
    process.stdin.once('end', resolve).once('close', resolve);
    process.stdout.once('error', () => resolve()); // the client has gone: there is nobody to write to
  });
  await handle.close();
}
