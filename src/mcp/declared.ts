import { randomUUID } from 'node:crypto';
import { own } from '../base/json.ts';
import { canOpenPages } from './authorization.ts';

/** Sessions of clients that can open pages are called so. */
const prefix = 'pages-';
const header = 'mcp-session-id';

/**
 * A session id for a client of an older revision that says at `initialize` that it can open pages; nothing for others.
 * Such a client says so once, and this server remembers nothing between two requests, so the client carries it in the
 * id of its session, which it sends with every request. An invented id changes only how that client itself is asked.
 */
export function sessionFor(body: unknown): string | undefined {
  if (own(body, 'method') !== 'initialize') return undefined;
  const capabilities = own(own(body, 'params'), 'capabilities');
  return canOpenPages(capabilities as object | undefined) ? prefix + randomUUID() : undefined;
}

/** Whether the client of a request has said at `initialize` that it can open pages. */
export function hasDeclaredPages(request: Request | undefined): boolean {
  return request?.headers.get(header)?.startsWith(prefix) === true;
}
