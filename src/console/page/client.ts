import type { Problem } from '../wire.ts';
import { pageHeader } from '../page-header.ts';

/** The server refused: 401 asks for a key. */
export class RequestError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const base = new URL('console/api/', new URL('.', location.href));
/** Kept for the tab alone: whoever closes it is signed out. */
const keyName = 'routewright-key';

export const hasKey = (): boolean => sessionStorage.getItem(keyName) !== null;

export function setKey(key: string | undefined): void {
  if (key === undefined) sessionStorage.removeItem(keyName);
  else sessionStorage.setItem(keyName, key);
}

function headers(): Record<string, string> {
  const key = sessionStorage.getItem(keyName);
  return { [pageHeader]: '1', ...(key === null ? {} : { authorization: `Bearer ${key}` }) };
}

/** What is asked beside the path. */
type Init = Pick<RequestInit, 'method' | 'body' | 'signal'> & { readonly headers?: Readonly<Record<string, string>> };

/** @throws {RequestError} */
export async function ask(path: string, init: Init = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(new URL(path, base), { ...init, headers: { ...headers(), ...init.headers } });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RequestError(0, 'The gateway does not answer. Is it still running?');
  }
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem> & { error_description?: string };
  throw new RequestError(response.status, problem.error_description ?? problem.error ?? `HTTP ${response.status}`);
}

export async function get<Value>(path: string, signal?: AbortSignal): Promise<Value> {
  return (await (await ask(path, signal ? { signal } : {})).json()) as Value;
}

/** Posts a tool with its arguments, which are JSON already: numbers keep every digit. */
export async function post<Value>(path: string, tool: string, args: string, signal: AbortSignal): Promise<Value> {
  const body = `{"tool":${JSON.stringify(tool)},"args":${args}}`;
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal };
  return (await (await ask(path, init)).json()) as Value;
}
