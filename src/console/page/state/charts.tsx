import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CallRow } from '../../wire.ts';
import { formatClock, formatCount, formatDuration } from '../format.ts';
import { Segmented } from '../ui.tsx';
import { Chart, type Track } from './chart.tsx';
import { seriesOf } from './series.ts';

type Window = '300' | '3600' | 'all';

const short = (value: number): string =>
  value >= 10_000 ? `${formatCount(Math.round(value / 1000))}k` : formatCount(Math.round(value * 10) / 10);

const calls: readonly Track[] = [
  { name: 'answered', tone: 'good', valueOf: ({ answered }) => answered },
  { name: 'failed', tone: 'bad', valueOf: ({ failed }) => failed },
];
const latency: readonly Track[] = [
  { name: 'p99', tone: 'third', valueOf: ({ p99 }) => p99 },
  { name: 'p95', tone: 'second', valueOf: ({ p95 }) => p95 },
  { name: 'p50', tone: 'first', valueOf: ({ p50 }) => p50 },
];
const tokens: readonly Track[] = [{ name: 'tokens of results', tone: 'first', valueOf: (bucket) => bucket.tokens }];

/** Calls, how long they took and what they cost, over time. */
export function Charts({ rows }: { rows: readonly CallRow[] }): JSX.Element {
  const [window, setWindow] = useState<Window>('300');
  const [now, setNow] = useState(Date.now);
  const [cursor, setCursor] = useState<number>();
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 2000);
    return () => clearInterval(timer);
  }, []);
  const oldest = rows.at(-1);
  const from =
    window === 'all' ? Math.min(now - 60_000, oldest ? Date.parse(oldest.time) : now) : now - Number(window) * 1000;
  const series = useMemo(() => seriesOf(rows, from, now), [rows, from, now]);
  const shared = { series, cursor, onCursor: setCursor };
  const at = cursor === undefined ? undefined : series.buckets[cursor];
  return (
    <section aria-labelledby="charts-title">
      <div class="section-head">
        <h2 id="charts-title">Over time</h2>
        <p class="soft">
          {at ? `${formatClock(at.time)}, ${formatDuration(series.step)}` : `each bar ${formatDuration(series.step)}`}
        </p>
        <Segmented
          name="window"
          label="Of how long"
          value={window}
          choices={[
            { value: '300', label: '5 min' },
            { value: '3600', label: '1 h' },
            { value: 'all', label: 'All kept' },
          ]}
          onChange={setWindow}
        />
      </div>
      <div class="charts">
        <div class="panel">
          <Chart title="Calls" tracks={calls} form="bars" format={short} {...shared} />
        </div>
        <div class="panel">
          <Chart title="Latency" tracks={latency} form="lines" format={formatDuration} {...shared} />
        </div>
        <div class="panel">
          <Chart title="Tokens" tracks={tokens} form="bars" format={short} {...shared} />
        </div>
      </div>
    </section>
  );
}
