import type { Command } from 'commander';

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('start the bundled bookshop, the gateway in front of it, and a client that calls it')
    .option('--port <port>', 'port of the gateway; a taken one is replaced by a free one', '8808')
    .option('--once', 'end after the tour instead of staying up')
    .action(async (options: { port: string; once?: boolean }) => {
      const { runDemo } = await import('../demo/demo.ts');
      process.exitCode = await runDemo({ port: Number(options.port), once: options.once === true });
    });
}
