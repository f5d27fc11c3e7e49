import type { Request, Response } from 'express';
import type { CallTrace } from '../base/trace.ts';

/** Milliseconds between signs of life: proxies close what is silent. */
const heartbeat = 15_000;

/** Streams of events to pages that are open (server-sent events, HTML 9.2). */
export interface Live {
  /** Answers with a stream that ends when the page goes away. */
  open: (request: Request, response: Response) => void;
  /** Ends all of them. */
  close: () => void;
}

export interface LiveOptions<Event> {
  readonly subscribe: (listener: (trace: CallTrace) => void) => () => void;
  readonly toEvent: (trace: CallTrace) => Event;
  /** As it goes out, without secrets. */
  readonly write: (event: Event) => string;
}

/** Tells pages each call once it has ended. What a slow reader has not taken yet is dropped, not kept. */
export function createLive<Event>({ subscribe, toEvent, write }: LiveOptions<Event>): Live {
  const open = new Set<() => void>();
  return {
    open: (request, response) => {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.write(': open\n\n');
      const stop = subscribe((trace) => {
        if (!response.writableNeedDrain) response.write(`data: ${write(toEvent(trace))}\n\n`);
      });
      const timer = setInterval(() => response.write(': still here\n\n'), heartbeat).unref();
      const end = (): void => {
        stop();
        clearInterval(timer);
        open.delete(end);
        response.end();
      };
      open.add(end);
      request.once('close', end);
    },
    close: () => open.forEach((end) => end()),
  };
}
