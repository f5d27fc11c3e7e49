import type { Caller } from '../../base/caller.ts';
import type { RuleConfig } from '../../base/config/access-schema.ts';
import { own } from '../../base/json.ts';
import { createToolTest, nameTest, type SelectableTool } from '../../catalog/select.ts';

/** Which tools a caller may call, and what would open others. */
export interface Rules<T extends SelectableTool> {
  /** Callers to whom the same rules apply have the same group, and so the same tools. */
  groupOf: (caller: Caller) => string;
  /** The tools of a group, in the order of the catalog. */
  toolsOf: (group: string) => readonly T[];
  /** Scopes with which the caller could call a tool; nothing where it is open to it, or no scope opens it. */
  scopesFor: (caller: Caller, tool: T) => readonly string[] | undefined;
}

interface Rule<T> {
  readonly admits: (caller: Caller) => boolean;
  readonly scopes: readonly string[];
  readonly allowed: ReadonlySet<T>;
  readonly denied: ReadonlySet<T>;
}

/**
 * Rules over the tools of a gateway. A tool is open where a rule that applies allows it and none that applies denies it.
 *
 * @throws {RoutewrightError} SELECTOR_INVALID
 */
export function createRules<T extends SelectableTool>(configs: readonly RuleConfig[], tools: readonly T[]): Rules<T> {
  const rules = configs.map((config) => compile(config, tools));
  const applies = (rule: Rule<T>, caller: Caller): boolean => rule.admits(caller) && missing(rule, caller).length === 0;
  return {
    groupOf: (caller) => rules.flatMap((rule, index) => (applies(rule, caller) ? [index] : [])).join(','),
    toolsOf: (group) => {
      const applying = group === '' ? [] : group.split(',').map((index) => rules[Number(index)]!);
      return tools.filter(
        (tool) => applying.some(({ allowed }) => allowed.has(tool)) && !applying.some(({ denied }) => denied.has(tool)),
      );
    },
    scopesFor: (caller, tool) => {
      if (rules.some((rule) => rule.denied.has(tool) && applies(rule, caller))) return undefined;
      const opening = rules.filter((rule) => rule.allowed.has(tool) && rule.admits(caller));
      const least = opening.sort((a, b) => missing(a, caller).length - missing(b, caller).length)[0];
      return least === undefined || missing(least, caller).length === 0 ? undefined : least.scopes;
    },
  };
}

function missing({ scopes }: Pick<Rule<unknown>, 'scopes'>, caller: Caller): string[] {
  return scopes.filter((scope) => !caller.scopes.includes(scope));
}

function compile<T extends SelectableTool>(config: RuleConfig, tools: readonly T[]): Rule<T> {
  const { keys, claims = {}, scopes = [], allow = [], deny = [] } = config;
  const keyTests = keys?.map((pattern) => nameTest(`key:${pattern}`));
  const claimTests = Object.entries(claims).map(([name, expected]) => claimTest(name, expected));
  return {
    admits: (caller) =>
      (keyTests === undefined || keyTests.some((matches) => matches(caller.id))) &&
      claimTests.every((holds) => holds(caller.claims)),
    scopes,
    allowed: new Set(tools.filter(anyOf(allow))),
    denied: new Set(tools.filter(anyOf(deny))),
  };
}

function anyOf(selectors: readonly string[]): (tool: SelectableTool) => boolean {
  const tests = selectors.map(createToolTest);
  return (tool) => tests.some((matches) => matches(tool));
}

type Expected = NonNullable<RuleConfig['claims']>[string];

/** A claim of that name, or one within another by dots (`realm_access.roles`); one value of a list is enough. */
function claimTest(name: string, expected: Expected): (claims: Caller['claims']) => boolean {
  const wanted: readonly unknown[] = Array.isArray(expected) ? expected : [expected];
  return (claims) => {
    const value = own(claims, name) ?? name.split('.').reduce<unknown>((at, step) => own(at, step), claims);
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.some((one) => wanted.includes(one));
  };
}
