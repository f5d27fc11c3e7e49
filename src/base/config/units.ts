const milliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
const bytes: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};

/** How a duration is written: a number and `ms`, `s`, `m` or `h`. */
export const durationPattern = /^(\d{1,12}(?:\.\d{1,6})?) ?(ms|s|m|h)$/;
/** How a size is written: a number and `B`, `kB`, `MB`, `GB` (powers of 1000) or `KiB`, `MiB`, `GiB` (of 1024). */
export const byteSizePattern = /^(\d{1,15}(?:\.\d{1,6})?) ?([kKmMgG]?[bB]|[kKmMgG][iI][bB])$/;
/** The longest duration in ms: what a timer of Node can hold (almost 25 days). */
export const maxDuration = 2 ** 31 - 1;

/**
 * Whole milliseconds of a duration: a number is milliseconds already, a string has a unit (`500ms`, `30s`, `1.5m`,
 * `1h`). Nothing when it is not written so, or is shorter than a millisecond or longer than {@link maxDuration}.
 */
export function parseDuration(duration: number | string): number | undefined {
  return within(typeof duration === 'number' ? duration : scaled(durationPattern, duration, milliseconds), maxDuration);
}

/**
 * Whole bytes of a size: a number is bytes already, a string has a unit (`64kB`, `10MB`, `1MiB`; their case does not
 * matter). Nothing when it is not written so, is less than a byte or too large to be counted exactly.
 */
export function parseByteSize(size: number | string): number | undefined {
  return within(typeof size === 'number' ? size : scaled(byteSizePattern, size, bytes), Number.MAX_SAFE_INTEGER);
}

function scaled(pattern: RegExp, written: string, units: Readonly<Record<string, number>>): number {
  const [, amount, unit] = pattern.exec(written) ?? [];
  return unit === undefined ? Number.NaN : Number(amount) * units[unit.toLowerCase()]!;
}

function within(value: number, most: number): number | undefined {
  const whole = Math.round(value);
  return whole >= 1 && whole <= most ? whole : undefined;
}

/** `850 B`, `1.2 kB`, `10 MB`. */
export function formatBytes(size: number): string {
  if (size < 1_000) return `${size} B`;
  const [amount, unit] = size < 1_000_000 ? [size / 1_000, 'kB'] : [size / 1_000_000, 'MB'];
  return `${amount < 10 ? Number(amount.toFixed(1)) : Math.round(amount)} ${unit}`;
}

/** `0.4 ms`, `25 ms`, `1.5 s`. */
export function formatMilliseconds(time: number): string {
  if (time >= 1_000) return `${(time / 1_000).toFixed(time < 10_000 ? 1 : 0)} s`;
  return `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
}
