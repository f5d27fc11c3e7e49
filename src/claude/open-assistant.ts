import type { ClaudeConfig } from '../base/config/claude-schema.ts';
import type { Gateway } from '../gateway.ts';
import { writeInstructions } from '../surface/instructions.ts';
import { type Assistant, createAssistant } from './assistant.ts';
import { type ClientOptions, createClient } from './client.ts';

export interface OpenAssistantOptions extends Pick<ClientOptions, 'secrets'> {
  /** @default `claude` of the gateway's configuration */
  readonly config?: ClaudeConfig;
}

/**
 * Claude with the tools of a gateway. Its calls are the same as those of MCP clients: one catalog, one set of
 * credentials and limits, one log, audit and list of traces, where the door says `claude`.
 *
 * @throws {RoutewrightError} CLAUDE_KEY_MISSING, CLAUDE_SDK_MISSING
 * @example
 * ```ts
 * const assistant = await openAssistant(gateway);
 * const { text } = await assistant.ask('Which books cost less than ten euros?');
 * ```
 */
export async function openAssistant(gateway: Gateway, options: OpenAssistantOptions = {}): Promise<Assistant> {
  const { config = gateway.config.claude, secrets } = options;
  const { logger, redactor, store } = gateway;
  const client = await createClient(config, { redactor, ...(secrets ? { secrets } : {}) });
  return createAssistant({
    client,
    config,
    store,
    logger,
    get surface() {
      // The API's own search of tools is given all of them.
      return config.toolSearch ? gateway.surfaceOver(gateway.tools, 'direct') : gateway.surface;
    },
    get instructions() {
      const catalogs = gateway.apis.map(({ catalog }) => catalog);
      return writeInstructions(catalogs, config.toolSearch ? 'direct' : gateway.surface.kind);
    },
  });
}
