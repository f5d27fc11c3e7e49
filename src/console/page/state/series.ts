import type { CallRow } from '../../wire.ts';

/** What happened in a stretch of time. */
export interface Bucket {
  /** Its beginning, in milliseconds since the epoch. */
  readonly time: number;
  readonly answered: number;
  readonly failed: number;
  readonly tokens: number;
  /** Milliseconds; nothing where no call ended. */
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
}

export interface Series {
  readonly buckets: readonly Bucket[];
  /** Milliseconds of each. */
  readonly step: number;
  readonly whole: Bucket;
}

/** Lengths of buckets that people read well. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400].map(
  (seconds) => seconds * 1000,
);
/** Buckets in a chart, about. */
const wanted = 60;

/** Calls as a row of buckets from `from` to `to`. */
export function seriesOf(rows: readonly CallRow[], from: number, to: number): Series {
  const step = steps.find((length) => (to - from) / length <= wanted) ?? steps.at(-1)!;
  const first = Math.floor(from / step) * step;
  const count = Math.max(1, Math.ceil((to - first) / step));
  const groups: CallRow[][] = Array.from({ length: count }, () => []);
  const inside: CallRow[] = [];
  for (const row of rows) {
    const at = Math.floor((Date.parse(row.time) - first) / step);
    if (at < 0 || at >= count) continue;
    groups[at]!.push(row);
    inside.push(row);
  }
  return {
    step,
    buckets: groups.map((group, index) => measure(group, first + index * step)),
    whole: measure(inside, first),
  };
}

function measure(rows: readonly CallRow[], time: number): Bucket {
  const failed = rows.filter(({ outcome }) => outcome === 'error').length;
  const durations = rows.map(({ duration }) => duration).sort((one, other) => one - other);
  const tokens = rows.reduce((sum, row) => sum + (row.tokens ?? 0), 0);
  const common = { time, answered: rows.length - failed, failed, tokens };
  if (durations.length === 0) return common;
  return { ...common, p50: percentile(durations, 50), p95: percentile(durations, 95), p99: percentile(durations, 99) };
}

/** The nearest rank: a duration that was measured, not one between two. */
export function percentile(sorted: readonly number[], rank: number): number {
  return sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)]!;
}
