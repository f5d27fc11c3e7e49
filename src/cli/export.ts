import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Command, Option } from 'commander';
import { RoutewrightError } from '../base/errors.ts';
import { findPackageFolder } from '../base/package-folder.ts';
import { describeApis } from '../export/about.ts';
import { buildMcpb } from '../export/mcpb.ts';
import { toDefinition } from '../surface/direct.ts';
import { toAnthropic, toMcp } from '../surface/messages.ts';
import { toOpenAiChat, toOpenAiResponses } from '../export/openai.ts';
import { packParcel } from '../export/parcel.ts';
import { buildServerJson } from '../export/server-json.ts';
import { askForSecrets } from '../export/user-values.ts';
import { isHttpUrl } from '../spec/read.ts';
import { listFlags } from './flags.ts';
import { type CommonOptions, withCommonOptions } from './options.ts';
import { openSession, type Session } from './target.ts';

const formats = ['mcp', 'anthropic', 'openai', 'openai-responses', 'mcpb', 'server-json'] as const;

interface ExportOptions extends CommonOptions {
  readonly format: (typeof formats)[number];
  readonly output?: string;
  readonly name?: string;
}

export function addExportCommand(program: Command): void {
  const command = program
    .command('export')
    .description('write the tools for another world: a file, a bundle, a registry')
    .argument('<spec|config>', 'an OpenAPI document (file or URL) or a routewright.config.yaml')
    .addOption(
      new Option(
        '--format <format>',
        'mcp (tools/list), anthropic (Messages API), openai (Chat Completions), openai-responses, mcpb (a bundle for Claude Desktop), server-json (MCP registry)',
      )
        .choices(formats)
        .default('mcp'),
    )
    .option('--output <file>', 'write there instead of to stdout; a bundle is NAME-VERSION.mcpb by default')
    .option('--name <name>', 'of the bundle, or in the registry (io.github.you/shop)');
  withCommonOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  routewright export ./openapi.json --format openai > tools.json\n  routewright export ./openapi.json --format mcpb --output shop.mcpb',
    )
    .action(async (target: string, options: ExportOptions) => {
      const session = await openSession(target, { ...options, logLevel: options.logLevel ?? 'error' });
      if (options.format === 'mcpb') await exportBundle(session, options);
      else await write(exportJson(session, target, options), options.output);
      await session.gateway.close();
      await session.logger.close();
    });
}

function exportJson({ gateway, config }: Session, target: string, options: ExportOptions): object {
  const tools = gateway.tools.map(toDefinition);
  switch (options.format) {
    case 'mcp':
      return toMcp(tools);
    case 'anthropic':
      return toAnthropic(tools);
    case 'openai':
      return tellNotStrict(toOpenAiChat(tools));
    case 'openai-responses':
      return tellNotStrict(toOpenAiResponses(tools));
    case 'server-json': {
      if (!isHttpUrl(target)) {
        throw new RoutewrightError(
          'USAGE',
          `${target} is on this machine, where users of the registry cannot read it`,
          {
            hint: 'Name the URL of the document, or publish a bundle: --format mcpb.',
          },
        );
      }
      if (!/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/.test(options.name ?? '')) {
        throw new RoutewrightError('USAGE', 'The registry needs a name with a namespace of yours', {
          hint: 'Pass --name io.github.you/shop.',
        });
      }
      const { credentials, values } = askForSecrets(gateway.apis[0]!, config.apis[gateway.apis[0]!.name]!);
      return buildServerJson({
        about: describeApis(gateway.apis, undefined),
        name: options.name!,
        args: [target, ...listFlags({ ...options, credential: credentials })],
        values,
      });
    }
    default:
      throw new Error(`no JSON: ${options.format}`);
  }
}

function tellNotStrict<Tool>({
  tools,
  notStrict,
}: {
  tools: Tool[] | readonly Tool[];
  notStrict: readonly { name: string; reason: string }[];
}): object {
  for (const { name, reason } of notStrict) console.error(`${name} is not strict: ${reason}`);
  return tools;
}

async function exportBundle({ gateway, config }: Session, options: ExportOptions): Promise<void> {
  const about = describeApis(gateway.apis, options.name);
  const parcel = await packParcel(config, gateway.apis);
  const bundle = await buildMcpb({ about, parcel, tools: gateway.surface.tools, program: await readProgram() });
  const path = options.output ?? `${about.slug}-${about.version}.mcpb`;
  await writeFile(path, bundle);
  const asked = parcel.values.map(({ title, isRequired }) => (isRequired ? title : `${title} (optional)`));
  console.log(
    `${path}: ${(bundle.length / 1_000_000).toFixed(1)} MB, ${gateway.tools.length} tools${asked.length === 0 ? '' : `; it asks for ${asked.join(', ')}`}. Open it with Claude Desktop.`,
  );
}

/** The built program: what `routewright` runs from, without maps and the library. */
async function readProgram(): Promise<Record<string, Uint8Array>> {
  const folder = join(findPackageFolder(), 'dist');
  const names = (await readdir(folder, { recursive: true })).filter(
    (name) =>
      /\.(js|mjs|wasm|txt)$/.test(name) && !/^(index|claude)\.js$/.test(name) && !/[\\/]lib-[^\\/]*$/.test(name),
  );
  const files = await Promise.all(
    names.map(async (name) => [name.split(sep).join('/'), await readFile(join(folder, name))] as const),
  );
  return {
    ...Object.fromEntries(files),
    // Node takes .js for CommonJS unless the nearest package.json says otherwise.
    'package.json': new TextEncoder().encode('{ "type": "module" }\n'),
  };
}

async function write(value: object, output: string | undefined): Promise<void> {
  const json = JSON.stringify(value, null, 2);
  if (output === undefined) console.log(json);
  else await writeFile(output, `${json}\n`);
}
