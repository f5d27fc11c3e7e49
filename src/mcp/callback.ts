import type { IncomingMessage, ServerResponse } from 'node:http';
import { localCaller } from '../base/caller.ts';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { Gateway } from '../gateway.ts';
import { callbackPath, type PageContent, renderPage } from './callback-page.ts';

type Authorized = Awaited<ReturnType<Gateway['authorizations']['complete']>>;
type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers a user who comes back: completes the authorization, and says in a page how that went. */
export function createCallback({ complete }: Pick<Gateway['authorizations'], 'complete'>, logger: Logger): Handler {
  return async (request, response) => {
    // An answer counts once: programs that only look at a link must not use it up.
    if (request.method !== 'GET' || /prefetch/i.test(String(request.headers['sec-purpose'] ?? ''))) {
      response.writeHead(405, { allow: 'GET', 'content-length': 0 }).end();
      return;
    }
    let content: PageContent;
    try {
      const authorized = await complete(new URL(request.url ?? '/', 'http://callback.invalid'));
      const { api, scheme, caller } = authorized;
      logger.info('a user agreed', { api, scheme, caller: caller.name });
      content = describeSuccess(authorized);
    } catch (error) {
      logger.warn('an authorization was not completed', { error });
      content = describeFailure(error);
    }
    const { html, headers } = renderPage(content);
    response.writeHead(content.outcome === 'done' ? 200 : 400, headers).end(html);
  };
}

function describeSuccess({ api, caller }: Authorized): PageContent {
  const whose = caller.id === localCaller.id ? '' : ` by ${caller.name}`;
  return {
    outcome: 'done',
    title: 'You are connected',
    text: `${api} may now be used${whose} on your behalf.`,
    advice:
      'Close this page and go back to your conversation. If it was not you who asked for this, tell whoever runs this gateway.',
  };
}

/** The words of the other server are not repeated: they come with the address, so anybody can write them. */
function describeFailure(error: unknown): PageContent {
  const code = error instanceof RoutewrightError ? error.code : 'INTERNAL';
  const known = failures[code] ?? {
    title: 'That did not work',
    text: 'The other service did not complete the authorization.',
    advice:
      'Go back to your conversation and ask again. If it fails again, tell whoever runs this gateway the code below; the log has more.',
  };
  return { outcome: 'failed', ...known, code };
}

const failures: Readonly<Record<string, Omit<PageContent, 'outcome' | 'code'>>> = {
  AUTHORIZATION_UNKNOWN: {
    title: 'This link is no longer good',
    text: 'It was used already, or its time is over.',
    advice: 'Go back to your conversation and ask again: you will get a new link.',
  },
  AUTHORIZATION_DENIED: {
    title: 'Nothing was connected',
    text: 'The other service says that access was not granted.',
    advice: 'If that is what you wanted, close this page. Otherwise go back to your conversation and ask again.',
  },
};

/** Listens for users who come back to a gateway that has no HTTP server of its own. */
export interface CallbackListener {
  /**
   * Listens until the user has come back, or is too late.
   *
   * @throws {RoutewrightError} CALLBACK_UNAVAILABLE
   */
  expect: (id: string) => Promise<void>;
  close: () => void;
}

/** Milliseconds after which nobody comes back any more: the life of a link. */
const patience = 600_000;

/** A listener on this machine that is there only while somebody is expected. */
export function createCallbackListener(
  port: number,
  authorizations: Pick<Gateway['authorizations'], 'complete'>,
  logger: Logger,
): CallbackListener {
  const expected = new Set<string>();
  const handle = createCallback(authorizations, logger);
  let listening: Promise<() => void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const close = (): void => {
    clearTimeout(timer);
    void listening?.then(
      (stop) => stop(),
      () => undefined,
    );
    listening = undefined;
  };
  const listen = async (): Promise<() => void> => {
    const { createServer } = await import('node:http');
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://callback.invalid');
      if (pathname !== callbackPath) {
        response.writeHead(404, { 'content-length': 0 }).end();
        return;
      }
      response.setHeader('connection', 'close');
      void handle(request, response).finally(() => {
        expected.delete(searchParams.get('state') ?? '');
        if (expected.size === 0) close();
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    return () => void server.close();
  };
  return {
    expect: async (id) => {
      expected.add(id);
      clearTimeout(timer);
      timer = setTimeout(close, patience).unref();
      listening ??= listen();
      try {
        await listening;
      } catch (error) {
        listening = undefined;
        expected.delete(id);
        throw new RoutewrightError(
          'CALLBACK_UNAVAILABLE',
          `Nobody could come back from the authorization: port ${port} of this machine cannot be listened on (${messageOf(error)})`,
          {
            hint: 'Whoever runs the gateway chooses another port under `http.port`, and registers it with the authorization server.',
            cause: error,
          },
        );
      }
    },
    close,
  };
}
