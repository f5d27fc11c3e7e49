import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { parseDuration } from '../base/config/units.ts';
import type { Config } from '../base/config/schema.ts';
import { Redactor } from '../base/secrets.ts';
import type { World } from '../clients/client.ts';
import type { Examined } from '../doctor/examination.ts';
import { isHttpUrl } from '../spec/read.ts';
import { loadEnvFiles } from './env-files.ts';
import { listFlags } from './flags.ts';
import { writeExamined } from './doctor-text.ts';
import { type CommonOptions, withCommonOptions } from './options.ts';
import { paintFor } from './paint.ts';
import { readTarget } from './target.ts';

interface DoctorOptions extends CommonOptions {
  readonly network: boolean;
  readonly patience: number;
  readonly json?: boolean;
}

/** Names of a configuration that is taken where none is given. */
const usualNames = ['routewright.config.yaml', 'routewright.config.yml', 'routewright.config.json'];

export function addDoctorCommand(program: Command): void {
  const command = program
    .command('doctor')
    .description('look at all that calls need, and say what would fail and what mends it')
    .argument('[config|spec]', `a configuration or document (default: ${usualNames[0]!}, where there is one)`)
    .option('--no-network', 'ask no API')
    .option('--patience <duration>', 'how long each look may take', parsePatience, 15_000)
    .option('--json', 'as JSON');
  withCommonOptions(command)
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing is wrong, 1 something would fail, 2 it could not be looked at. Warnings alone give 0.\n\nExamples:\n  routewright doctor\n  routewright doctor ./openapi.json --credential ApiKeyAuth=env:SHOP_KEY\n  routewright doctor routewright.config.yaml --no-network --json',
    )
    .action(async (given: string | undefined, options: DoctorOptions) => {
      const target = given ?? usualNames.find((name) => existsSync(name));
      const config = target === undefined ? undefined : await readConfig(target, options);
      const { runDoctor } = await import('../doctor/doctor.ts');
      const isTerminal = process.stderr.isTTY && options.json !== true;
      const examined = await runDoctor({
        config,
        world: worldHere(),
        network: options.network,
        redactor: new Redactor(),
        patience: options.patience,
        ...(target === undefined || target === '-' ? {} : { start: startOf(target, options) }),
        ...(isTerminal
          ? {
              onExamined: ({ group, name }: Examined, left: number) =>
                tell(left === 0 ? '' : `${left} to go · ${group}: ${name}`),
            }
          : {}),
      });
      if (options.json === true) console.log(JSON.stringify(examined, null, 2));
      else console.log(writeExamined(examined, paintFor(process.stdout)));
      process.exitCode = examined.some(({ status }) => status === 'error') ? 1 : 0;
    });
}

async function readConfig(target: string, options: DoctorOptions): Promise<Config> {
  const config = await readTarget(target, options);
  loadEnvFiles([...(options.dotenv ?? []), ...[config.envFile ?? []].flat()]);
  return config;
}

function worldHere(): World {
  return { platform: process.platform, home: homedir(), cwd: process.cwd(), env: process.env };
}

function startOf(target: string, options: CommonOptions): [string, ...string[]] {
  const place = isHttpUrl(target) ? target : resolve(target);
  return [process.execPath, resolve(process.argv[1]!), 'serve', place, ...listFlags(options)];
}

/** The line of progress, over the one before. */
function tell(line: string): void {
  process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns || 80) - 1)}`);
}

function parsePatience(written: string): number {
  const patience = parseDuration(/^\d+$/.test(written) ? Number(written) : written);
  if (patience === undefined) throw new InvalidArgumentError('Write it as 10s or 1m.');
  return patience;
}
