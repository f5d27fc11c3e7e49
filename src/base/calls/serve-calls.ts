import { randomBytes, timingSafeEqual } from 'node:crypto';
import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { messageOf, RoutewrightError } from '../errors.ts';
import { isObject } from '../json.ts';
import type { Logger } from '../log.ts';
import type { CallTrace, TraceFilter, TraceLog } from '../trace.ts';
import { openRunFolder } from './run-folder.ts';

/** What a gateway says of itself to other processes of its user. */
export interface RunningGateway {
  readonly pid: number;
  /** The document or configuration that it serves. */
  readonly target: string;
  readonly door: 'stdio' | 'http';
  /** ISO 8601. */
  readonly started: string;
}

/** The file that it says so in. It holds no call. */
export interface Registration extends RunningGateway {
  /** Path of a socket, or name of a pipe. */
  readonly socket: string;
  /** Must come with each request: on Windows others may open the pipe. */
  readonly token: string;
}

export interface ServeCallsOptions {
  readonly traces: TraceLog;
  readonly gateway: RunningGateway;
  readonly folder: string;
  /** Makes a call once more. */
  readonly replay: (tool: string, args: unknown) => Promise<CallTrace>;
  readonly logger: Logger;
}

/** Bytes of arguments that come with a replay. */
const largestRequest = 1_000_000;

/**
 * Lets other processes of the same user see the last calls, from the first call on: a gateway that was only started
 * leaves no trace on the machine. That it cannot is no reason to fail a call.
 *
 * @returns ends it
 */
export function serveCalls(options: ServeCallsOptions): () => void {
  const { traces, logger } = options;
  let close: (() => void) | undefined;
  const stop = traces.subscribe(() => {
    stop();
    listen(options).then(
      (end) => (close = end),
      (error: unknown) => logger.debug('`routewright calls` will not see the calls of this process', { error }),
    );
  });
  return () => {
    stop();
    close?.();
  };
}

async function listen({ traces, gateway, folder, replay, logger }: ServeCallsOptions): Promise<() => void> {
  await openRunFolder(folder);
  const token = randomBytes(24).toString('base64url');
  const name = `${gateway.pid}-${token.slice(0, 6)}`;
  const socket = process.platform === 'win32' ? `\\\\.\\pipe\\routewright-${name}` : join(folder, `${name}.sock`);
  const file = join(folder, `${name}.json`);
  const { createServer } = await import('node:http');
  const server = createServer(answer({ traces, replay, token }));
  // A person who looks must not keep the gateway up.
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(socket, resolve);
  });
  server.on('error', (error) => logger.debug('`routewright calls` could not be answered', { error }));
  const registration: Registration = { ...gateway, socket, token };
  await writeFile(file, JSON.stringify(registration), { mode: 0o600 });
  const remove = (): void => {
    rmSync(file, { force: true });
    if (process.platform !== 'win32') rmSync(socket, { force: true });
  };
  process.once('exit', remove);
  return () => {
    process.off('exit', remove);
    server.close();
    server.closeAllConnections();
    remove();
  };
}

interface Answering extends Pick<ServeCallsOptions, 'traces' | 'replay'> {
  readonly token: string;
}

function answer({ traces, replay, token }: Answering): RequestListener {
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const send = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (!isRight(request.headers.authorization, `Bearer ${token}`)) {
      send(401, { message: 'Not for you' });
      return;
    }
    const asked = JSON.parse((await readText(request)) || '{}') as { replay?: unknown; filter?: TraceFilter };
    const { replay: wanted, filter } = asked;
    if (!isObject(wanted)) {
      send(200, traces.list(filter));
      return;
    }
    try {
      send(200, await replay(String(wanted['tool']), wanted['arguments']));
    } catch (error) {
      const { code, hint } = error instanceof RoutewrightError ? error : { code: 'INTERNAL', hint: undefined };
      send(422, { code, message: messageOf(error), hint });
    }
  };
  return (request, response) => {
    respond(request, response).catch(() => response.destroy());
  };
}

function isRight(given = '', expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestRequest) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
