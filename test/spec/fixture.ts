import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import { RoutewrightError } from '../../src/base/errors.ts';
import type { Document } from '../../src/spec/document.ts';
import { loadDocument, type LoadOptions } from '../../src/spec/load.ts';
import type { Operation } from '../../src/spec/operation.ts';
import { listOperations, type Operations } from '../../src/spec/operations.ts';

/** File names with their texts; a value that is no text is written as JSON. */
export type Files = Readonly<Record<string, unknown>>;

const cleanUp: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  await Promise.all(cleanUp.map((step) => step()));
});

/** A folder of its own with these files, gone when the tests are. */
export async function makeFolder(files: Files): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'routewright-')));
  cleanUp.push(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(
      path,
      typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
    );
  }
  return folder;
}

/** The document that the first of these files holds. */
export async function load(files: Files, options?: LoadOptions): Promise<Document> {
  return loadDocument(join(await makeFolder(files), Object.keys(files)[0]!), options);
}

/** The operations of a document that is one value. */
export async function operationsOf(content: unknown, options?: LoadOptions): Promise<Operations> {
  return listOperations(
    await load({ [typeof content === 'string' ? 'openapi.yaml' : 'openapi.json']: content }, options),
  );
}

/** The only operation of a document. */
export async function operationOf(content: unknown): Promise<Operation> {
  const { operations } = await operationsOf(content);
  expect(operations).toHaveLength(1);
  return operations[0]!;
}

/** An OpenAPI 3.1 document with these paths and what else is given. */
export function describeApi(paths: unknown, rest: object = {}): object {
  return { openapi: '3.1.0', info: { title: 'Test', version: '1' }, paths, ...rest };
}

/** The error that a promise ends in. */
export async function failureOf(promise: Promise<unknown>): Promise<RoutewrightError> {
  const error = await promise.then(
    (value) => new Error(`It did not fail: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RoutewrightError);
  return error as RoutewrightError;
}

type Answer = string | ((request: IncomingMessage, response: ServerResponse) => void);

/** A web server with these paths, which records what it is asked for. */
export async function serve(answers: Readonly<Record<string, Answer>>): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url!;
    requests.push(path);
    const answer = answers[path];
    if (typeof answer === 'function') answer(request, response);
    else if (answer === undefined) response.writeHead(404).end('nothing here');
    else response.end(answer);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  cleanUp.push(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}
