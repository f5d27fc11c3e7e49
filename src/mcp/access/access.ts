import type { Caller } from '../../base/caller.ts';
import type { AccessConfig } from '../../base/config/access-schema.ts';
import type { Tool } from '../../catalog/tool.ts';
import type { Gateway } from '../../gateway.ts';
import { createViews, type View } from '../view.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { type Authenticator, type AuthenticatorOptions, prepareAuthenticator } from './authenticate.ts';
import { describeResource, type Resource } from './resource.ts';
import { createRules, type Rules } from './rules.ts';

/** Who may call over HTTP, and what they see. */
export interface Access {
  readonly resource: Resource;
  readonly authenticate: Authenticator;
  readonly attempts: Attempts;
  /** Scopes without which no token is let in. */
  readonly requiredScopes: readonly string[];
  /** Absent where everyone who is let in sees everything. */
  readonly viewFor?: (caller: Caller) => View;
  /** All scopes that a token needs to call a tool; nothing where it is open to the caller, or no scope opens it. */
  readonly scopesFor: (caller: Caller, toolName: string) => readonly string[] | undefined;
}

/** The rules over the tools of a time. */
interface Applied {
  readonly tools: readonly Tool[];
  readonly rules: Rules<Tool> | undefined;
  readonly byName: ReadonlyMap<string, Tool>;
  readonly viewFor?: (caller: Caller) => View;
}

/**
 * Prepares access control over the tools of a gateway. What comes back opens it for the public URL of a server, which
 * is known once that listens.
 *
 * @throws {RoutewrightError} SELECTOR_INVALID
 */
export async function prepareAccess(
  config: AccessConfig,
  gateway: Gateway,
  options: AuthenticatorOptions,
): Promise<(publicUrl: string) => Access> {
  const { requiredScopes, failedAttempts } = config;
  const authenticatorFor = await prepareAuthenticator(config, options);
  const applyRules = (): Applied => {
    const { tools } = gateway;
    const rules = config.rules && createRules(config.rules, tools);
    const byName = new Map(tools.map((tool) => [tool.name, tool]));
    return { tools, rules, byName, ...(rules ? { viewFor: createViews(gateway, rules) } : {}) };
  };
  let applied = applyRules();
  const now = (): Applied => {
    // The rules are about tools, which may have changed with a document.
    if (applied.tools !== gateway.tools) applied = applyRules();
    return applied;
  };
  return (publicUrl) => {
    const resource = describeResource(publicUrl, config);
    return {
      resource,
      authenticate: authenticatorFor(resource.url),
      attempts: createAttempts({ ...failedAttempts, now: options.now ?? Date.now }),
      requiredScopes,
      ...(config.rules ? { viewFor: (caller) => now().viewFor!(caller) } : {}),
      scopesFor: (caller, name) => {
        const { byName, rules } = now();
        const tool = byName.get(name);
        const scopes = tool && rules?.scopesFor(caller, tool);
        return scopes && [...new Set([...requiredScopes, ...scopes])];
      },
    };
  };
}
