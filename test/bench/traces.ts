import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { configSchema } from '../../src/base/config/schema.ts';
import { createGateway, type Gateway } from '../../src/gateway.ts';

/** What it costs to keep the last calls: CPU of a call with traces and without, in turns. `npm run bench:traces`. */

const body = JSON.stringify({
  items: Array.from({ length: 20 }, (_, id) => ({ id, name: `Thing ${id}`, tags: ['one', 'two'] })),
});
// In a process of its own, so that only the gateway is measured.
const program = `require('node:http')
  .createServer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(${JSON.stringify(body)}))
  .listen(0, '127.0.0.1', function () { console.log(this.address().port) })`;
const upstream = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
const [port] = (await once(upstream.stdout, 'data')) as [Buffer];
const baseUrl = `http://127.0.0.1:${String(port).trim()}`;

const [rounds, calls] = [80, 100];

async function open(traces: number): Promise<Gateway> {
  const spec = 'openapi/samples/notes-3.1.yaml';
  return createGateway(configSchema.parse({ apis: { pets: { spec, baseUrl } }, limits: { traces } }));
}

/** Microseconds of CPU a call. */
async function measure(gateway: Gateway): Promise<number> {
  const { name } = gateway.tools.find(({ annotations }) => annotations.readOnlyHint)!;
  const start = process.cpuUsage();
  for (let index = 0; index < calls; index++) await gateway.surface.call(name, args, {});
  const { user, system } = process.cpuUsage(start);
  return (user + system) / calls;
}

const args = {};
const [without, withTraces] = [await open(0), await open(200)];
const times: [number, number][] = [];
for (let round = 0; round < rounds; round++) {
  // The one that goes first must not always be the same.
  const turn = round % 2 === 0 ? [without, withTraces] : [withTraces, without];
  const measured = new Map<Gateway, number>();
  for (const gateway of turn) measured.set(gateway, await measure(gateway));
  times.push([measured.get(without)!, measured.get(withTraces)!]);
}
const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const settled = times.slice(rounds / 4);
const bare = median(settled.map(([one]) => one));
// Whatever else runs on the machine is in both of a pair.
const cost = median(settled.map(([one, other]) => other - one));
console.log(`CPU a call without traces: ${bare.toFixed(1)} µs`);
console.log(`traces add ${cost.toFixed(1)} µs, ${((100 * cost) / bare).toFixed(1)} %`);
await without.close();
await withTraces.close();
upstream.kill();
