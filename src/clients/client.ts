import { posix, win32 } from 'node:path';

export const clientNames = ['claude-desktop', 'claude-code', 'cursor', 'vscode'] as const;
export type ClientName = (typeof clientNames)[number];
/** For this user everywhere, or for whoever opens the project in the working folder. */
export type Scope = 'user' | 'project';

/** What a client's files are found by. */
export interface World {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A program that reads which MCP servers to start from a file. */
export interface Client {
  readonly name: ClientName;
  readonly title: string;
  readonly scopes: readonly Scope[];
  /** The member of the file that holds the servers by name. */
  readonly serversKey: 'mcpServers' | 'servers';
  /** `type: stdio` must be said. */
  readonly namesTransport: boolean;
  /**
   * How an entry gets the value of a variable without holding it: a text that the client replaces when it starts the
   * server. Nothing where it can only hold the value itself.
   */
  readonly variable: ((name: string) => string) | undefined;
  /** The client asks for values itself and keeps them: declared under `inputs`, referred to as `${input:id}`. */
  readonly asksForInputs: boolean;
  /** How the person makes it read the file again. */
  readonly restart: string;
  readonly fileFor: (scope: Scope, world: World) => string;
}

/** Each client as its documentation describes it. */
export const clients: Readonly<Record<ClientName, Client>> = {
  // https://modelcontextprotocol.io/docs/develop/connect-local-servers
  'claude-desktop': {
    name: 'claude-desktop',
    title: 'Claude Desktop',
    scopes: ['user'],
    serversKey: 'mcpServers',
    namesTransport: false,
    variable: undefined,
    asksForInputs: false,
    restart: 'Quit Claude Desktop and open it again.',
    fileFor: (_scope, world) => pathOf(world).join(applicationData(world), 'Claude', 'claude_desktop_config.json'),
  },
  // https://code.claude.com/docs/en/mcp
  'claude-code': {
    name: 'claude-code',
    title: 'Claude Code',
    scopes: ['user', 'project'],
    serversKey: 'mcpServers',
    namesTransport: true,
    variable: (name) => `\${${name}}`,
    asksForInputs: false,
    restart: 'Start a new session of claude; /mcp shows its servers.',
    fileFor: (scope, world) =>
      scope === 'project'
        ? pathOf(world).join(world.cwd, '.mcp.json')
        : pathOf(world).join(world.env['CLAUDE_CONFIG_DIR'] ?? world.home, '.claude.json'),
  },
  // https://cursor.com/docs/context/mcp
  cursor: {
    name: 'cursor',
    title: 'Cursor',
    scopes: ['user', 'project'],
    serversKey: 'mcpServers',
    namesTransport: false,
    variable: (name) => `\${env:${name}}`,
    asksForInputs: false,
    restart: 'Cursor reads the file at once; Settings > MCP shows its servers.',
    fileFor: (scope, world) => pathOf(world).join(scope === 'project' ? world.cwd : world.home, '.cursor', 'mcp.json'),
  },
  // https://code.visualstudio.com/docs/copilot/reference/mcp-configuration
  vscode: {
    name: 'vscode',
    title: 'VS Code',
    scopes: ['user', 'project'],
    serversKey: 'servers',
    namesTransport: true,
    variable: undefined,
    asksForInputs: true,
    restart: 'Run “MCP: List Servers” in VS Code and start it there; it asks for the values once.',
    fileFor: (scope, world) =>
      scope === 'project'
        ? pathOf(world).join(world.cwd, '.vscode', 'mcp.json')
        : pathOf(world).join(applicationData(world), 'Code', 'User', 'mcp.json'),
  },
};

/** Where desktop programs keep their settings. */
function applicationData({ platform, home, env }: World): string {
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support');
  if (platform === 'win32') return env['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming');
  return env['XDG_CONFIG_HOME'] ?? posix.join(home, '.config');
}

function pathOf({ platform }: World): typeof posix {
  return platform === 'win32' ? win32 : posix;
}
