import { isObject, type JsonObject } from './json.ts';

/**
 * A number whose written form matters and that a double would not keep: an integer beyond 2^53, more digits than a
 * double has, or a decimal such as `1.10`, whose last zero somebody wrote on purpose. No parser makes one; whoever does
 * not know it and writes JSON gets the number that a parser would have made of it.
 */
export class ExactNumber {
  readonly text: string;

  /** @param text - a number as JSON writes it (RFC 8259, 6) */
  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): number {
    return Number(this.text);
  }
}

/** Whether a value is an object of JSON, and no number that only JavaScript takes for one. */
export function isRecord(value: unknown): value is JsonObject {
  return isObject(value) && !(value instanceof ExactNumber);
}
