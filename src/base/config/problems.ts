import * as z from 'zod';
import { own } from '../json.ts';
import { nearest } from '../nearest.ts';

/** Something wrong with a configuration. */
export interface Problem {
  /** Keys and indexes that lead to it. */
  readonly path: readonly (string | number)[];
  /** What is wrong there; never the value of something that may be a secret. */
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

/** What zod found, in words for whoever wrote the file. */
export function findProblems(error: z.ZodError, value: unknown, schema: z.ZodType): Problem[] {
  return error.issues.flatMap((issue) => explain(issue, value, schema));
}

/** A path as people write it: `apis.shop.overlays[0]`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w$-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

function explain(issue: Issue, root: unknown, schema: z.ZodType): Problem[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  const value = path.reduce<unknown>((at, step) => own(at, String(step)), root);
  const because = (message: string): Problem[] => [{ path, message }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const meant = nearest(key, keysOf(schemaAt(schema, path)));
        return { path: [...path, key], message: `unknown key${meant === undefined ? '' : `; did you mean ${meant}?`}` };
      });
    case 'invalid_type': {
      const quote =
        issue.expected === 'string' && ['number', 'boolean'].includes(typeof value) ? '; put it in quotes' : '';
      if (value === undefined) return because(`missing; expected ${kinds[issue.expected] ?? issue.expected}`);
      return because(`expected ${kinds[issue.expected] ?? issue.expected}, got ${kindOf(value)}${quote}`);
    }
    case 'invalid_value': {
      const known = issue.values.map(String);
      const meant = typeof value === 'string' ? nearest(value, known) : undefined;
      const question = meant === undefined ? '' : `; did you mean ${meant}?`;
      return because(`expected one of ${known.join(', ')}, got ${reveal(path, value)}${question}`);
    }
    case 'too_small':
      if (issue.origin === 'string') return because('must not be empty');
      return because(`expected at least ${issue.minimum}, got ${reveal(path, value)}`);
    case 'too_big':
      return because(`expected at most ${issue.maximum}, got ${reveal(path, value)}`);
    case 'invalid_key': {
      // zod leaves the value aside where the key is wrong; whoever mends the file wants to know all of it.
      const below = schemaAt(schema, path).safeParse(value);
      const inner = below.success ? [] : findProblems(below.error, value, schemaAt(schema, path));
      return [
        ...because(issue.issues[0]?.message ?? issue.message),
        ...inner.map((problem) => ({ ...problem, path: [...path, ...problem.path] })),
      ];
    }
    case 'invalid_union': {
      if (issue.message !== 'Invalid input') return because(`${issue.message}, got ${reveal(path, value)}`);
      const branch = closestBranch(issue.errors);
      if (!branch)
        return because(
          value === undefined
            ? 'missing; expected a text or a mapping'
            : `expected a text or a mapping, got ${kindOf(value)}`,
        );
      return branch.flatMap((inner) => explain({ ...inner, path: [...path, ...inner.path] }, root, schema));
    }
    default:
      return because(mayShow(path) ? `${issue.message}, got ${reveal(path, value)}` : issue.message);
  }
}

/** The alternative that was meant: of the type that came, and with the least to mend. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const [best] = branches
    .map((issues) => ({ issues, cost: costOf(issues) }))
    .filter(({ cost }) => Number.isFinite(cost))
    .sort((a, b) => a.cost - b.cost);
  return best?.issues;
}

/** How much there is to mend. A key that the alternative does not know counts double: it was meant for another one. */
function costOf(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => {
    if (issue.code === 'invalid_type' && issue.path.length === 0) return Number.POSITIVE_INFINITY;
    if (issue.code === 'unrecognized_keys') return sum + 2 * issue.keys.length;
    const inner = issue.code === 'invalid_union' ? Math.min(...issue.errors.map(costOf)) : 1;
    return sum + (Number.isFinite(inner) ? inner : 1);
  }, 0);
}

const kinds: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
};

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}

/** Under `apis` anything may be a secret in the wrong place; elsewhere, and for a timeout, showing it helps. */
function mayShow(path: readonly (string | number)[]): boolean {
  return path.at(-1) === 'timeout' || ['surface', 'http', 'limits', 'log'].includes(String(path[0]));
}

function reveal(path: readonly (string | number)[], value: unknown): string {
  const simple =
    typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length <= 40);
  return simple && mayShow(path) ? JSON.stringify(value) : kindOf(value);
}

function schemaAt(schema: z.ZodType, path: readonly (string | number)[]): z.ZodType {
  let at = unwrap(schema);
  for (const step of path) {
    const next: unknown =
      at instanceof z.ZodObject ? at.shape[step] : at instanceof z.ZodRecord ? at.valueType : undefined;
    if (!(next instanceof z.ZodType)) return z.unknown();
    at = unwrap(next);
  }
  return at;
}

function unwrap(schema: z.ZodType): z.ZodType {
  let at = schema;
  while (at instanceof z.ZodDefault || at instanceof z.ZodPrefault || at instanceof z.ZodOptional)
    at = at.unwrap() as z.ZodType;
  return at;
}

function keysOf(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
