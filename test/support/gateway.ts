import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client as ClientV2, StreamableHTTPClientTransport as HttpV2 } from '@modelcontextprotocol/client';
import { getDefaultEnvironment, StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as StdioV1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport as TransportV1 } from '@modelcontextprotocol/sdk/shared/transport.js';
import { endProcess } from './process.ts';

/** Both generations of the official client, each over both transports. */
export const variants = ['v2-stdio', 'v2-http', 'v1-stdio', 'v1-http'] as const;
export type Variant = (typeof variants)[number];

/** The revision of MCP that each generation speaks; the older one can speak no later one. */
export const protocolVersions = { v2: '2026-07-28', v1: '2025-11-25' } as const;

export interface LiveTool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: {
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly [keyword: string]: unknown;
  };
  readonly annotations?: Readonly<Record<string, unknown>>;
}

interface LiveContent {
  readonly type: string;
  readonly text?: string;
  readonly data?: string;
  readonly mimeType?: string;
  readonly resource?: {
    readonly uri: string;
    readonly mimeType?: string;
    readonly text?: string;
    readonly blob?: string;
  };
}

export interface LiveResult {
  readonly content: readonly LiveContent[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean;
}

export interface LiveClient {
  readonly variant: Variant;
  readonly client: ClientV2 | ClientV1;
  /** What the two sides agreed on. */
  readonly protocolVersion: string | undefined;
  /** Every tool, over all pages. */
  listTools(): Promise<readonly LiveTool[]>;
  callTool(
    name: string,
    args: Readonly<Record<string, unknown>>,
    options?: { signal?: AbortSignal },
  ): Promise<LiveResult>;
  /** What the gateway has written to its log. */
  log(): string;
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** What follows `serve`: the document and options. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The program; the built command line if not given. */
  readonly program?: string;
}

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const callMilliseconds = 60_000;
const startMilliseconds = 30_000;

/** Starts the gateway as a client of this variant would have it, and connects. */
export async function connectGateway(variant: Variant, options: GatewayOptions): Promise<LiveClient> {
  const program = options.program ?? cli;
  if (!existsSync(program)) throw new Error(`${program} is missing: build it first (npm run build)`);
  const command = [program, 'serve', '--surface', 'direct', ...options.args];
  const env = { ...getDefaultEnvironment(), ...options.env };
  switch (variant) {
    case 'v2-stdio':
      return connectV2Stdio(command, env);
    case 'v2-http':
      return connectHttp(variant, command, env);
    case 'v1-stdio':
      return connectV1Stdio(command, env);
    case 'v1-http':
      return connectHttp(variant, command, env);
    default:
      return variant satisfies never;
  }
}

async function connectV2Stdio(command: string[], env: Record<string, string>): Promise<LiveClient> {
  const transport = new StdioV2({ command: process.execPath, args: command, env, stderr: 'pipe' });
  const log = collect(transport.stderr);
  const client = newClientV2();
  await connected(client.connect(transport), log);
  return liveV2('v2-stdio', client, { log, close: () => client.close() });
}

async function connectV1Stdio(command: string[], env: Record<string, string>): Promise<LiveClient> {
  const transport = new StdioV1({ command: process.execPath, args: command, env, stderr: 'pipe' });
  const log = collect(transport.stderr);
  const client = newClientV1();
  const version = noteVersion(transport);
  await connected(client.connect(transport), log);
  return liveV1('v1-stdio', client, version(), { log, close: () => client.close() });
}

async function connectHttp(
  variant: 'v2-http' | 'v1-http',
  command: string[],
  env: Record<string, string>,
): Promise<LiveClient> {
  const server = await listen(command, env);
  try {
    if (variant === 'v2-http') {
      const client = newClientV2();
      await connected(client.connect(new HttpV2(server.url)), server.log);
      return liveV2(variant, client, { log: server.log, close: () => client.close().finally(server.stop) });
    }
    const client = newClientV1();
    const transport = new HttpV1(server.url);
    const version = noteVersion(transport);
    await connected(client.connect(transport), server.log);
    return liveV1(variant, client, version(), { log: server.log, close: () => client.close().finally(server.stop) });
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The gateway as a process that serves over HTTP. */
export interface RunningGateway {
  readonly url: URL;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts the built gateway over HTTP, with what follows `serve`. Port 0 is a free one. */
export async function startGateway(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  port = 0,
): Promise<RunningGateway> {
  if (!existsSync(cli)) throw new Error(`${cli} is missing: build it first (npm run build)`);
  return listen([cli, 'serve', '--surface', 'direct', ...args], { ...getDefaultEnvironment(), ...env }, port);
}

/** Starts `serve … --http`; its log says where it listens. */
async function listen(command: readonly string[], env: Record<string, string>, port = 0): Promise<RunningGateway> {
  const child = spawn(process.execPath, [...command, '--http', `127.0.0.1:${port}`], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const killed = (): void => void child.kill('SIGKILL');
  process.once('exit', killed);
  const log = collect(child.stderr);
  const stop = async (): Promise<void> => {
    process.off('exit', killed);
    await endProcess(child);
  };
  try {
    return { url: await listeningUrl(child, log), log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function listeningUrl(child: ChildProcess, log: () => string): Promise<URL> {
  const end = Date.now() + startMilliseconds;
  while (Date.now() < end) {
    const url = /http:\/\/127\.0\.0\.1:\d+\/mcp\b/.exec(log())?.[0];
    if (url !== undefined) return new URL(url);
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The gateway ended with exit code ${child.exitCode ?? 'none'} before it listened:\n${log()}`);
    }
    await delay(20);
  }
  throw new Error(`The gateway did not listen within ${startMilliseconds / 1000} s:\n${log()}`);
}

function newClientV2(): ClientV2 {
  // Pinned: without a word about it this client speaks 2025-11-25, and with `auto` it could fall back to it unnoticed.
  const versionNegotiation = { mode: { pin: protocolVersions.v2 } };
  return new ClientV2({ name: 'live-test-v2', version: '1.0.0' }, { versionNegotiation });
}

function newClientV1(): ClientV1 {
  return new ClientV1({ name: 'live-test-v1', version: '1.0.0' });
}

interface Connection {
  log(): string;
  close(): Promise<void>;
}

function liveV2(variant: Variant, client: ClientV2, connection: Connection): LiveClient {
  return {
    variant,
    client,
    protocolVersion: client.getNegotiatedProtocolVersion(),
    listTools: () => allPages((cursor) => client.listTools(cursor === undefined ? undefined : { cursor })),
    callTool: (name, args, { signal } = {}) =>
      client.callTool({ name, arguments: args }, { timeout: callMilliseconds, ...(signal && { signal }) }),
    ...connection,
  };
}

function liveV1(
  variant: Variant,
  client: ClientV1,
  protocolVersion: string | undefined,
  connection: Connection,
): LiveClient {
  return {
    variant,
    client,
    protocolVersion,
    listTools: () => allPages((cursor) => client.listTools(cursor === undefined ? undefined : { cursor })),
    callTool: async (name, args, { signal } = {}) => {
      const options = { timeout: callMilliseconds, ...(signal && { signal }) };
      // Its declared type also covers the shape of 2024, which its default schema does not let through.
      return (await client.callTool({ name, arguments: args }, undefined, options)) as LiveResult;
    },
    ...connection,
  };
}

async function allPages(
  page: (cursor?: string) => Promise<{ tools: readonly LiveTool[]; nextCursor?: string | undefined }>,
): Promise<readonly LiveTool[]> {
  const tools: LiveTool[] = [];
  let cursor: string | undefined;
  do {
    const { tools: some, nextCursor } = await page(cursor);
    tools.push(...some);
    cursor = nextCursor;
  } while (cursor !== undefined);
  return tools;
}

/** The v1 client keeps the version to itself and its transport; it tells the transport by this call. */
function noteVersion(transport: TransportV1): () => string | undefined {
  let noted: string | undefined;
  const forward = transport.setProtocolVersion?.bind(transport);
  transport.setProtocolVersion = (version) => {
    noted = version;
    forward?.(version);
  };
  return () => noted;
}

function collect(stream: { on(event: 'data', listener: (chunk: Buffer) => void): unknown } | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

async function connected(connecting: Promise<void>, log: () => string): Promise<void> {
  try {
    await connecting;
  } catch (error) {
    throw new Error(`The client could not connect. The gateway's log:\n${log() || '(empty)'}`, { cause: error });
  }
}
