import { RoutewrightError } from '../base/errors.ts';
import type { CallTrace } from '../base/trace.ts';

/**
 * The request of a call as a command for a shell. Credentials are not kept, so their places say that they are missing.
 *
 * @throws {RoutewrightError} CALL_NOT_REPEATABLE where nothing was sent, or its body is not kept whole
 */
export function toCurl({ tool, request }: CallTrace): string {
  if (!request)
    throw new RoutewrightError('CALL_NOT_REPEATABLE', `The call of ${tool} sent no request`, {
      hint: '`routewright calls ID` says why.',
    });
  const { method, url, headers, body, isCut } = request;
  if (isCut === true || (body !== undefined && /^\[\d+ bytes/.test(body)))
    throw new RoutewrightError('CALL_NOT_REPEATABLE', `The body of ${tool} is not kept whole`, {
      hint: '`routewright calls ID --replay` makes the call with its arguments.',
    });
  const lines = [
    `curl ${method === 'GET' ? '' : method === 'HEAD' ? '--head ' : `-X ${method} `}${quote(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-binary ${quote(body)}`]),
  ];
  return lines.join(' \\\n  ');
}

/** As POSIX shells read it: nothing within single quotes means anything but itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
