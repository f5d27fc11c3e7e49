import { messageOf, RoutewrightError } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import type { Gateway } from '../../gateway.ts';
import { createAgreementPages } from './agreement.ts';

/** Listens for users who come back to a gateway that has no HTTP server of its own. */
export interface AgreementListener {
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
export function createAgreementListener(
  port: number,
  authorizations: Pick<Gateway['authorizations'], 'look' | 'start' | 'complete' | 'status'>,
  logger: Logger,
): AgreementListener {
  const expected = new Set<string>();
  const handle = createAgreementPages({ authorizations, logger, isSecure: false });
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
  const leave = async (): Promise<void> => {
    for (const id of expected) if ((await authorizations.status(id)) !== 'pending') expected.delete(id);
    if (expected.size === 0) close();
  };
  const listen = async (): Promise<() => void> => {
    const { createServer } = await import('node:http');
    const server = createServer((request, response) => {
      response.setHeader('connection', 'close');
      void handle(request, response)
        .then(leave)
        .catch(() => undefined);
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
