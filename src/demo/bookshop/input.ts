import express, { type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import { invalid, Problem, type FieldError, type InputLocation } from './problem.ts';

/** Parses JSON bodies, RFC 7396 merge patches included. */
export function jsonBody(): RequestHandler {
  return express.json({ type: ['application/json', 'application/merge-patch+json'], limit: '256kb' });
}

/** The body as its parser left it; answers 415 when the request has one that no parser took. */
export function bodyOf(request: Request, ...types: string[]): unknown {
  const isEmpty = request.get('content-length') === '0'; // some clients say so where others say nothing
  if (!isEmpty && request.is(types) === false) {
    throw new Problem(415, 'Unsupported media type', `The body must be ${types.join(' or ')}.`);
  }
  return request.body as unknown;
}

/** What a schema makes of some input; answers 422 with every fault found, not just the first. */
export function readInput<T>(schema: z.ZodType<T>, value: unknown, location: InputLocation): T {
  const read = schema.safeParse(value, { error: (issue) => (issue.input === undefined ? 'is required' : undefined) });
  if (read.success) return read.data;
  throw invalid(read.error.issues.flatMap((issue) => toFieldErrors(issue, location)));
}

function toFieldErrors(issue: z.core.$ZodIssue, location: InputLocation): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ in: location, pointer: pointerTo(issue.path, key), detail: 'is not known' }));
  }
  return [{ in: location, pointer: pointerTo(issue.path), detail: issue.message }];
}

function pointerTo(path: readonly PropertyKey[], ...more: string[]): string {
  return [...path, ...more].map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A whole number written in a query. Not `z.coerce`: that reads the empty text as 0 and `1e3` as a thousand. */
export function wholeNumber(minimum: number, maximum: number) {
  return z
    .string()
    .regex(/^-?\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum));
}

/** A decimal number written in a query. */
export function decimal(minimum: number, maximum: number) {
  return z
    .string()
    .regex(/^-?\d+(\.\d+)?$/, 'must be a number')
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum));
}

/** `true` or `false` written in a query. */
export function flag() {
  return z.enum(['true', 'false']).transform((value) => value === 'true');
}

/** A parameter that may be repeated (form style, exploded): nothing, one text or several make an array. */
export function repeated<T extends z.ZodType>(item: T) {
  return z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(item));
}
