import { type Express, type Request, type RequestHandler, Router } from 'express';
import type { Caller } from '../base/caller.ts';
import type { ConsoleConfig } from '../base/config/console-schema.ts';
import type { Config } from '../base/config/schema.ts';
import type { Redactor } from '../base/secrets.ts';
import { nameTest } from '../catalog/select.ts';
import type { Tool } from '../catalog/tool.ts';
import type { Gateway } from '../gateway.ts';
import { createApi } from './api.ts';
import { createAssets } from './assets.ts';
import { onlyOwnPage } from './guard.ts';

/** Where the console is. */
export const consolePath = '/console';

export interface ConsoleOptions {
  readonly gateway: Gateway;
  readonly config: Config;
  /** Takes secrets out of everything that the page is told. */
  readonly redactor: Redactor;
}

/** What stands before the console: that of the server it is mounted on. */
export interface ConsoleGates {
  /** Refuse requests under a name that is not the server's (DNS rebinding). */
  readonly host: readonly RequestHandler[];
  /** Lets in who brings a good credential; nothing where everyone is let in. */
  readonly caller: RequestHandler | undefined;
  readonly callerOf: (request: Request) => Caller;
  /** The tools that a caller may call; nothing where that is all of them. */
  readonly toolsFor: (caller: Caller) => readonly Tool[] | undefined;
}

/** The console, to be served beside the MCP endpoint. */
export interface Console {
  readonly mount: (app: Express, gates: ConsoleGates) => void;
  /** Ends the streams of pages that are open. */
  readonly close: () => void;
}

/** Prepares the page and the JSON behind it. */
export async function createConsole(options: ConsoleOptions): Promise<Console> {
  const assets = await createAssets();
  const closers: (() => void)[] = [];
  return {
    mount: (app, gates) => {
      const { router: api, live } = createApi(options, gates);
      closers.push(live.close);
      const router = Router();
      if (gates.host.length > 0) router.use(...gates.host);
      router.use(withoutSlash);
      router.use(assets);
      router.use('/api', onlyOwnPage);
      if (gates.caller) router.use('/api', gates.caller, onlyAllowed(options.config.console, gates.callerOf));
      router.use('/api', api);
      app.use(consolePath, router);
    },
    close: () => closers.forEach((close) => close()),
  };
}

/** What the page loads is named relative to `/console`, so that it works behind a proxy under any path. */
const withoutSlash: RequestHandler = (request, response, next) => {
  if (request.originalUrl.split('?')[0]!.endsWith('/')) response.redirect(302, `..${consolePath}`);
  else next();
};

/** With access control it is for those whom the configuration names: it shows what everyone calls. */
function onlyAllowed({ keys = [], scopes }: ConsoleConfig, callerOf: ConsoleGates['callerOf']): RequestHandler {
  const tests = keys.map((pattern) => nameTest(`key:${pattern}`));
  return (request, response, next) => {
    const caller = callerOf(request);
    const hasScopes = scopes?.every((scope) => caller.scopes.includes(scope)) ?? false;
    if (hasScopes || tests.some((matches) => matches(caller.id))) next();
    else
      response
        .status(403)
        .json({ error: `${caller.name} may not open the console: see console.keys and console.scopes` });
  };
}
