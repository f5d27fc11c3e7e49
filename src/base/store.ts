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
  /** Most characters of all keys and values together; the oldest go first. @default 64,000,000 */
  readonly maxSize?: number;
  /** Milliseconds since the epoch. @default the system's clock */
  readonly now?: () => number;
}

interface Entry {
  readonly value: string;
  readonly expires: number;
}

/** State of this process, gone when it ends. */
export class MemoryStore implements Store {
  /** In the order in which they were set. */
  readonly #entries = new Map<string, Entry>();
  readonly #maxSize: number;
  readonly #now: () => number;
  #size = 0;

  constructor({ maxSize = 64_000_000, now = Date.now }: MemoryStoreOptions = {}) {
    this.#maxSize = maxSize;
    this.#now = now;
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#live(key)?.value);
  }

  set(key: string, value: string, ttl: number): Promise<void> {
    this.#put(key, value, ttl);
    return Promise.resolve();
  }

  add(key: string, value: string, ttl: number): Promise<boolean> {
    if (this.#live(key)) return Promise.resolve(false);
    this.#put(key, value, ttl);
    return Promise.resolve(true);
  }

  take(key: string): Promise<string | undefined> {
    const entry = this.#live(key);
    this.#drop(key);
    return Promise.resolve(entry?.value);
  }

  delete(key: string): Promise<void> {
    this.#drop(key);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#entries.clear();
    this.#size = 0;
    return Promise.resolve();
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (!entry || entry.expires > this.#now()) return entry;
    this.#drop(key);
    return undefined;
  }

  #put(key: string, value: string, ttl: number): void {
    this.#drop(key);
    this.#entries.set(key, { value, expires: this.#now() + ttl });
    this.#size += key.length + value.length;
    if (this.#size > this.#maxSize) for (const old of [...this.#entries.keys()]) this.#live(old);
    for (const old of this.#entries.keys()) {
      if (this.#size <= this.#maxSize) break;
      this.#drop(old);
    }
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#size -= key.length + entry.value.length;
  }
}
