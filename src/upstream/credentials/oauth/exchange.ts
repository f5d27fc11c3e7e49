import { RoutewrightError } from '../../../base/errors.ts';
import { type HttpClient, withoutQuery } from '../../client.ts';
import type { HttpRequest, HttpResponse } from '../../http.ts';

/** A request to an authorization server. */
type Message = Pick<HttpRequest, 'method' | 'url' | 'headers'> & { readonly body?: string };

/**
 * One exchange with an authorization server. What it fails of is said of the credential, since no call of a tool has
 * gone out.
 *
 * @throws {RoutewrightError} TOKEN_ENDPOINT_UNREACHABLE, TOKEN_ENDPOINT_TIMEOUT
 */
export async function send(
  http: HttpClient,
  message: Message,
  { shown }: { readonly shown: string },
  signal: AbortSignal,
  maxBytes: number,
): Promise<HttpResponse> {
  try {
    return await http.send({ body: undefined, credentialHeaders: ['authorization'], ...message }, { signal, maxBytes });
  } catch (error) {
    const where = withoutQuery(message.url);
    if (signal.aborted) {
      throw new RoutewrightError(
        'TOKEN_ENDPOINT_TIMEOUT',
        `The authorization server did not answer in time for the credential ${shown}: ${where}`,
        { hint: 'Check that it runs and how busy it is; `timeout` of the API is for the whole call, tokens included.' },
      );
    }
    if (!(error instanceof RoutewrightError)) throw error;
    throw new RoutewrightError(
      'TOKEN_ENDPOINT_UNREACHABLE',
      `The authorization server could not be reached for the credential ${shown}: ${where}: ${reasonOf(error)}`,
      { hint: 'Check that it runs, and the URL that the document or the configuration names.', cause: error },
    );
  }
}

/** `Could not reach the API: POST https://…: connection refused` without what we say ourselves. */
function reasonOf({ message }: RoutewrightError): string {
  return message.replace(/^.*?: [A-Z]+ \S+: /, '');
}
