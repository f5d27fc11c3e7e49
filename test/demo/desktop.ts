import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

/** A server as claude_desktop_config.json names it. */
export interface DesktopEntry {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface DesktopConfig {
  readonly mcpServers: Readonly<Record<string, DesktopEntry>>;
}

/** Starts a server as Claude Desktop does, hands a connected client over, and ends the server whatever happens. */
export async function withDesktop<Result>(
  { command, args, env }: DesktopEntry,
  use: (client: Client, log: () => string) => Promise<Result>,
): Promise<Result> {
  const transport = new StdioClientTransport({ command, args: [...args], env: { ...env }, stderr: 'pipe' });
  const chunks: Buffer[] = [];
  transport.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const client = new Client({ name: 'desktop-test', version: '1.0.0' });
  try {
    await client.connect(transport);
    return await use(client, () => Buffer.concat(chunks).toString('utf8'));
  } finally {
    await client.close();
  }
}
