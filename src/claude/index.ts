/** `routewright/claude`: Claude with the tools of a gateway, through the Messages API. */
export { claudeSchema, type ClaudeConfig } from '../base/config/claude-schema.ts';
export {
  type Answer,
  type AskOptions,
  type Assistant,
  type AssistantOptions,
  createAssistant,
  type TurnReport,
} from './assistant.ts';
export { type ClientOptions, createClient } from './client.ts';
export { connectTo, type Connector, type McpServer } from './connector.ts';
export {
  type Conversation,
  loadConversation,
  newConversation,
  parseConversation,
  saveConversation,
} from './conversation.ts';
export { type Counted } from './count-tokens.ts';
export { openAssistant, type OpenAssistantOptions } from './open-assistant.ts';
export { type WantedCall } from './tool-call.ts';
export { type Budget, costOf, type Price, type Usage } from './usage.ts';
