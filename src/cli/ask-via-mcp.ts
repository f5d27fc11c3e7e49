import { readFile } from 'node:fs/promises';
import { type ClaudeConfig, claudeSchema } from '../base/config/claude-schema.ts';
import { parseConfig } from '../base/config/load.ts';
import { RoutewrightError } from '../base/errors.ts';
import { createLogger } from '../base/log.ts';
import { createSecretReader } from '../base/secret-reader.ts';
import { Redactor } from '../base/secrets.ts';
import { systemSecrets } from '../base/system-secrets.ts';
import type { Assistant } from '../claude/assistant.ts';

export interface ViaMcpOptions {
  readonly viaMcp: string;
  readonly mcpToken?: string;
  readonly allow?: readonly string[];
  readonly yes?: boolean;
}

/** Claude with the tools of an MCP server that Anthropic's side reaches by itself. */
export async function openViaMcp(
  file: string | undefined,
  options: ViaMcpOptions,
  change: (config: ClaudeConfig) => ClaudeConfig,
): Promise<{
  readonly assistant: Assistant;
  readonly config: ClaudeConfig;
  readonly redactor: Redactor;
  readonly close: () => Promise<void>;
}> {
  const { viaMcp: url, mcpToken, allow, yes } = options;
  const read =
    file === undefined ? claudeSchema.parse({}) : (await parseConfig(await readFile(file, 'utf8'), file)).claude;
  const config = change(read);
  if (allow === undefined && yes !== true && config.confirm !== 'never') {
    throw new RoutewrightError('USAGE', 'With --via-mcp nobody can be asked before a call: it is made elsewhere', {
      hint: 'Name the tools that may be called (--allow listBooks, repeatable), or allow all of them with --yes.',
    });
  }
  const redactor = new Redactor();
  const logger = await createLogger({ level: 'error', format: 'auto', redactor });
  const token = mcpToken === undefined ? undefined : await readToken(mcpToken, redactor);
  const { createAssistant } = await import('../claude/assistant.ts');
  const { connectTo, nothingToCall } = await import('../claude/connector.ts');
  const { createClient } = await import('../claude/client.ts');
  const assistant = createAssistant({
    connector: connectTo({ name: 'routewright', url, ...(token ? { token } : {}), ...(allow ? { allow } : {}) }),
    client: await createClient(config, { redactor }),
    config,
    surface: nothingToCall,
    instructions: '',
    logger,
  });
  return { assistant, config, redactor, close: () => logger.close() };
}

async function readToken(reference: string, redactor: Redactor): Promise<string> {
  const found = await createSecretReader(systemSecrets).read(reference);
  if ('missing' in found)
    throw new RoutewrightError('SECRET_MISSING', `The token of the MCP server is missing: ${found.missing}`);
  redactor.add(found.value);
  return found.value;
}
