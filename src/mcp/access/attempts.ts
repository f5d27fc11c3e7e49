import { isIPv6 } from 'node:net';

export interface AttemptsOptions {
  /** Failed attempts that an address may make at once. */
  readonly burst: number;
  /** Failed attempts that it may make a minute in the long run. */
  readonly perMinute: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Most addresses remembered. @default 10,000 */
  readonly maxAddresses?: number;
}

/** Counts failed attempts by address. */
export interface Attempts {
  /** Seconds until the address may try again; 0 where it may now. */
  wait: (address: string) => number;
  fail: (address: string) => void;
}

/** A token bucket for each address: a failed attempt takes one, time gives them back. */
export function createAttempts({ burst, perMinute, now, maxAddresses = 10_000 }: AttemptsOptions): Attempts {
  const buckets = new Map<string, { left: number; at: number }>();
  const perMillisecond = perMinute / 60_000;
  const leftFor = (network: string): number => {
    const bucket = buckets.get(network);
    return bucket ? Math.min(burst, bucket.left + (now() - bucket.at) * perMillisecond) : burst;
  };
  return {
    wait: (address) => {
      if (buckets.size === 0) return 0;
      const left = leftFor(networkOf(address));
      return left >= 1 ? 0 : Math.ceil((1 - left) / perMillisecond / 1000);
    },
    fail: (address) => {
      const network = networkOf(address);
      const left = Math.max(0, leftFor(network) - 1);
      buckets.delete(network);
      buckets.set(network, { left, at: now() });
      // The one that failed longest ago has the most tokens back.
      if (buckets.size > maxAddresses) buckets.delete(buckets.keys().next().value!);
    },
  };
}

/** Whoever has one IPv6 address has 2^64 of them, so they count as one (RFC 6177); IPv4 in IPv6 counts as IPv4. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.split('%')[0]!.split('::');
  const groups = head === '' ? [] : head.split(':');
  const ending = tail === '' ? [] : tail.split(':');
  const missing = address.includes('::') ? 8 - groups.length - ending.length : 0;
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...ending];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
