import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from '@jest/globals';
import { createBookshop } from '../../src/demo/bookshop-api.ts';
import type { DocumentJudge } from './document-judge.ts';

/** The credentials of the shop under test. */
export const KEY = { 'x-shop-key': 'key-of-the-test' };
export const STAFF = { authorization: 'Bearer token-of-the-test' };

export interface Call {
  /** The id in the path and, after a `?`, the query: `bk_001?page=2`. */
  readonly at?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string | Buffer | FormData | URLSearchParams;
}

/** What the tests look into; that it is there and of this type, the document has judged. */
interface Content {
  readonly id: string;
  readonly title: string;
  readonly author: unknown;
  readonly price: unknown;
  readonly pages: number;
  readonly stock: number;
  readonly rating: number | null;
  readonly addedAt: string;
  readonly items: readonly Content[];
  readonly total: number;
  readonly next: number | null;
  readonly errors: readonly { readonly in: string; readonly pointer: string; readonly detail: string }[];
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  readonly body: Content;
}

/** A shop on a free port, called by the names of its operations. */
export interface ShopClient {
  readonly url: string;
  /** The answers seen so far, as `operationId status`. */
  readonly seen: ReadonlySet<string>;
  /** Calls an operation as the document describes it, and holds the answer against the document. */
  call(operationId: string, call?: Call): Promise<Answer>;
  close(): Promise<void>;
}

export async function openShop(judge: DocumentJudge): Promise<ShopClient> {
  const app = createBookshop({
    clock: () => new Date('2026-02-01T10:00:00.000Z'),
    shopKey: KEY['x-shop-key'],
    staffToken: 'token-of-the-test',
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const seen = new Set<string>();
  return {
    url,
    seen,
    call: async (operationId, { at = '', headers = {}, json, body } = {}) => {
      const { method, path } = judge.route(operationId);
      const [id = '', query] = at.split('?');
      const target = url + path.replace(/\{\w+\}/, id) + (query === undefined ? '' : `?${query}`);
      const response = await fetch(target, {
        method: method.toUpperCase(),
        headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
        body: json === undefined ? (body ?? null) : JSON.stringify(json),
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      const text = bytes.toString();
      const isJson = /^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '');
      const content: unknown = isJson ? JSON.parse(text) : text;
      expect(judge.judgeResponse(operationId, response, content)).toEqual([]);
      seen.add(`${operationId} ${response.status}`);
      return { status: response.status, headers: response.headers, bytes, text, body: content as Content };
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
