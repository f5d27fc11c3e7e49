import type { CallContext } from '../catalog/tool-result.ts';
import { createEventReader } from './events.ts';

/** Milliseconds after which a client that hears nothing is told that the call goes on. */
const heartbeat = 10_000;
/** Milliseconds between two notices of a stream whose events come faster. */
const breath = 100;
/** Characters of the latest event that a notice shows. */
const mostShown = 200;

/** What is told of a call while it goes on. */
export interface Progress {
  /** Bytes so far, and all of them where the API says. */
  received: (bytes: number, total: number | undefined) => void;
  /** A part of a stream of events, and how many bytes there are with it. */
  streamed: (chunk: Uint8Array, bytes: number, contentType: string) => void;
  stop: () => void;
}

/**
 * Tells a client how a call goes: bytes as they come, the number of events and the latest of them for a stream, and now
 * and then that the API is still being waited for, so that the client's own time limit does not end the call. Progress
 * must grow with each notice (MCP 2026-07-28, Progress), so waiting counts in thousandths of a byte.
 */
export function tellProgress(tell: NonNullable<CallContext['onProgress']>, every = heartbeat): Progress {
  const start = performance.now();
  let bytes = 0;
  let total: number | undefined;
  let waits = 0;
  let lastTold = Number.NEGATIVE_INFINITY;
  let reader: ReturnType<typeof createEventReader> | undefined;
  const decoder = new TextDecoder();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - start) / 1000);
    const words = bytes === 0 ? 'Waiting for the API' : 'Waiting for the rest of the answer';
    tell(bytes + ++waits / 1000, total, `${words}: ${seconds} s so far.`);
  }, every);
  timer.unref();
  return {
    received: (count, all) => {
      [bytes, total] = [count, all];
      tell(count, all);
    },
    streamed: (chunk, received, contentType) => {
      bytes = received;
      reader ??= createEventReader(contentType);
      const count = reader.add(decoder.decode(chunk, { stream: true }));
      const now = performance.now();
      if (count === 0 || now - lastTold < breath) return;
      lastTold = now;
      tell(bytes, total, `${count} event${count === 1 ? '' : 's'}; the latest: ${shorten(reader.latest())}`);
    },
    stop: () => clearInterval(timer),
  };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= mostShown ? line : `${line.slice(0, mostShown).toWellFormed()}…`;
}
