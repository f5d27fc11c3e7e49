import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFromSpec } from '../../../src/base/config/load.ts';
import { createGateway } from '../../../src/gateway.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import type { Arrival, RequestCase, Version } from './case.ts';
import { compare } from './compare.ts';
import { type Echo, startEcho } from './echo.ts';

export interface Outcome {
  /** What is wrong; nothing where the request is right. */
  readonly differences: readonly string[];
  /** The request line that arrived, in the first version. */
  readonly line: string | undefined;
}

export interface Runner {
  run: (story: RequestCase) => Promise<Outcome>;
  close: () => Promise<void>;
}

/** Calls operations through the gateway, and sees what arrives. */
export async function startRunner(): Promise<Runner> {
  const echo = await startEcho();
  const folder = await mkdtemp(join(tmpdir(), 'requests-'));
  let count = 0;
  return {
    run: async (story) => {
      const outcomes: Outcome[] = [];
      for (const version of story.versions ?? ['3.1.1' as const])
        outcomes.push(await call(story, version, echo, join(folder, `${count++}.json`)));
      return { line: outcomes[0]?.line, differences: [...new Set(outcomes.flatMap(({ differences }) => differences))] };
    },
    close: async () => {
      await echo.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function call(story: RequestCase, version: Version, echo: Echo, file: string): Promise<Outcome> {
  const here = (text: string): string => text.replaceAll('api.test', echo.host);
  const document = here(JSON.stringify(toDocument(story, version)));
  let spec = file;
  if (story.fetchedFrom === undefined) await writeFile(file, document);
  else {
    // A path of its own keeps documents apart without changing what is relative to it.
    const path = `${story.fetchedFrom}?${file.replace(/\D/g, '')}`;
    echo.serve(path, document);
    spec = `http://${echo.host}${path}`;
  }
  const api = JSON.parse(here(JSON.stringify(story.api ?? {}))) as NonNullable<RequestCase['api']>;
  const gateway = await createGateway(configFromSpec(spec, { api }), {
    secrets: {
      env: story.env ?? {},
      readFile: () => {
        throw new Error('no file');
      },
    },
  });
  try {
    echo.take();
    const result = await gateway.surface.call('call', story.args ?? {}, {});
    const arrived = echo.take();
    const line = arrived[0]?.line;
    const said = JSON.stringify(result?.content ?? 'there is no such tool');
    if (story.arrives === 'nothing') {
      const differences = [
        ...(arrived.length === 0 ? [] : [`expected nothing to arrive, got ${line}`]),
        ...(result?.isError === true ? [] : [`expected an error, got ${said}`]),
      ];
      return { line, differences };
    }
    if (arrived.length !== 1) return { line, differences: [`${arrived.length} requests arrived: ${said}`] };
    const expected = JSON.parse(here(JSON.stringify(story.arrives))) as Arrival;
    return { line, differences: compare(expected, arrived[0]!) };
  } finally {
    await gateway.close();
  }
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

function toDocument({ method = 'get', path = '/', ...story }: RequestCase, version: Version): JsonObject {
  const operation = { operationId: 'call', responses: { 200: { description: 'OK' } }, ...story.operation };
  const fixed = methods.includes(method);
  const pathItem = {
    ...story.pathItem,
    ...(fixed ? { [method]: operation } : { additionalOperations: { [method]: operation } }),
  };
  const described = { info: { title: 'Requests', version: '1' }, paths: { [path]: pathItem }, ...story.document };
  return version === '2.0'
    ? { swagger: version, host: 'api.test', schemes: ['http'], ...described }
    : { openapi: version, servers: [{ url: 'http://api.test' }], ...described };
}
