import type { ExactNumber } from './exact-number.ts';

/** Any JSON value. A number whose text matters is an {@link ExactNumber}; no parser makes one. */
export type Json =
  null | boolean | number | ExactNumber | string | readonly Json[] | { readonly [key: string]: Json | undefined };
/** A JSON object of unknown shape: what a document holds until somebody has looked. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own property of an object; never one of its prototype, whatever a document calls its keys. */
export function own(object: unknown, key: string): unknown {
  return typeof object === 'object' && object !== null && Object.hasOwn(object, key)
    ? (object as Record<string, unknown>)[key]
    : undefined;
}

/** A string, or nothing when the document has something else there. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Sets an own property even where the key is `__proto__`. */
export function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}
