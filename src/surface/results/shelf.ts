import { randomBytes } from 'node:crypto';
import type { Caller } from '../../base/caller.ts';
import { RoutewrightError } from '../../base/errors.ts';
import type { Store } from '../../base/store.ts';
import { isInsidePair } from './cut-text.ts';
import { readHandle, writeHandle } from './handle.ts';

/** A result that is read in pieces. */
export interface Kept {
  readonly kind: 'json' | 'text' | 'file';
  /** The tool it came from. */
  readonly tool: string;
  /** JSON and text as they are; the bytes of a file in base64. */
  readonly text: string;
  /** JSON with numbers that a double would round. */
  readonly isMarked?: true;
  /** Of a file. */
  readonly mimeType?: string;
  readonly name?: string;
}

/** A result on the shelf: what it is, and its text, of which only what is asked for is fetched. */
export interface Opened extends Omit<Kept, 'text'> {
  readonly length: number;
  /** @throws {RoutewrightError} RESULT_EXPIRED */
  read: (from?: number, to?: number) => Promise<string>;
}

export interface ShelfOptions {
  /** Milliseconds that a result is kept. */
  readonly lifetime: number;
  readonly now?: () => number;
  readonly random?: (bytes: number) => Buffer;
}

interface Entry extends Omit<Kept, 'text'> {
  readonly caller: string;
  /** Where each piece begins, and the end of the last. */
  readonly bounds: readonly number[];
}

/** Characters of a piece in the store: a range of a large result is read without the rest of it. */
const pieceLength = 250_000;
const signingKey = 'results:key';
const keyLifetime = 30 * 24 * 3_600_000;

/**
 * Keeps results for those who asked for them. They live in the store, so that any replica gives them out, and so does
 * the key that signs their handles: who can read it there can read the results themselves.
 */
export class Shelf {
  readonly #store: Store;
  readonly #lifetime: number;
  readonly #now: () => number;
  readonly #random: (bytes: number) => Buffer;

  constructor(store: Store, { lifetime, now = Date.now, random = randomBytes }: ShelfOptions) {
    this.#store = store;
    this.#lifetime = lifetime;
    this.#now = now;
    this.#random = random;
  }

  /** @returns the handle to read it by */
  async put({ text, ...about }: Kept, caller: Caller): Promise<string> {
    const id = this.#random(9).toString('base64url');
    const bounds = pieces(text);
    const entry: Entry = { ...about, caller: caller.id, bounds };
    await Promise.all(
      bounds
        .slice(0, -1)
        .map((from, index) =>
          this.#store.set(pieceKey(id, index), text.slice(from, bounds[index + 1]), this.#lifetime),
        ),
    );
    await this.#store.set(entryKey(id), JSON.stringify(entry), this.#lifetime);
    const key = await this.#signingKey();
    // Written anew, since a store that runs out of room lets the oldest go first.
    await this.#store.set(signingKey, key, keyLifetime);
    return writeHandle({ id, expires: this.#now() + this.#lifetime }, key);
  }

  /** @throws {RoutewrightError} RESULT_HANDLE_INVALID, RESULT_HANDLE_FOREIGN, RESULT_EXPIRED */
  async open(handle: string, caller: Caller): Promise<Opened> {
    const known = readHandle(handle, await this.#signingKey());
    if (!known) {
      throw new RoutewrightError('RESULT_HANDLE_INVALID', 'This is no handle of a result that was cut here', {
        hint: 'Copy the handle as the result gave it. After a restart of the gateway, call the tool again.',
      });
    }
    const text = known.expires < this.#now() ? undefined : await this.#store.get(entryKey(known.id));
    if (text === undefined) throw expired();
    const { caller: owner, bounds, ...about } = JSON.parse(text) as Entry;
    if (owner !== caller.id) {
      throw new RoutewrightError('RESULT_HANDLE_FOREIGN', 'This result belongs to another caller', {
        hint: 'Call the tool yourself to get a result of your own.',
      });
    }
    const length = bounds.at(-1)!;
    return { ...about, length, read: (from = 0, to = length) => this.#read(known.id, bounds, from, to) };
  }

  async #read(id: string, bounds: readonly number[], from: number, to: number): Promise<string> {
    const wanted = bounds.slice(0, -1).flatMap((start, index) => {
      const end = bounds[index + 1]!;
      return end > from && start < to ? [{ start, index }] : [];
    });
    const texts = await Promise.all(
      wanted.map(async ({ start, index }) => {
        const piece = await this.#store.get(pieceKey(id, index));
        if (piece === undefined) throw expired();
        return piece.slice(Math.max(0, from - start), Math.max(0, to - start));
      }),
    );
    return texts.join('');
  }

  /** The same for all who share the store: of those who come first one makes it. */
  async #signingKey(): Promise<string> {
    await this.#store.add(signingKey, this.#random(32).toString('base64url'), keyLifetime);
    return (await this.#store.get(signingKey))!;
  }
}

function pieces(text: string): number[] {
  const bounds = [0];
  for (let at = pieceLength; at < text.length; at += pieceLength) {
    // A store may keep texts in UTF-8, which has no half of a pair.
    if (isInsidePair(text, at)) at--;
    bounds.push(at);
  }
  return [...bounds, text.length];
}

function expired(): RoutewrightError {
  return new RoutewrightError('RESULT_EXPIRED', 'This result is kept no longer', {
    hint: 'Call the tool again, with fewer items or a narrower question where that is possible.',
  });
}

function entryKey(id: string): string {
  return `results:${id}`;
}

function pieceKey(id: string, index: number): string {
  return `results:${id}:${index}`;
}
