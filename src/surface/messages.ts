import type { ToolDefinition } from './surface.ts';

/** Tools as `tools/list` answers them (MCP 2026-07-28, ListToolsResult). */
export function toMcp(tools: readonly ToolDefinition[]): object {
  return { tools };
}

/** Tools of a request to the Messages API (https://docs.claude.com/en/api/messages, `tools`). */
export function toAnthropic(tools: readonly ToolDefinition[]): object[] {
  return tools.map(({ name, description, inputSchema }) => ({ name, description, input_schema: inputSchema }));
}
