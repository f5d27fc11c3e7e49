import type { Command } from 'commander';
import { createKey } from '../mcp/access/api-keys.ts';

export function addKeyCommand(program: Command): void {
  const key = program.command('key').description('make API keys for those who call over HTTP');
  key
    .command('new')
    .description('make a key: it is shown once, and its hash goes into the configuration')
    .argument('<name>', 'who will hold it; rules, log and audit use this name')
    .option('--json', 'print JSON: {name, key, hash}')
    .action((name: string, { json }: { json?: boolean }) => {
      const made = createKey();
      process.stdout.write(
        json === true ? `${JSON.stringify({ name, ...made })}\n` : formatKey(name, made.key, made.hash),
      );
    });
}

function formatKey(name: string, key: string, hash: string): string {
  return `The key of ${name}. It is shown this once; give it to whoever will send it:

  ${key}

Under access.apiKeys in routewright.config.yaml:

  - name: ${/^[A-Za-z_][\w .-]*$/.test(name) ? name : JSON.stringify(name)}
    hash: ${hash}

Clients send it as the header  Authorization: Bearer ${key.slice(0, 6)}…
`;
}
