import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFromSpec } from '../../../src/base/config/load.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import { createGateway, type Gateway } from '../../../src/gateway.ts';
import type { Area, Arrival, RequestCase, Version } from './case.ts';
import { compare } from './compare.ts';
import { canShare, onlyOperation, toDocument, toSharedDocument } from './document.ts';
import { type Arrived, type Echo, startEcho } from './echo.ts';

interface Outcome {
  /** What is wrong; nothing where the request is right. */
  readonly differences: readonly string[];
  /** The request line that arrived, in the first version. */
  readonly line: string | undefined;
}

export interface Runner {
  run: (story: RequestCase) => Promise<Outcome>;
  close: () => Promise<void>;
}

/** A gateway, and the tool of it that is called for a case. */
interface Opened {
  readonly gateway: Gateway;
  readonly tool: string;
  /** What comes before the path of the case. */
  readonly prefix: string;
}

/** Calls operations through the gateway, and sees what arrives. */
export async function startRunner(areas: readonly Area[]): Promise<Runner> {
  const echo = await startEcho();
  const folder = await mkdtemp(join(tmpdir(), 'requests-'));
  const ids = new Map(areas.flatMap(({ cases }) => cases).map((story, index) => [story, `case${index}`]));
  const shared = new Map<Version, Promise<Gateway>>();

  const openShared = async (version: Version): Promise<Gateway> => {
    const stories = [...ids].filter(([story]) => canShare(story) && versionsOf(story).includes(version));
    const file = join(folder, `${version}.json`);
    await writeFile(file, here(echo, toSharedDocument(new Map(stories), version)));
    return createGateway(configFromSpec(file, { surface: 'direct' }));
  };
  const open = async (story: RequestCase, version: Version): Promise<Opened> => {
    const id = ids.get(story)!;
    if (!canShare(story))
      return {
        gateway: await openOwn(story, version, echo, join(folder, `${id}.json`)),
        tool: onlyOperation,
        prefix: '',
      };
    const gateway = shared.get(version) ?? openShared(version);
    shared.set(version, gateway);
    return { gateway: await gateway, tool: id, prefix: `/${id}` };
  };

  return {
    run: async (story) => {
      const outcomes: Outcome[] = [];
      for (const version of versionsOf(story)) {
        const opened = await open(story, version);
        outcomes.push(await call(story, opened, echo));
        if (!canShare(story)) await opened.gateway.close();
      }
      return { line: outcomes[0]?.line, differences: [...new Set(outcomes.flatMap(({ differences }) => differences))] };
    },
    close: async () => {
      for (const gateway of shared.values()) await (await gateway).close();
      await echo.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function versionsOf({ versions = ['3.1.1'] }: RequestCase): readonly Version[] {
  return versions;
}

/** `api.test` is where the server listens. */
function here({ host }: Echo, value: unknown): string {
  return JSON.stringify(value).replaceAll('api.test', host);
}

async function openOwn(story: RequestCase, version: Version, echo: Echo, file: string): Promise<Gateway> {
  const document = here(echo, toDocument(story, version));
  let spec = file;
  if (story.fetchedFrom === undefined) await writeFile(file, document);
  else {
    echo.serve(story.fetchedFrom, document);
    spec = `http://${echo.host}${story.fetchedFrom}`;
  }
  const api = JSON.parse(here(echo, story.api ?? {})) as JsonObject;
  const secrets = { env: story.env ?? {}, readFile: () => '' };
  return createGateway(configFromSpec(spec, { api }), { secrets });
}

async function call(story: RequestCase, { gateway, tool, prefix }: Opened, echo: Echo): Promise<Outcome> {
  echo.take();
  const result = await gateway.surface.call(tool, story.args ?? {}, {});
  const arrived = echo.take().map((request): Arrived => ({ ...request, line: request.line.replace(prefix, '') }));
  const line = arrived[0]?.line;
  const said = JSON.stringify(result?.content ?? 'there is no such tool');
  if (story.arrives === 'nothing') {
    const sent = line === undefined ? [] : [`expected nothing to arrive, got ${line}`];
    return { line, differences: result?.isError === true ? sent : [...sent, `expected an error, got ${said}`] };
  }
  if (arrived.length !== 1) return { line, differences: [`${arrived.length} requests arrived: ${said}`] };
  const expected = JSON.parse(here(echo, story.arrives)) as Arrival;
  return { line, differences: compare(expected, arrived[0]!) };
}
