import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A request in the bytes that came over the connection. */
export interface Arrived {
  /** The request line without the version. */
  readonly line: string;
  /** By lower-case name, in Latin-1; fields that come twice are joined by a line feed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Echo {
  readonly host: string;
  /** What has come since this was last asked. */
  take: () => Arrived[];
  /** Answers GET requests for a path with a document, which do not count as requests. */
  serve: (path: string, document: string) => void;
  close: () => Promise<void>;
}

/** A server below HTTP: nothing between the connection and the test parses, decodes or normalizes. */
export async function startEcho(): Promise<Echo> {
  let arrived: Arrived[] = [];
  const documents = new Map<string, string>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const request = parse(received);
      if (!request) return;
      received = Buffer.alloc(0);
      const document = documents.get(request.line);
      if (document === undefined) arrived.push(request);
      answer(socket, document ?? '{}', request.line.startsWith('HEAD '));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = arrived;
      arrived = [];
      return taken;
    },
    serve: (path, document) => void documents.set(`GET ${path}`, document),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function answer(socket: Socket, body: string, headOnly: boolean): void {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  socket.write(headOnly ? head : head + body);
}

/** A whole request, or nothing as long as some of it is to come. */
function parse(bytes: Buffer): Arrived | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [line = '', ...fields] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers: Record<string, string> = {};
  for (const field of fields) {
    const colon = field.indexOf(':');
    const name = field.slice(0, colon).toLowerCase();
    const value = field.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}\n${value}`;
  }
  const rest = bytes.subarray(end + 4);
  const body = headers['transfer-encoding'] === 'chunked' ? joinChunks(rest) : sized(rest, headers['content-length']);
  return body && { line: line.replace(/ HTTP\/1\.1$/, ''), headers, body };
}

function sized(rest: Buffer, length: string | undefined): Buffer | undefined {
  const expected = Number(length ?? 0);
  return rest.length < expected ? undefined : Buffer.from(rest.subarray(0, expected));
}

function joinChunks(rest: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = rest.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = parseInt(rest.subarray(at, lineEnd).toString('latin1'), 16);
    if (size === 0) return Buffer.concat(chunks);
    if (rest.length < lineEnd + 2 + size + 2) return undefined;
    chunks.push(rest.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
