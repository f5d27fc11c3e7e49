// What `routewright check` says of real documents, rule by rule: how often, and how long it takes.
// `npm run bench:check -- [--show RULE] [ID]`
import { configFromSpec } from '../../src/base/config/load.ts';
import { checkSubject, fromDiagnostic } from '../../src/check/check.ts';
import { subjectOfGateway } from '../../src/check/gateway-subject.ts';
import { createGateway } from '../../src/gateway.ts';
import { listBundled, listCorpus } from './documents.ts';

const show = process.argv.includes('--show') ? process.argv[process.argv.indexOf('--show') + 1] : undefined;
const wanted = process.argv.slice(2).find((arg, index, all) => !arg.startsWith('--') && all[index - 1] !== '--show');
const counts = new Map<string, { findings: number; documents: number; most: number; where: string }>();
let slowest = { ms: 0, id: '' };
let total = 0;

for (const { id, file } of [...listBundled(), ...listCorpus()]) {
  if (wanted !== undefined && !id.includes(wanted)) continue; // any part of it
  const config = configFromSpec(file);
  const gateway = await createGateway(config);
  const start = performance.now();
  const { findings } = await checkSubject(
    subjectOfGateway(gateway, config, undefined),
    config.check,
    gateway.diagnostics.map(fromDiagnostic),
  );
  const ms = performance.now() - start;
  total += ms;
  if (ms > slowest.ms) slowest = { ms, id };
  await gateway.close();
  const mine = new Map<string, number>();
  for (const { rule, message } of findings) {
    mine.set(rule, (mine.get(rule) ?? 0) + 1);
    if (show?.split(',').includes(rule) === true) console.log(`${id}: ${message}`);
  }
  for (const [rule, number] of mine) {
    const known = counts.get(rule) ?? { findings: 0, documents: 0, most: 0, where: '' };
    known.findings += number;
    known.documents++;
    if (number > known.most) Object.assign(known, { most: number, where: id });
    counts.set(rule, known);
  }
}
const rows = [...counts].sort(([, one], [, other]) => other.findings - one.findings);
for (const [rule, { findings, documents, most, where }] of rows)
  console.log(
    `${rule.padEnd(26)} ${String(findings).padStart(6)} in ${String(documents).padStart(2)} documents, most ${most} (${where})`,
  );
console.log(`checked in ${(total / 1000).toFixed(1)} s; the slowest: ${slowest.id}, ${Math.round(slowest.ms)} ms`);
