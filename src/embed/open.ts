import type { Config } from '../base/config/schema.ts';
import { messageOf, RoutewrightError } from '../base/errors.ts';
import { createLogger, type Logger } from '../base/log.ts';
import { Redactor } from '../base/secrets.ts';
import { refuseEmpty } from '../catalog/refuse-empty.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../gateway.ts';
import { callbackPath, startPath } from '../mcp/agreement/paths.ts';
import { tellFindings } from '../mcp/findings.ts';
import type { HttpApp } from '../mcp/http-app.ts';
import { createLocalGate } from './local-gate.ts';
import { createRecogniser, type Recognise } from './recognise.ts';

/** What an embedded gateway takes from its application. */
export interface EmbedOptions extends Pick<GatewayOptions, 'redactor' | 'secrets' | 'store'> {
  /** @default one that writes to stderr as `log` of the configuration says */
  readonly logger?: Logger;
  /**
   * Who sent a request, for an application that recognises its users itself; nothing refuses it with 401. It stands in
   * place of `access`.
   *
   * @default without `access` either, only programs of this machine may call
   */
  readonly caller?: Recognise;
}

/** A gateway that is open, and its MCP endpoint. */
export interface Opened {
  readonly gateway: Gateway;
  readonly http: HttpApp;
  close: () => Promise<void>;
}

/**
 * Opens the gateway of an application. What goes wrong is logged, since a request has nobody to tell it to.
 *
 * @throws {RoutewrightError} whatever a gateway cannot be opened for
 */
export async function openEmbedded(
  config: Config,
  options: EmbedOptions & Pick<GatewayOptions, 'inProcess'>,
): Promise<Opened> {
  const { redactor = new Redactor(), secrets, caller } = options;
  const logger = options.logger ?? (await createLogger({ ...config.log, redactor }));
  let gateway: Gateway | undefined;
  try {
    const { publicUrl } = config.http;
    const opened = (gateway = await createGateway(config, {
      ...options,
      logger,
      redactor,
      callbackUrl: () => publicUrl && publicUrl + callbackPath,
      startUrl: () => publicUrl && publicUrl + startPath,
    }));
    refuseEmpty(opened.apis.map(({ catalog }) => catalog));
    tellFindings(opened, logger);
    const { prepareHttp } = await import('../mcp/prepare-http.ts');
    const { createHttpApp } = await import('../mcp/http-app.ts');
    const { access: openAccess, ...door } = await prepareHttp(opened, config, { logger, redactor, secrets });
    const access = openAccess?.(publicUrl!);
    const isOpen = access !== undefined || caller !== undefined;
    const http = createHttpApp({
      ...door,
      access,
      gates: isOpen ? [] : [createLocalGate(logger)],
      ...(caller ? { guard: createRecogniser(caller) } : {}),
      allowLoopback: !isOpen,
    });
    logger.info(`serving ${opened.tools.length} tools within the application`);
    return {
      gateway: opened,
      http,
      close: async () => {
        await http.close();
        await opened.close();
        if (!options.logger) await logger.close();
      },
    };
  } catch (error) {
    const { code, hint } = error instanceof RoutewrightError ? error : { code: 'INTERNAL', hint: undefined };
    logger.error(`the tools could not be opened: ${messageOf(error)}`, { code, ...(hint ? { hint } : {}) });
    await gateway?.close();
    throw error;
  }
}
