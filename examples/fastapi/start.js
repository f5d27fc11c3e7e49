// Starts the application under uvicorn and Routewright beside it: `node start.js direct|mcp|hybrid`. Ctrl-C ends both.
// The first start makes a Python environment in .venv; PYTHON names another interpreter that has the requirements.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';

const way = process.argv[2];
if (!['direct', 'mcp', 'hybrid'].includes(way)) {
  console.error('Say which way: node start.js direct | mcp | hybrid');
  process.exit(2);
}
const folder = fileURLToPath(new URL('.', import.meta.url));
const appPort = process.env.APP_PORT ?? '8000';
const gatewayPort = process.env.GATEWAY_PORT ?? '8808';
const library = `http://127.0.0.1:${appPort}`;
const gateway = `http://127.0.0.1:${gatewayPort}`;
const env = {
  LIBRARY_PASSWORD: 'a password for the example',
  ...process.env,
  LIBRARY_URL: library,
  GATEWAY_URL: gateway,
  GATEWAY_PORT: gatewayPort,
  PYTHONDONTWRITEBYTECODE: '1',
};

const children = [];
const start = (command, args) => {
  const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'inherit', 'inherit'] });
  child.once('error', (error) => stop(`${command}: ${error.message}`));
  child.once('exit', (code) => stop(`${command} ended${code === null ? '' : ` with exit code ${code}`}`));
  children.push(child);
};
let isStopping = false;
const stop = (reason) => {
  if (isStopping) return;
  isStopping = true;
  if (reason) console.error(reason);
  process.exitCode = reason ? 1 : 0;
  for (const child of children) child.kill('SIGTERM');
};
process.once('SIGINT', () => stop()).once('SIGTERM', () => stop());

start(preparePython(), [
  '-m',
  'uvicorn',
  'app:app',
  '--host',
  '127.0.0.1',
  '--port',
  appPort,
  '--reload',
  '--no-access-log',
]);
await untilAnswering(`${library}/openapi.json`);
if (!isStopping) start(process.execPath, ['gateway.js', way]);
await untilAnswering(gateway);
if (!isStopping) console.log(describe());

function preparePython() {
  if (process.env.PYTHON) return process.env.PYTHON;
  const python = `${folder}.venv/bin/python`;
  if (!existsSync(python)) {
    run('python3', ['-m', 'venv', `${folder}.venv`]);
    run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', `${folder}requirements.txt`]);
  }
  return python;
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? `exit code ${status}`}`);
}

/** Any answer is one: it listens. */
async function untilAnswering(url) {
  for (const end = Date.now() + 60_000; Date.now() < end && !isStopping; await delay(50)) {
    const isThere = await fetch(url).then(
      (response) => response.arrayBuffer().then(() => true),
      () => false,
    );
    if (isThere) return;
  }
  stop(`Nothing answers ${url}`);
}

function describe() {
  const entry = {
    command: 'npx',
    args: ['-y', 'routewright', 'serve', `${folder}routewright.config.yaml`],
    env: { LIBRARY_PASSWORD: '…' },
  };
  const asking = `The application asks Claude: POST ${library}/ask`;
  const clients = [
    `Claude Code:    claude mcp add --transport http library ${gateway}/mcp`,
    `Claude Desktop: ${JSON.stringify({ mcpServers: { library: entry } })}`,
  ];
  return ['ready', ...(way === 'mcp' ? [] : [asking]), ...(way === 'direct' ? [] : clients)].join('\n');
}
