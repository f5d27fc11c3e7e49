import type { ToolDefinition } from '../surface/surface.ts';
import type { About } from './about.ts';
import { configName, type Parcel } from './parcel.ts';

/** Tools that a manifest lists; where there are more it says that they are found at run time. */
const mostTools = 100;

export interface McpbOptions {
  readonly about: About;
  readonly parcel: Parcel;
  readonly tools: readonly ToolDefinition[];
  /** The built program by path: `cli.js` and its chunks. */
  readonly program: Readonly<Record<string, Uint8Array>>;
}

/**
 * A bundle for Claude Desktop: the program, the documents, and a manifest by which it asks for each secret and keeps it
 * in the keychain of the system (MCPB manifest 0.3). Equal inputs make equal bytes.
 */
export async function buildMcpb(options: McpbOptions): Promise<Uint8Array> {
  const { zipSync } = await import('fflate');
  const text = new TextEncoder();
  const files: Record<string, Uint8Array> = {
    'manifest.json': text.encode(`${JSON.stringify(manifestOf(options), null, 2)}\n`),
  };
  for (const [path, bytes] of Object.entries(options.program)) files[`server/${path}`] = bytes;
  for (const [path, content] of Object.entries(options.parcel.files)) files[path] = text.encode(content);
  // Without a time of its own a bundle would differ each time it is made.
  return zipSync(files, { level: 6, mtime: new Date(1980, 0, 1) });
}

/** https://github.com/modelcontextprotocol/mcpb/blob/main/MANIFEST.md */
function manifestOf({ about, parcel, tools }: McpbOptions): object {
  const idOf = (variable: string): string => variable.toLowerCase();
  return {
    manifest_version: '0.3',
    name: about.slug,
    display_name: about.title,
    version: about.version,
    description: about.description,
    author: { name: about.author },
    ...(about.homepage === undefined ? {} : { homepage: about.homepage }),
    ...(about.license === undefined ? {} : { license: about.license }),
    server: {
      type: 'node',
      entry_point: 'server/cli.js',
      mcp_config: {
        command: 'node',
        args: ['${__dirname}/server/cli.js', 'serve', `\${__dirname}/${configName}`],
        env: Object.fromEntries(parcel.values.map(({ variable }) => [variable, `\${user_config.${idOf(variable)}}`])),
      },
    },
    ...(tools.length <= mostTools
      ? { tools: tools.map(({ name, title }) => ({ name, description: title })) }
      : { tools_generated: true }),
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: '>=20.19.0' } },
    user_config: Object.fromEntries(
      parcel.values.map(({ variable, title, description, isRequired }) => [
        idOf(variable),
        { type: 'string', title, description, sensitive: true, required: isRequired },
      ]),
    ),
  };
}
