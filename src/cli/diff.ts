import { type Command, Option } from 'commander';
import type { ComparedTool } from '../check/compare/compare-surfaces.ts';
import { type CommonOptions, withCommonOptions } from './options.ts';
import { openSession } from './target.ts';
import { readToolList } from './tool-list.ts';

interface DiffOptions extends CommonOptions {
  readonly format: 'text' | 'json' | 'markdown';
  readonly failOn: 'breaking' | 'any' | 'never';
}

export function addDiffCommand(program: Command): void {
  const command = program
    .command('diff')
    .description('say how the tools have changed, and what breaks whoever calls them')
    .argument('<old>', 'a document, a configuration, or a list of tools (tools/<api>.tools.json)')
    .argument('<new>', 'the same, as it is now')
    .addOption(new Option('--format <format>', 'how it is told').choices(['text', 'json', 'markdown']).default('text'))
    .addOption(
      new Option('--fail-on <changes>', 'which changes make it fail')
        .choices(['breaking', 'any', 'never'])
        .default('breaking'),
    );
  withCommonOptions(command)
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing that --fail-on names, 1 something is, 2 one of them could not be read.

Examples:
  routewright diff tools/shop.tools.json ./openapi.yaml
  git show main:openapi.yaml > old.yaml && routewright diff old.yaml openapi.yaml --format markdown`,
    )
    .action(async (old: string, next: string, options: DiffOptions) => {
      const { compareSurfaces } = await import('../check/compare/compare-surfaces.ts');
      const { isBreaking } = await import('../check/compare/change.ts');
      const { changesAsMarkdown, changesAsText } = await import('../check/format/changes.ts');
      const changes = compareSurfaces(await readTools(old, options), await readTools(next, options));
      const breaking = changes.some(isBreaking);
      if (options.format === 'json') console.log(JSON.stringify({ breaking, changes }, null, 2));
      else if (options.format === 'markdown') console.log(changesAsMarkdown(changes));
      else console.log(changesAsText(changes, process.stdout.isTTY && process.env['NO_COLOR'] === undefined));
      const fails = { breaking, any: changes.length > 0, never: false };
      process.exitCode = fails[options.failOn] ? 1 : 0;
    });
}

async function readTools(target: string, options: CommonOptions): Promise<ComparedTool[]> {
  const { comparedListing, comparedTool } = await import('../check/compare/compare-surfaces.ts');
  const list = await readToolList(target);
  if (list) return list.tools.map(comparedListing);
  const { gateway, logger } = await openSession(target, { ...options, logLevel: options.logLevel ?? 'error' });
  await gateway.close();
  await logger.close();
  return gateway.tools.map(comparedTool);
}
