import { ArgumentError } from './argument-error.ts';

/** What takes the place of a variable in a path, and the argument it came from. */
export interface PathValue {
  readonly property: string;
  readonly text: string;
}

/**
 * Puts values into a path template. Whatever they are, the route stays what it is: a value may be empty (RFC 6570, 3.2.2
 * and 3.2.5), but no segment may, nor may one lead elsewhere (RFC 3986, 5.2.4). A fragment in the template only tells
 * paths apart, so it goes.
 *
 * @throws {ArgumentError}
 */
export function expandPath(template: string, values: ReadonlyMap<string, PathValue>): string {
  const [path = '', ...query] = template.replace(/#.*$/s, '').split('?');
  const segments = path.split('/').map((segment) => {
    const expanded = expand(segment, values);
    if (expanded === segment) return expanded;
    const property = values.get(/\{([^{}]+)\}/.exec(segment)?.[1] ?? '')?.property ?? 'path';
    if (expanded === '')
      throw new ArgumentError(property, 'a path parameter cannot be empty: the path would be another one');
    if (isDots(expanded))
      throw new ArgumentError(property, `\`${expanded}\` as a segment of the path would lead to another operation`);
    return expanded;
  });
  return [segments.join('/'), ...query.map((part) => expand(part, values))].join('?');
}

function expand(template: string, values: ReadonlyMap<string, PathValue>): string {
  return template.replace(/\{([^{}]+)\}/g, (_, name: string) => values.get(name)?.text ?? '');
}

/** Also where the dots are percent-encoded, or followed by what some servers take off as parameters of the segment. */
function isDots(segment: string): boolean {
  return /^(?:\.|%2e){1,2}(?:;|$)/i.test(segment);
}

/** Server and path, with the query of the server, of the template and of the parameters, in this order. */
export function joinUrl(baseUrl: string, path: string, query: readonly string[]): string {
  const [base, baseQuery] = splitQuery(baseUrl.replace(/#.*$/s, ''));
  const [plain, pathQuery] = splitQuery(path);
  const parts = [baseQuery, escapeIllegal(pathQuery), ...query].filter((part) => part !== '');
  return `${base.replace(/\/+$/, '')}${escapeIllegal(plain)}${parts.length > 0 ? `?${parts.join('&')}` : ''}`;
}

function splitQuery(url: string): [before: string, query: string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

/** A template may hold characters that no URL has: spaces, quotes, letters beyond ASCII, a percent sign on its own. */
function escapeIllegal(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/%?]+/g, encodeURIComponent)
    .replace(/%(?![0-9A-Fa-f]{2})/g, '%25');
}
