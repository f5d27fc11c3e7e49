import { createServer } from 'node:net';
import { get } from 'node:http';
import type { Config } from '../base/config/schema.ts';
import { type Examination, ok, type Outcome } from './examination.ts';

const group = 'This machine';

/** The version of Node that package.json asks for. */
const oldestNode = [20, 19] as const;

/** Node, proxy variables and the port, whatever APIs there are. */
export function examineMachine(
  config: Config | undefined,
  { version, env }: { readonly version: string; readonly env: Readonly<Record<string, string | undefined>> },
): Examination[] {
  return [
    { group, name: 'Node', examine: () => Promise.resolve(judgeNode(version)) },
    { group, name: 'proxy', examine: () => Promise.resolve(judgeProxy(env)) },
    ...(config ? [{ group, name: 'port', examine: () => examinePort(config.http) }] : []),
  ];
}

export function judgeNode(version: string): Outcome {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return ok(`Node ${version}`);
  return {
    status: 'error',
    message: `Node ${version} is too old`,
    why: `Routewright needs ${oldestNode.join('.')} or newer.`,
    fix: 'Install the current one from https://nodejs.org, or run: nvm install --lts',
  };
}

/** Requests go out directly: whoever has set a proxy must hear of it. */
export function judgeProxy(env: Readonly<Record<string, string | undefined>>): Outcome {
  const set = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'].filter(
    (name) => (env[name] ?? '') !== '',
  );
  if (set.length === 0) return ok('no proxy variables are set');
  const isOn = env['NODE_USE_ENV_PROXY'] === '1';
  return {
    status: 'warning',
    message: `${set.join(' and ')} ${set.length === 1 ? 'is' : 'are'} set, and calls to APIs do not go through a proxy`,
    why: `Routewright connects to APIs directly.${isOn ? ' NODE_USE_ENV_PROXY concerns the reading of documents alone.' : ''}`,
    fix: 'Let the API be reached directly, or set `baseUrl` to a reverse proxy in front of it.',
  };
}

async function examinePort({ host, port }: Config['http']): Promise<Outcome> {
  if (port === 0) return ok('a free one is taken');
  const server = createServer();
  const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once('error', resolve).listen(port, host, () => resolve(undefined));
  });
  server.close();
  if (!failure) return ok(`${host}:${port} is free`);
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (failure.code === 'EADDRINUSE' && (await isGateway(address))) return ok(`${address} is a gateway that runs`);
  if (failure.code === 'EADDRINUSE')
    return {
      status: 'warning',
      message: `${address} is taken by another program`,
      why: '`routewright serve --http` could not listen there; over stdio no port is needed.',
      fix: `routewright serve … --http ${host}:${port + 1}`,
    };
  return {
    status: 'warning',
    message: `It is not possible to listen on ${address}: ${failure.message}`,
    fix: 'Set `http.host` and `http.port` to an address of this machine, and a port above 1023.',
  };
}

/** Whether what listens there is one of us. */
async function isGateway(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(`http://${address}/readyz`, { timeout: 1_000 }, (response) => {
      let text = '';
      response
        .on('data', (chunk: Buffer) => (text += chunk.toString()))
        .on('end', () => resolve(/"status":"ready"/.test(text)));
    })
      .on('timeout', () => resolve(false))
      .on('error', () => resolve(false));
  });
}
