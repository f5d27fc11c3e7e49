import { Spill } from './spill.ts';

/**
 * Where state lives between calls: tokens, results that are read in pieces, authorizations under way. Values are JSON
 * texts; whoever stores a secret encrypts it first. Memory by default; a shared store lets any replica serve any
 * request.
 */
export interface Store {
  get(key: string): Promise<string | undefined>;
  /** @param ttl - milliseconds until the value is gone */
  set(key: string, value: string, ttl: number): Promise<void>;
  /** Sets the value where none is there; tells whether it did. What a lock is made of. */
  add(key: string, value: string, ttl: number): Promise<boolean>;
  /** The value, which is gone afterwards: of two who take it one gets it. */
  take(key: string): Promise<string | undefined>;
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}

export interface MemoryStoreOptions {
  /** Most characters of all keys and values in memory; the oldest go first. @default 64,000,000 */
  readonly maxSize?: number;
  /** Most characters of values on disk; the oldest go first. @default 1,000,000,000 */
  readonly maxDiskSize?: number;
  /** Characters beyond which a value goes to disk. @default 100,000 */
  readonly spillAbove?: number;
  /** Milliseconds since the epoch. @default the system's clock */
  readonly now?: () => number;
}

interface Entry {
  readonly value: { readonly text: string } | { readonly file: string };
  /** Characters of the value. */
  readonly size: number;
  readonly expires: number;
}

/** State of this process, gone when it ends; large values lie in a private folder on disk. */
export class MemoryStore implements Store {
  /** In the order in which they were set. */
  readonly #entries = new Map<string, Entry>();
  readonly #most: { readonly memory: number; readonly disk: number };
  readonly #spillAbove: number;
  readonly #now: () => number;
  readonly #spill = new Spill();
  readonly #size = { memory: 0, disk: 0 };

  constructor(options: MemoryStoreOptions = {}) {
    const { maxSize = 64_000_000, maxDiskSize = 1_000_000_000, spillAbove = 100_000, now = Date.now } = options;
    this.#most = { memory: maxSize, disk: maxDiskSize };
    this.#spillAbove = spillAbove;
    this.#now = now;
  }

  get(key: string): Promise<string | undefined> {
    return this.#read(this.#live(key));
  }

  async set(key: string, value: string, ttl: number): Promise<void> {
    const isLarge = value.length > this.#spillAbove;
    this.#put(key, isLarge ? { file: await this.#spill.write(value) } : { text: value }, value.length, ttl);
  }

  add(key: string, value: string, ttl: number): Promise<boolean> {
    if (this.#live(key)) return Promise.resolve(false);
    this.#put(key, { text: value }, value.length, ttl);
    return Promise.resolve(true);
  }

  async take(key: string): Promise<string | undefined> {
    const entry = this.#live(key);
    if (entry) this.#forget(key, entry);
    const value = await this.#read(entry);
    if (entry) this.#remove(entry);
    return value;
  }

  delete(key: string): Promise<void> {
    this.#drop(key);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#entries.clear();
    this.#size.memory = this.#size.disk = 0;
    this.#spill.close();
    return Promise.resolve();
  }

  #read(entry: Entry | undefined): Promise<string | undefined> {
    if (!entry) return Promise.resolve(undefined);
    return 'text' in entry.value ? Promise.resolve(entry.value.text) : this.#spill.read(entry.value.file);
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (!entry || entry.expires > this.#now()) return entry;
    this.#drop(key);
    return undefined;
  }

  #put(key: string, value: Entry['value'], size: number, ttl: number): void {
    this.#drop(key);
    this.#entries.set(key, { value, size, expires: this.#now() + ttl });
    this.#count(key, { value, size }, 1);
    for (const place of ['memory', 'disk'] as const) {
      if (this.#size[place] > this.#most[place]) for (const old of [...this.#entries.keys()]) this.#live(old);
      for (const [old, entry] of this.#entries) {
        if (this.#size[place] <= this.#most[place]) break;
        if (place === 'memory' || 'file' in entry.value) this.#drop(old);
      }
    }
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#forget(key, entry);
    this.#remove(entry);
  }

  #forget(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#count(key, entry, -1);
  }

  #remove({ value }: Entry): void {
    if ('file' in value) this.#spill.remove(value.file);
  }

  #count(key: string, { value, size }: Pick<Entry, 'value' | 'size'>, sign: 1 | -1): void {
    this.#size.memory += sign * (key.length + ('text' in value ? size : 0));
    if ('file' in value) this.#size.disk += sign * size;
  }
}
