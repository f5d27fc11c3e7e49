const whole = new Intl.NumberFormat('en');

/** `12,345` */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** `3 tools`, `1 tool` */
export function countOf(value: number, noun: string): string {
  return `${formatCount(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `850 µs`, `12 ms`, `1.4 s`, `2 min` */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0 ms';
  if (milliseconds < 1) return `${Math.round(milliseconds * 1000)} µs`;
  if (milliseconds < 10) return `${Number(milliseconds.toFixed(1))} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000)
    return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 && milliseconds % 1000 > 0 ? 1 : 0)} s`;
  if (milliseconds < 3_600_000) return `${Math.round(milliseconds / 60_000)} min`;
  return `${Math.round(milliseconds / 3_600_000)} h`;
}

/** `512 B`, `1.2 kB`, `64 MB`: of 1,000 bytes each, as the configuration counts them. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let [value, unit] = [bytes, 0];
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${value >= 10 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} ${units[unit]!}`;
}

/** `14:03:22` in the reader's time. */
export function formatClock(time: string | number): string {
  return new Date(time).toLocaleTimeString('en-GB');
}

/** `just now`, `3 min ago`, `in 40 min` */
export function formatDistance(time: number, now: number): string {
  const distance = Math.abs(time - now);
  if (distance < 5000) return time > now ? 'in a moment' : 'just now';
  return time > now ? `in ${formatDuration(distance)}` : `${formatDuration(distance)} ago`;
}
