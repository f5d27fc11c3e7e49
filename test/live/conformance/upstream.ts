import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

/** The REST API behind fixture.openapi.yaml, while it runs. */
export interface Upstream {
  readonly url: string;
  close(): Promise<void>;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
}

/** A red pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
);

/** One millisecond of silence: 8 samples of 8 bits at 8 kHz. */
function wav(): Buffer {
  const samples = Buffer.alloc(8, 0x80);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

function part(headers: Record<string, string>, body: string | Buffer): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`--parts\r\n${lines.join('')}\r\n`), Buffer.from(body), Buffer.from('\r\n')]);
}

function answer(response: ServerResponse, contentType: string, body: string | Buffer, status = 200): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }).end(body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function writeSlowly(response: ServerResponse, parts: readonly string[]): Promise<void> {
  for (const [index, text] of parts.entries()) {
    if (index > 0) await delay(50);
    response.write(text);
  }
  response.end();
}

const routes: Record<string, (exchange: Exchange) => void | Promise<void>> = {
  'GET /text': ({ response }) => {
    answer(response, 'text/plain; charset=utf-8', 'This is a simple text response for testing.');
  },
  'GET /image': ({ response }) => {
    answer(response, 'image/png', png);
  },
  'GET /audio': ({ response }) => {
    answer(response, 'audio/wav', wav());
  },
  'GET /file': ({ response }) => {
    response.setHeader('content-disposition', 'attachment; filename="report.txt.gz"');
    answer(response, 'application/gzip', gzipSync('This is an embedded resource content.'));
  },
  'GET /mixed': ({ response }) => {
    const body = Buffer.concat([
      part({ 'content-type': 'text/plain' }, 'Multiple content types test:'),
      part({ 'content-type': 'image/png' }, png),
      part(
        { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="data.json"' },
        JSON.stringify({ test: 'data', value: 123 }),
      ),
      Buffer.from('--parts--\r\n'),
    ]);
    answer(response, 'multipart/mixed; boundary=parts', body);
  },
  'GET /error': ({ response }) => {
    const detail = 'This tool intentionally returns an error for testing';
    answer(response, 'application/problem+json', JSON.stringify({ title: 'Conflict', status: 409, detail }), 409);
  },
  'GET /slow': async ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 100 });
    await writeSlowly(response, ['a'.repeat(34), 'b'.repeat(33), 'c'.repeat(33)]);
  },
  'GET /stream': async ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    await writeSlowly(response, ['one\n', 'two\n', 'three\n']);
  },
  'GET /log': ({ response }) => {
    answer(response, 'application/json', JSON.stringify(['started', 'processing data', 'completed']));
  },
  'GET /regions/{region}/report': ({ response, path }) => {
    const region = decodeURIComponent(path.split('/')[2] ?? '');
    answer(response, 'application/json', JSON.stringify({ region }));
  },
  'POST /contacts': async ({ request, response }) => {
    answer(response, 'application/json', await readBody(request), 201);
  },
};

/** Starts the upstream on a free local port. */
export async function startUpstream(): Promise<Upstream> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://upstream').pathname;
    const route = routes[`${request.method ?? 'GET'} ${path.replace(/^\/regions\/[^/]+\//, '/regions/{region}/')}`];
    if (route === undefined) {
      answer(response, 'application/json', JSON.stringify({ message: `No such path: ${path}` }), 404);
      return;
    }
    Promise.resolve(route({ request, response, path })).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
