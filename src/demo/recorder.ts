import type { RequestHandler } from 'express';

/** A request as the API received it, and the status it answered with. */
export interface Received {
  readonly method: string;
  /** Path and query, as they were on the wire. */
  readonly path: string;
  /** Media type and size of the body, where there is one. */
  readonly body: string | undefined;
  /** Headers that came of an argument or a credential; only the names of those that hold a secret. */
  readonly headers: readonly string[];
  readonly status: number;
}

/** Notes what passes on its way to an API. */
export interface Recorder {
  readonly middleware: RequestHandler;
  /** What was received since the last time, in order. */
  take: () => readonly Received[];
}

/** Exchanges that are kept when nobody takes them: the demo stays up for days if it is let. */
const mostKept = 50;

export function createRecorder(): Recorder {
  let exchanges: (() => Received)[] = [];
  return {
    middleware: (request, response, next) => {
      const { method, originalUrl: path } = request;
      const seen = { method, path, body: describeBody(request), headers: describeHeaders(request) };
      // The status is only known later; at the latest when the client has the answer.
      exchanges = [...exchanges.slice(1 - mostKept), () => ({ ...seen, status: response.statusCode })];
      next();
    },
    take: () => {
      const taken = exchanges.map((exchange) => exchange());
      exchanges = [];
      return taken;
    },
  };
}

function describeBody(request: Parameters<RequestHandler>[0]): string | undefined {
  const type = request.get('content-type')?.split(';')[0];
  return type === undefined ? undefined : `${type}, ${request.get('content-length') ?? '?'} bytes`;
}

function describeHeaders(request: Parameters<RequestHandler>[0]): string[] {
  const shown = ['Cookie', 'Idempotency-Key'].flatMap((name) => {
    const value = request.get(name);
    return value === undefined ? [] : [`${name}: ${value}`];
  });
  const secret = [
    ...(request.get('x-shop-key') === undefined ? [] : ['X-Shop-Key: …']),
    ...(request.get('authorization') === undefined
      ? []
      : [`Authorization: ${request.get('authorization')!.split(' ')[0]!} …`]),
  ];
  return [...shown, ...secret];
}
