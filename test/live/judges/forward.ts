import { request } from 'node:http';
import type { RawRequest } from './judge.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Hands a request to another server of this machine byte for byte. */
export function forward(port: number, { method, url, rawHeaders, body }: RawRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path: url, headers: [...rawHeaders], agent: false, timeout: 20_000 },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
        response.on('error', reject);
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('no answer within 20 s')));
    sent.on('error', reject);
    sent.end(body);
  });
}
