import { messageOf } from './errors.ts';
import type { CommandOutcome } from './secret-command.ts';

/** Where secrets are read from: `process.env` and the system, or what a test puts in their place. */
export interface SecretSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file; throws what `readFileSync` throws. */
  readonly readFile: (path: string) => string;
  /** What a program prints within a time in ms. @default runs it without a shell */
  readonly run?: (command: readonly string[], timeout: number) => Promise<CommandOutcome>;
  /** An entry of the keyring. @default that of the operating system, by `@napi-rs/keyring` where it is installed */
  readonly keyring?: (service: string, account: string) => Promise<string | undefined>;
}

/** What stands where a secret was. */
const mark = '[redacted]';
/** Secrets shorter than this are replaced only where they stand alone, since any word may hold them by chance. */
const shortest = 4;
/** Header names whose values are secrets whoever set them. */
const sensitiveHeaders = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key']);
/** Most forms that are known of secrets which expire: those of about a thousand tokens. */
const mostPassing = 20_000;
/** Milliseconds for which an expired secret is still redacted, and between looks for those. */
const remembrance = 600_000;
/** Nesting beyond which a value is not followed. */
const deepest = 32;

/**
 * Takes known secrets out of texts and values before somebody sees them: as they are, in base64 and base64url (with and
 * without padding), percent-encoded, form-encoded and escaped as in JSON. Secrets that are transformed together with
 * something else, say `user:password` in base64, are added in that form by whoever makes it.
 *
 * @example
 * ```ts
 * const redactor = new Redactor();
 * redactor.add('s3cr3t');
 * redactor.redact('GET /pets?key=s3cr3t'); // 'GET /pets?key=[redacted]'
 * ```
 */
export class Redactor {
  /** Each form of each secret. */
  readonly #forms = new Map<string, Form>();
  /** Forms by their first letters, so that the cost of a text does not grow with the number of secrets. */
  readonly #starts = new Map<string, string[]>();
  /** Which hashes of first letters occur at all. */
  readonly #hashes = new Uint8Array(65_536);
  readonly #short = new Set<string>();
  readonly #now: () => number;
  #passing = 0;
  #pruned = 0;

  constructor({ now = Date.now }: { readonly now?: () => number } = {}) {
    this.#now = now;
  }

  /**
   * Makes a secret known. Blank ones are ignored: they would take the spaces out of every text.
   *
   * @param expires - milliseconds since the epoch from which on it is worth nothing: a while after that it is
   *   forgotten, and before it where too many are known. @default never
   */
  add(secret: string, expires = Number.POSITIVE_INFINITY): void {
    for (const variant of new Set([secret, secret.trim()])) {
      if (variant.trim() === '') continue;
      for (const form of formsOf(variant)) {
        const alone = variant.length < shortest || form.length < shortest;
        const known = this.#forms.get(form);
        if (known) {
          known.alone &&= alone;
          if (known.expires !== Number.POSITIVE_INFINITY && expires === Number.POSITIVE_INFINITY) this.#passing--;
          known.expires = Math.max(known.expires, expires);
          continue;
        }
        this.#forms.set(form, { alone, expires });
        if (expires !== Number.POSITIVE_INFINITY) this.#passing++;
        this.#index(form);
      }
    }
    const now = this.#now();
    if (this.#passing > mostPassing || (this.#passing > 0 && now - this.#pruned > remembrance)) this.#prune(now);
  }

  #index(form: string): void {
    if (form.length < shortest) {
      this.#short.add(form);
      return;
    }
    const start = form.slice(0, shortest);
    const others = this.#starts.get(start);
    if (others) others.push(form);
    else this.#starts.set(start, [form]);
    this.#hashes[hashAt(form, 0)] = 1;
  }

  /** Forgets what has expired, and the oldest of what will where there is still too much. */
  #prune(now: number): void {
    this.#pruned = now;
    const passing = [...this.#forms].filter(([, { expires }]) => expires !== Number.POSITIVE_INFINITY);
    const live = passing.filter(([, { expires }]) => expires + remembrance > now).slice(-mostPassing / 2);
    const kept = new Set(live.map(([form]) => form));
    for (const [form] of passing) if (!kept.has(form)) this.#forms.delete(form);
    this.#passing = kept.size;
    this.#starts.clear();
    this.#short.clear();
    this.#hashes.fill(0);
    for (const form of this.#forms.keys()) this.#index(form);
  }

  /** The text with `[redacted]` in place of each secret. Where secrets overlap, all that belongs to one goes. */
  redact(text: string): string {
    if (this.#forms.size === 0) return text;
    const ranges = this.#find(text);
    if (ranges.length === 0) return text;
    ranges.sort((a, b) => a.from - b.from);
    let redacted = '';
    let end = 0;
    for (const { from, to } of ranges) {
      if (from >= end) redacted += text.slice(end, from) + mark;
      end = Math.max(end, to);
    }
    return redacted + text.slice(end);
  }

  #find(text: string): Range[] {
    const ranges: Range[] = [];
    const take = (form: string, from: number): void => {
      const to = from + form.length;
      if (!this.#forms.get(form)!.alone || standsAlone(text, from, to)) ranges.push({ from, to });
    };
    for (const form of this.#short)
      for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1)) take(form, at);
    for (let at = 0; at + shortest <= text.length; at++) {
      if (this.#hashes[hashAt(text, at)] === 0) continue;
      for (const form of this.#starts.get(text.slice(at, at + shortest)) ?? [])
        if (text.startsWith(form, at)) take(form, at);
    }
    return ranges;
  }

  /**
   * A copy of a value, as plain as JSON, without secrets: in strings, in the names of members, and whatever is under a
   * name such as `authorization` or `set-cookie`. Errors become their message, code and cause.
   */
  redactValue(value: unknown): unknown {
    return this.#visit(value, []);
  }

  #visit(value: unknown, ancestors: readonly object[]): unknown {
    if (typeof value === 'string') return this.redact(value);
    if (typeof value === 'bigint') return this.redact(String(value));
    if (value === null || typeof value === 'number' || typeof value === 'boolean') {
      const shown = String(value);
      const redacted = this.redact(shown);
      return redacted === shown ? value : redacted;
    }
    if (typeof value !== 'object') return undefined;
    if (ancestors.includes(value)) return '[circular]';
    if (ancestors.length >= deepest) return '[too deep]';
    try {
      return this.#visitObject(value, [...ancestors, value]);
    } catch {
      return '[unreadable]';
    }
  }

  #visitObject(value: object, ancestors: readonly object[]): unknown {
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    if (value instanceof Error) {
      const { code, cause } = value as { code?: unknown; cause?: unknown };
      return this.#visit({ message: messageOf(value), code, cause }, ancestors);
    }
    if (hasJsonForm(value)) return this.#visit(value.toJSON(), ancestors);
    if (Array.isArray(value)) return value.map((item) => this.#visit(item, ancestors) ?? null);
    if (value instanceof Set) return [...value].map((item) => this.#visit(item, ancestors) ?? null);
    // By name: touching the global `Headers` makes Node load all of fetch, 20 ms at start.
    const listed = value instanceof Map || value.constructor?.name === 'Headers';
    const entries = listed ? [...(value as Map<unknown, unknown>)] : Object.entries(value);
    const visited = entries.map(([name, member]: [unknown, unknown]): [string, unknown] => {
      const key = String(name);
      const secret = sensitiveHeaders.has(key.toLowerCase()) && member !== undefined;
      return [this.redact(key), secret ? mark : this.#visit(member, ancestors)];
    });
    return Object.fromEntries(visited.filter(([, member]) => member !== undefined));
  }
}

/** Dates and URLs have one. */
function hasJsonForm(value: object): value is { toJSON: () => unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

interface Form {
  /** Whether it counts only where it stands alone. */
  alone: boolean;
  expires: number;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Of the four letters there, as many as the shortest secret has. */
function hashAt(text: string, at: number): number {
  const first = text.charCodeAt(at) * 31 + text.charCodeAt(at + 1);
  return ((first * 31 + text.charCodeAt(at + 2)) * 31 + text.charCodeAt(at + 3)) & 0xffff;
}

function formsOf(secret: string): Set<string> {
  const base64 = Buffer.from(secret).toString('base64');
  const base64url = Buffer.from(secret).toString('base64url');
  const padding = base64.slice(base64.replace(/=+$/, '').length);
  const encoded = [percentEncode(secret), new URLSearchParams([['', secret]]).toString().slice(1)];
  encoded.push(encoded[0]!.replaceAll('%20', '+'));
  return new Set([
    secret,
    JSON.stringify(secret).slice(1, -1),
    base64,
    base64.slice(0, base64.length - padding.length),
    base64url + padding,
    base64url,
    ...encoded,
    ...encoded.map((form) => form.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase())),
  ]);
}

function percentEncode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text; // half of a surrogate pair has no such form
  }
}

function standsAlone(text: string, from: number, to: number): boolean {
  return (
    !/[\p{L}\p{N}_]$/u.test(text.slice(Math.max(0, from - 2), from)) && !/^[\p{L}\p{N}_]/u.test(text.slice(to, to + 2))
  );
}
