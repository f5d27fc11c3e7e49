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

/** `tag:NAME`, `operation:ID`, `method:GET,PUT`, `/path/**`, `METHOD /path/**`; each with globs. */
function parseSelector(selector: string): Matches {
  const [, kind, pattern = ''] = /^(tag|operation|method):\s*(.+)$/.exec(selector.trim()) ?? [];
  if (kind === 'tag') {
    const matches = glob(pattern, 'name');
    return ({ tags }) => tags.some(matches);
  }
  if (kind === 'operation') {
    const matches = glob(pattern, 'name');
    return ({ operationId }) => operationId !== undefined && matches(operationId);
  }
  if (kind === 'method') return methodTest(pattern);
  const [, methods, path] = /^(?:([A-Za-z*][A-Za-z,*]*)\s+)?(\/.*)$/.exec(selector.trim()) ?? [];
  if (path === undefined) {
    throw new RoutewrightError('SELECTOR_INVALID', `Cannot understand the selector \`${selector}\``, {
      hint: `Did you mean \`operation:${selector}\` or \`tag:${selector}\`? Paths begin with a slash: \`GET /products/**\`.`,
    });
  }
  const matchesPath = glob(path, 'path');
  const matchesMethod = methodTest(methods ?? '*');
  return (operation) => matchesMethod(operation) && matchesPath(operation.path);
}

/** What a selector of tools looks at. */
export interface SelectableTool {
  readonly name: string;
  readonly api: string;
  readonly operation: Operation;
}

/**
 * A test of a tool: `tool:NAME` and `api:NAME`, with globs, beside the selectors of operations.
 *
 * @throws {RoutewrightError} SELECTOR_INVALID
 */
export function createToolTest(selector: string): (tool: SelectableTool) => boolean {
  const [, kind, pattern = ''] = /^(tool|api):\s*(.+)$/.exec(selector.trim()) ?? [];
  if (kind === undefined) {
    const matches = parseSelector(selector);
    return ({ operation }) => matches(operation);
  }
  const matches = nameTest(pattern);
  return kind === 'tool' ? ({ name }) => matches(name) : ({ api }) => matches(api);
}

/** A test of a name by `*` and `?`. */
export function nameTest(pattern: string): (text: string) => boolean {
  return glob(pattern, 'name');
}

function methodTest(methods: string): Matches {
  const tests = methods.split(',').map((method) => glob(method.trim().toUpperCase(), 'name'));
  return ({ method }) => tests.some((matches) => matches(method.toUpperCase()));
}

/**
 * Braces are part of a path template and brackets of a name, so only `*`, `**` and `?` are special. In a path `*` stays
 * within a segment; in a name, such as `repos/list`, a slash is a character like any other.
 */
function glob(pattern: string, subject: 'name' | 'path'): (text: string) => boolean {
  const matches = picomatch(pattern.replace(/[^A-Za-z0-9*?/]/gu, '\\$&'), {
    nobrace: true,
    nobracket: true,
    noextglob: true,
    nonegate: true,
    dot: true,
    windows: false,
    bash: subject === 'name',
  });
  return (text) => matches(text);
}
