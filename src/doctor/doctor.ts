import type { Config } from '../base/config/schema.ts';
import { variablesOf } from '../base/config/variables.ts';
import { RoutewrightError } from '../base/errors.ts';
import { createSecretReader } from '../base/secret-reader.ts';
import type { Redactor } from '../base/secrets.ts';
import { systemSecrets } from '../base/system-secrets.ts';
import type { World } from '../clients/client.ts';
import { createGateway, type Gateway } from '../gateway.ts';
import { createKnownSecrets } from '../upstream/credentials/known-secrets.ts';
import { examineApi } from './api.ts';
import { environmentOf, examineClients, judgeLog, plainLine } from './clients.ts';
import type { Examination, Examined } from './examination.ts';
import { examineMachine } from './machine.ts';
import { runExaminations, type RunOptions } from './run-examinations.ts';
import { startEntry } from './start-entry.ts';
import { examineStore } from './store.ts';

export interface DoctorOptions extends RunOptions {
  /** Nothing of an API is looked at where there is none. */
  readonly config: Config | undefined;
  readonly world: World;
  /** Whether APIs may be asked. */
  readonly network: boolean;
  readonly redactor: Redactor;
  /** How a client would start this configuration: program and arguments. */
  readonly start?: readonly [string, ...string[]];
}

/** Looks at all that a call needs, at the same time, and says what would fail. It changes nothing. */
export async function runDoctor(options: DoctorOptions): Promise<Examined[]> {
  const { config, world, network, redactor, start } = options;
  const gateways = new Map<string, Promise<Gateway>>();
  /** Each API by itself: one that cannot be read must not hide the others. */
  const open = (name: string, { apis, ...rest }: Config): Promise<Gateway> => {
    const known = gateways.get(name);
    if (known) return known;
    // Only one call is made of each, and it is nobody's: it belongs into no audit.
    const alone: Config = { ...rest, apis: { [name]: apis[name]! }, audit: undefined, surface: 'discovery' };
    const opened = createGateway(alone, { redactor }).catch((error: unknown) => {
      // The store is looked at by itself.
      if (!(error instanceof RoutewrightError) || !error.code.startsWith('STORE_')) throw error;
      return createGateway({ ...alone, store: 'memory' }, { redactor });
    });
    gateways.set(name, opened);
    return opened;
  };
  const secrets = createKnownSecrets(createSecretReader(systemSecrets), redactor);
  const examinations: Examination[] = [
    ...examineMachine(config, { version: process.versions.node, env: world.env }),
    ...(config ? examineStore(config, secrets) : []),
    ...Object.entries(config?.apis ?? {}).flatMap(([name, api]) =>
      examineApi({
        name,
        spec: api.spec,
        open: () => open(name, config!),
        schemes: Object.keys(api.credentials ?? {}),
        network,
        now: Date.now,
      }),
    ),
    ...(start && config ? [examineStart(start, config, world)] : []),
    ...(await examineClients(world)),
  ];
  try {
    const examined = await runExaminations(examinations, options);
    return redactor.redactValue(examined) as Examined[];
  } finally {
    const opened = await Promise.allSettled(gateways.values());
    await Promise.all(opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value.close()] : [])));
  }
}

/** Whether it starts where nothing of the shell's environment is, as a desktop client starts it. */
function examineStart([command, ...args]: readonly [string, ...string[]], config: Config, world: World): Examination {
  return {
    group: 'As a client starts it',
    name: 'serve',
    examine: async (signal) => {
      const env = environmentOf(undefined, world);
      const started = await startEntry({ command, args, env, cwd: world.home }, signal);
      if ('failure' in started) {
        const told = started.log.split('\n').find((line) => line.startsWith('error ')) ?? '';
        return {
          status: 'error',
          message:
            `It does not start without the environment of your shell: ${started.failure}. ${plainLine(told)}`.trim(),
          fix: 'Use absolute paths, and refer to secrets by file:PATH or under `env` of the entry.',
        };
      }
      const needed = variablesOf(config).filter((name) => world.env[name] !== undefined && env[name] === undefined);
      if (needed.length === 0)
        return judgeLog(started.log, `starts and answers, ${started.tools} tools`, 'the client’s file');
      return {
        status: 'warning',
        message: `It starts and answers with ${started.tools} tools, but ${needed.join(', ')} will not be set there`,
        why: 'A client does not give what it starts the variables of your shell.',
        fix: 'routewright install CLIENT … passes them on where the client can; else refer to files: file:PATH.',
      };
    },
  };
}
