import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFromSpec } from '../../../src/base/config/load.ts';
import { isObject } from '../../../src/base/json.ts';
import type { Tool } from '../../../src/catalog/tool.ts';
import { createGateway, type Gateway } from '../../../src/gateway.ts';
import { generateArguments } from '../../support/instances/arguments.ts';
import { startBackend } from './backend.ts';
import { type JudgedDocument, type Part, readDocument } from './documents.ts';
import { startExpressValidator } from './express-validator.ts';
import type { Judge, JudgeName } from './judge.ts';
import { startPrism } from './prism.ts';
import { readable } from './readable.ts';
import { startRelay, type Verdict } from './relay.ts';
import { subsetOf } from './subset.ts';
import { toOpenApi3 } from './swagger-2.ts';

/** What the judges said of one call. */
export interface Row {
  readonly document: string;
  readonly operation: string;
  readonly full: boolean;
  /** Why there was no request to judge. */
  readonly unsent?: string;
  /** The request in short, where a judge refused it. */
  readonly request?: string;
  readonly refusals: Readonly<Partial<Record<JudgeName, string>>>;
}

/** Calls tools of a document through the gateway, at most `most` of them and each twice, and has the requests judged. */
export async function hear({ name, file }: JudgedDocument, most: number): Promise<Row[]> {
  const description = await readDocument(file);
  const folder = await mkdtemp(join(tmpdir(), 'routewright-judges-'));
  const judges: Judge[] = [];
  const rows: Row[] = [];
  let url = 'http://127.0.0.1:9';
  const listing = await createGateway(configFromSpec(file, { api: { baseUrl: url } }));
  const chosen = choose(listing.tools, most).map(({ operation }) => operation.id);
  await listing.close();
  try {
    const document = subsetOf(description, new Set(chosen));
    const converted = readable(await toOpenApi3(document));
    judges.push(
      ...(await Promise.all([
        startPrism(document, folder),
        startExpressValidator(structuredClone(converted)),
        startBackend(structuredClone(converted)),
      ])),
    );
    const relay = await startRelay(judges);
    ({ url } = relay);
    const api = { baseUrl: url, credentials: credentialsOf(description) };
    const gateway = await createGateway(configFromSpec(file, { api, limits, surface: 'direct' }), { secrets });
    try {
      for (const id of chosen) {
        const tool = gateway.tools.find(({ operation }) => operation.id === id)!;
        for (const full of [false, true])
          rows.push({ document: name, ...(await call(gateway, tool, full, relay.verdicts)) });
      }
    } finally {
      await gateway.close();
      await relay.stop();
    }
  } finally {
    await Promise.all(judges.map((judge) => judge.stop()));
    await rm(folder, { recursive: true });
  }
  return rows;
}

/**
 * Evenly over all of them, save those whose path has a fragment or a query (`/files/{id}#add_link` of Box,
 * `/responses?beta=true` of OpenAI): no judge knows such a path.
 */
function choose(all: readonly Tool[], most: number): readonly Tool[] {
  const tools = all.filter(({ operation }) => !/[?#]/.test(operation.path));
  if (tools.length <= most) return tools;
  return Array.from({ length: most }, (_, index) => tools[Math.floor((index * tools.length) / most)]!);
}

async function call(gateway: Gateway, tool: Tool, full: boolean, verdicts: Verdict[]): Promise<Omit<Row, 'document'>> {
  const row = { operation: tool.operation.id, full, refusals: {} };
  const args = await generateArguments(tool, { full, seed: 1 });
  if (!args) return { ...row, unsent: 'no arguments were found that its schema accepts' };
  const before = verdicts.length;
  const result = await gateway.surface.call(tool.name, args, {});
  const verdict = verdicts[before];
  if (!verdict) return { ...row, unsent: JSON.stringify(result?.content).slice(0, 400) };
  const { request, refusals } = verdict;
  if (Object.keys(refusals).length === 0) return row;
  const types = request.rawHeaders.filter((_, index, all) => /^content-type$/i.test(all[index - 1] ?? ''));
  const shown = [`${request.method} ${request.url}`, ...types, request.body.toString().slice(0, 800)];
  return { ...row, refusals, request: shown.join('\n').trim() };
}

/** Schemas as they are: what a budget leaves open lets values through that a judge refuses. */
const limits = { toolBytes: '50MB' };
const secrets = { env: { JUDGE_KEY: 'judge-key-0123456789' }, readFile: () => '' };

/** A credential for each security scheme, so that none is missing. */
function credentialsOf(document: Part): Record<string, string | { username: string; password: string }> {
  const components = document['components'];
  const schemes = document['securityDefinitions'] ?? (isObject(components) ? components['securitySchemes'] : undefined);
  return Object.fromEntries(
    Object.entries((schemes ?? {}) as Record<string, Part>)
      .filter(([, { type }]) => type !== 'mutualTLS')
      .map(([name, { type, scheme }]) => {
        const isBasic = type === 'basic' || (type === 'http' && scheme === 'basic');
        return [name, isBasic ? { username: 'env:JUDGE_KEY', password: 'env:JUDGE_KEY' } : 'env:JUDGE_KEY'];
      }),
  );
}
