import picomatch from 'picomatch';
import { RoutewrightError } from '../base/errors.ts';
import type { Operation } from '../spec/operation.ts';

/** Which operations become tools. */
export interface Selection {
  /** Selectors of which one must match; none: all operations. */
  readonly include?: readonly string[];
  /** Selectors of which none may match. */
  readonly exclude?: readonly string[];
  /** Only methods that do not change anything: GET, HEAD, OPTIONS, QUERY. */
  readonly readOnly?: boolean;
}

type Matches = (operation: Operation) => boolean;

/** Methods that RFC 9110 (9.2.1) and the QUERY draft define as safe. */
export const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']);

/**
 * A test of an operation, or of why it is left out: the reason as a word for a table, or nothing when it stays.
 *
 * @throws {RoutewrightError} SELECTOR_INVALID
 */
export function createSelector({
  include = [],
  exclude = [],
  readOnly = false,
}: Selection): (operation: Operation) => string | undefined {
  const included = include.map(parseSelector);
  const excluded = exclude.map(parseSelector);
  return (operation) => {
    if (readOnly && !safeMethods.has(operation.method)) return 'read-only';
    if (included.length > 0 && !included.some((matches) => matches(operation))) return 'not included';
    if (excluded.some((matches) => matches(operation))) return 'excluded';
    return undefined;
  };
}

/** `tag:NAME`, `operation:ID`, `/path/**`, `METHOD /path/**`; each with globs. */
function parseSelector(selector: string): Matches {
  const [, kind, pattern] = /^(tag|operation|method):(.+)$/.exec(selector) ?? [];
  if (kind === 'tag') {
    const matches = glob(pattern!);
    return ({ tags }) => tags.some((tag) => matches(tag));
  }
  if (kind === 'operation') {
    const matches = glob(pattern!);
    return ({ operationId }) => operationId !== undefined && matches(operationId);
  }
  if (kind === 'method') return ({ method }) => method === pattern!.toUpperCase();
  const [, methods, path] = /^(?:([A-Za-z*][A-Za-z,*]*)\s+)?(\/.*)$/.exec(selector.trim()) ?? [];
  if (path === undefined) {
    throw new RoutewrightError('SELECTOR_INVALID', `Cannot understand the selector \`${selector}\``, {
      hint: `Did you mean \`operation:${selector}\` or \`tag:${selector}\`? Paths begin with a slash: \`GET /products/**\`.`,
    });
  }
  const matchesPath = glob(path);
  const wanted = methods === undefined || methods === '*' ? undefined : new Set(methods.toUpperCase().split(','));
  return (operation) => (wanted === undefined || wanted.has(operation.method)) && matchesPath(operation.path);
}

/** Braces are part of a path template and brackets of a name, so only `*`, `**` and `?` are special. */
function glob(pattern: string): (text: string) => boolean {
  return picomatch(pattern.replace(/[[\](){}!+@]/g, '\\$&'), {
    nobrace: true,
    nobracket: true,
    noextglob: true,
    nonegate: true,
    dot: true,
  });
}
