import { useEffect, useState } from 'preact/hooks';
import type { CallRow } from '../wire.ts';
import { ask, get } from './client.ts';

/** The last calls, the newest first, as they go on. */
export interface Calls {
  readonly rows: readonly CallRow[];
  /** `open`: new calls appear by themselves. */
  readonly link: 'opening' | 'open' | 'lost';
}

/** Rows that the page keeps; the gateway keeps fewer unless it is told to. */
const most = 2000;
const retry = 2000;

/** Reads the calls there are, and then each one as it ends. */
export function useCalls(): Calls {
  const [calls, setCalls] = useState<Calls>({ rows: [], link: 'opening' });
  useEffect(() => {
    const gone = new AbortController();
    void follow(gone.signal, setCalls);
    return () => gone.abort();
  }, []);
  return calls;
}

type Update = (change: (calls: Calls) => Calls) => void;

async function follow(signal: AbortSignal, update: Update): Promise<void> {
  while (!signal.aborted) {
    try {
      const stream = await ask('live', { signal });
      // Asked for once the stream is open, so that no call is lost in between.
      const rows = await get<CallRow[]>('calls', signal);
      update(() => ({ rows, link: 'open' }));
      await readEvents(stream.body!, (row) => update((known) => add(known, row)));
    } catch {
      if (signal.aborted) return;
    }
    update((known) => ({ ...known, link: 'lost' }));
    await new Promise((resolve) => setTimeout(resolve, retry));
  }
}

function add(known: Calls, row: CallRow): Calls {
  if (known.rows.some(({ id }) => id === row.id)) return known;
  return { ...known, rows: [row, ...known.rows].slice(0, most) };
}

/** Reads server-sent events, each with one line of JSON (HTML, 9.2.6). `EventSource` can send no header. */
async function readEvents(body: ReadableStream<Uint8Array>, take: (row: CallRow) => void): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (line.startsWith('data: ')) take(JSON.parse(line.slice('data: '.length)) as CallRow);
  }
}
