/* Cold start: from the start of the process to the whole answer of `tools/list` over stdio, in CPU time and memory of
   the process, beside a bare Node and `JSON.parse` of the same file in the same run. `npm run bench:start [DOCUMENT]`;
   the default is GitHub's document where the corpus is found, else the bundled one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const github = resolve('../shared/corpus/npm-octokit__openapi__generated.api.github.com.json');
const document = process.argv[2] ?? (existsSync(github) ? github : resolve('openapi/bookshop.yaml'));
const runs = 7;

interface Sample {
  readonly cpu: number;
  readonly wall: number;
  readonly memory: number;
  readonly note: string;
}

/** CPU milliseconds and peak megabytes of a process that still runs (proc(5): stat fields 14 and 15, VmHWM). */
function usageOf(child: ChildProcess): { cpu: number; memory: number } {
  const stat = readFileSync(`/proc/${child.pid!}/stat`, 'utf8').split(') ')[1]!.split(' ');
  const ticks = Number(stat[11]) + Number(stat[12]);
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid!}/status`, 'utf8'))![1]);
  return { cpu: ticks * 10, memory: peak / 1000 };
}

/** Runs a script of our own that says when it is done and then waits to be measured. */
async function measureScript(script: string): Promise<Sample> {
  const start = performance.now();
  const child = spawn(
    process.execPath,
    ['-e', `${script}; process.stdout.write('done'); setInterval(() => {}, 1000)`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await new Promise((done) => child.stdout.once('data', done));
  return end(child, start, '');
}

async function measureGateway(program: string, flags: readonly string[] = []): Promise<Sample> {
  const start = performance.now();
  const child = spawn(process.execPath, [...flags, program, 'serve', document, '--log-level', 'error'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  let id = 0;
  const ask = (params: object): void =>
    void child.stdin.write(
      `${JSON.stringify({ jsonrpc: '2.0', id: ++id, method: 'tools/list', params: { ...params, _meta: meta } })}\n`,
    );
  const note = await new Promise<string>((done, failed) => {
    let buffer = '';
    let tools = 0;
    let bytes = 0;
    child.once('exit', (code) => failed(new Error(`The gateway ended with code ${String(code)} before it answered`)));
    child.stdout.on('data', (chunk: Buffer) => {
      buffer += chunk.toString();
      bytes += chunk.length;
      for (let line = buffer.indexOf('\n'); line >= 0; line = buffer.indexOf('\n')) {
        const message = JSON.parse(buffer.slice(0, line)) as { result: { tools: unknown[]; nextCursor?: string } };
        buffer = buffer.slice(line + 1);
        tools += message.result.tools.length;
        if (message.result.nextCursor === undefined) done(`${tools} tools, ${(bytes / 1000).toFixed(0)} kB`);
        else ask({ cursor: message.result.nextCursor });
      }
    });
    ask({});
  });
  return end(child, start, note);
}

async function end(child: ChildProcess, start: number, note: string): Promise<Sample> {
  const sample = { ...usageOf(child), wall: performance.now() - start, note };
  child.removeAllListeners('exit');
  const exited = new Promise((done) => child.once('exit', done));
  child.kill();
  await exited;
  return sample;
}

/** Takes the effect from src/cli/optimizer.ts. */
const keepOptimizer = "data:text/javascript,import v8 from 'node:v8'; v8.setFlagsFromString = () => undefined;";

const subjects: [name: string, measure: () => Promise<Sample>][] = [
  ['bare node', () => measureScript('0')],
  [
    'JSON.parse of the file',
    () =>
      measureScript(
        document.endsWith('.json')
          ? `JSON.parse(require('fs').readFileSync(${JSON.stringify(document)}, 'utf8'))`
          : '0',
      ),
  ],
  ['routewright serve, tools/list', () => measureGateway(resolve('dist/cli.js'))],
  ['… with the optimiser on (0008)', () => measureGateway(resolve('dist/cli.js'), ['--import', keepOptimizer])],
];
const samples = new Map<string, Sample[]>(subjects.map(([name]) => [name, []]));
// In turn, so that a noisy moment touches all of them alike.
for (let run = 0; run < runs; run++) for (const [name, measure] of subjects) samples.get(name)!.push(await measure());

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const base = median(samples.get('bare node')!.map(({ cpu }) => cpu));
console.log(`${document}, Node ${process.version}, median of ${runs} runs (CPU in steps of 10 ms)\n`);
console.log(
  `${'subject'.padEnd(32)}${'CPU ms'.padStart(8)}${'× bare'.padStart(8)}${'wall ms'.padStart(9)}${'peak MB'.padStart(9)}`,
);
for (const [name, list] of samples) {
  const cpu = median(list.map((sample) => sample.cpu));
  const columns = [
    cpu.toFixed(0).padStart(8),
    (cpu / base).toFixed(1).padStart(8),
    median(list.map(({ wall }) => wall))
      .toFixed(0)
      .padStart(9),
    median(list.map(({ memory }) => memory))
      .toFixed(0)
      .padStart(9),
  ];
  console.log(`${name.padEnd(32)}${columns.join('')}  ${list[0]!.note}`);
}
