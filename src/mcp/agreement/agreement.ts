import type { IncomingMessage, ServerResponse } from 'node:http';
import { RoutewrightError } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import type { Gateway } from '../../gateway.ts';
import { browserOf, nameBrowser } from './browser.ts';
import { type PageContent, renderPage } from './page.ts';
import { callbackPath, startPath } from './paths.ts';
import { describeFailure, describeRequest, describeSuccess } from './words.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface AgreementOptions {
  readonly authorizations: Pick<Gateway['authorizations'], 'look' | 'start' | 'complete'>;
  readonly logger: Logger;
  /** Whether browsers reach the pages over HTTPS. */
  readonly isSecure: boolean;
}

/**
 * The two pages that a user sees of us while they agree at another server: the first says who asks for what and sends
 * them away, the second receives them, completes the authorization and says how that went. Who was not sent away by
 * the first, in the same browser, is not received by the second.
 */
export function createAgreementPages({ authorizations, logger, isSecure }: AgreementOptions): Handler {
  const show = (response: ServerResponse, content: PageContent, more: Readonly<Record<string, string>> = {}): void => {
    const { html, headers } = renderPage(content);
    response.writeHead(content.outcome === 'failed' ? 400 : 200, { ...headers, ...more }).end(html);
  };

  const ask = async (url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const content = describeRequest(await authorizations.look(url.searchParams.get('id') ?? ''));
    // Several links may be open in one browser, so one that is known stays so.
    const browser = browserOf(request, isSecure);
    show(response, content, { 'set-cookie': nameBrowser(isSecure, browser) });
  };

  const sendAway = async (url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const browser = browserOf(request, isSecure);
    // A form of another site brings no cookie, nor does a browser that keeps none.
    if (browser === undefined) throw new RoutewrightError('AUTHORIZATION_ELSEWHERE', 'The browser brought no cookie');
    const link = await authorizations.start(url.searchParams.get('id') ?? '', browser);
    response.writeHead(303, { location: link, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end();
  };

  const receive = async (url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const authorized = await authorizations.complete(url, browserOf(request, isSecure));
    const { api, scheme, caller } = authorized;
    logger.info('a user agreed', { api, scheme, caller: caller.name });
    show(response, describeSuccess(authorized));
  };

  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://callback.invalid');
    const allowed = url.pathname === startPath ? 'GET, POST' : url.pathname === callbackPath ? 'GET' : undefined;
    if (allowed === undefined) {
      response.writeHead(404, { 'content-length': 0 }).end();
      return;
    }
    // An answer counts once: programs that only look at a link must not use it up.
    if (!allowed.split(', ').includes(request.method ?? '') || isPrefetch(request)) {
      response.writeHead(405, { allow: allowed, 'content-length': 0 }).end();
      return;
    }
    try {
      if (url.pathname === callbackPath) await receive(url, request, response);
      else if (request.method === 'POST') await sendAway(url, request, response);
      else await ask(url, request, response);
    } catch (error) {
      logger.warn('an authorization was not completed', { error });
      show(response, describeFailure(error));
    }
  };
}

function isPrefetch({ headers }: IncomingMessage): boolean {
  return /prefetch/i.test(String(headers['sec-purpose'] ?? ''));
}
