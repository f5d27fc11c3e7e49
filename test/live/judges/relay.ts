import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Judge, JudgeName, RawRequest } from './judge.ts';

/** What the judges say of one request: nothing of those that accept it. */
export interface Verdict {
  readonly request: RawRequest;
  readonly refusals: Readonly<Partial<Record<JudgeName, string>>>;
}

export interface Relay {
  readonly url: string;
  readonly verdicts: Verdict[];
  stop(): Promise<void>;
}

/** The server that the gateway sends to: each request is handed to every judge, and answered. */
export async function startRelay(judges: readonly Judge[]): Promise<Relay> {
  const verdicts: Verdict[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', rawHeaders } = incoming;
      void ask(judges, { method, url, rawHeaders, body: Buffer.concat(chunks) }).then((verdict) => {
        verdicts.push(verdict);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
  });
  // A judge may be busy for longer than a connection is kept by default.
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    verdicts,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function ask(judges: readonly Judge[], request: RawRequest): Promise<Verdict> {
  const answers = await Promise.all(
    judges.map(async (judge) => [judge.name, await judge.judge(request).catch(String)] as const),
  );
  return { request, refusals: Object.fromEntries(answers.filter(([, refusal]) => refusal !== undefined)) };
}
