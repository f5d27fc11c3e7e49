import { type Command, InvalidArgumentError } from 'commander';

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('start the bundled bookshop, the gateway in front of it, and a client that calls it')
    .option('--port <port>', 'port of the gateway; a taken one is replaced by a free one, as 0 is', parsePort, 8808)
    .option('--once', 'end after the tour instead of staying up')
    .action(async (options: { port: number; once?: boolean }) => {
      const { runDemo } = await import('../demo/demo.ts');
      process.exitCode = await runDemo({ port: options.port, once: options.once === true });
    });
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('Give a number from 0 to 65535.');
  return Number(text);
}
