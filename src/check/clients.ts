/** What a client does with a tool. Sources: docs/rules/README.md. */
export interface Client {
  readonly name: string;
  /** The characters a tool's name may have. */
  readonly toolName: RegExp;
  /** Most characters of the name as it sends it on, where that is known, and what it makes of server and tool. */
  readonly nameLength: number | undefined;
  readonly wireName: (server: string, tool: string) => string;
  /** What the names of top-level arguments must match. */
  readonly argumentName?: RegExp;
  /** Refuses `anyOf`, `oneOf` and `allOf` at the root of a schema. */
  readonly plainRoot?: true;
  /** Most characters of a description that reach the model. */
  readonly descriptionLength?: number;
  /** Most tools of a request, all servers together. */
  readonly toolCount?: number;
}

const plain = (_server: string, tool: string): string => tool;
const letters = /^[A-Za-z0-9_-]+$/;

export const clients: readonly Client[] = [
  {
    name: 'Claude API',
    toolName: letters,
    nameLength: 128,
    wireName: plain,
    argumentName: /^[A-Za-z0-9_.-]{1,64}$/,
    plainRoot: true,
  },
  {
    name: 'Claude Code',
    // A dot, slash or space becomes an underscore there, so they break nothing by themselves.
    toolName: /^[A-Za-z0-9_./ -]+$/,
    nameLength: 128,
    wireName: (server, tool) => `mcp__${server}__${tool}`,
    argumentName: /^[A-Za-z0-9_.-]{1,64}$/,
    plainRoot: true,
    descriptionLength: 4096,
  },
  { name: 'Claude Desktop', toolName: letters, nameLength: 64, wireName: plain, plainRoot: true },
  { name: 'OpenAI', toolName: letters, nameLength: 64, wireName: plain, plainRoot: true, toolCount: 128 },
  { name: 'Bedrock', toolName: letters, nameLength: 64, wireName: plain },
  { name: 'Gemini', toolName: /^[A-Za-z_][A-Za-z0-9_.-]*$/, nameLength: 64, wireName: plain },
  { name: 'Cursor', toolName: letters, nameLength: 60, wireName: (server, tool) => server + tool },
  { name: 'VS Code', toolName: letters, nameLength: undefined, wireName: plain, toolCount: 128 },
];

/** `Claude API, OpenAI and Gemini`. */
export function listNames(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}
