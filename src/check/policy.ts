import type { CheckConfig } from '../base/config/schema.ts';
import { errorCodes } from '../base/error-codes.ts';
import type { Severity } from '../base/diagnostic.ts';
import { RoutewrightError } from '../base/errors.ts';
import { formatPointer } from '../base/json-pointer.ts';
import { nearest } from '../base/nearest.ts';
import { createSelector } from '../catalog/select.ts';
import type { Operation } from '../spec/operation.ts';
import type { Finding, Place } from './finding.ts';
import { exceptionUnused } from './rules/exception-unused.ts';
import { ruleByCode } from './rules.ts';

/** What a configuration makes of findings: another level, none at all, or an exception with its reason. */
export interface Policy {
  /** The finding as it counts, or nothing. */
  readonly apply: (finding: Finding, operation: Operation | undefined) => Finding | undefined;
  /** Exceptions that no finding needed, once all have been applied. */
  readonly unused: () => Finding[];
}

/**
 * The policy of the `check` section of a configuration.
 *
 * @param configured - where the section is; nothing without a configuration file
 * @throws {RoutewrightError} CONFIG_INVALID where there is no such rule; SELECTOR_INVALID
 */
export function createPolicy(config: CheckConfig['rules'], configured: Place | undefined): Policy {
  const settings = new Map(Object.entries(config).map(([code, setting]) => [known(code), read(code, setting)]));
  const used = new Set<Exception>();
  return {
    apply: (finding, operation) => {
      const setting = settings.get(finding.rule);
      if (!setting) return finding;
      const exception = setting.except.find(({ matches }) => matches(finding, operation));
      if (exception) used.add(exception);
      if (exception || setting.level === 'off') return undefined;
      return setting.level === undefined ? finding : { ...finding, level: setting.level };
    },
    unused: () =>
      [...settings.values()]
        .filter(({ level }) => level !== 'off')
        .flatMap(({ except }) => except)
        .filter((exception) => !used.has(exception))
        .map(({ code, where, index }) => ({
          rule: exceptionUnused.code,
          level: exceptionUnused.level,
          message: `The exception of ${code} for \`${where}\` matches no finding.`,
          uri: configured?.uri ?? '',
          pointer: formatPointer(['check', 'rules', code, 'except', index]),
        })),
  };
}

interface Exception {
  readonly code: string;
  readonly where: string;
  readonly index: number;
  readonly matches: (finding: Finding, operation: Operation | undefined) => boolean;
}

interface Setting {
  readonly level: Severity | 'off' | undefined;
  readonly except: readonly Exception[];
}

function known(code: string): string {
  const codes = [...ruleByCode.keys(), ...Object.keys(errorCodes)];
  if (codes.includes(code)) return code;
  const guess = nearest(code, codes);
  throw new RoutewrightError('CONFIG_INVALID', `check.rules: there is no rule ${code}`, {
    hint: guess === undefined ? 'docs/rules has all of them.' : `Did you mean ${guess}?`,
  });
}

function read(code: string, setting: CheckConfig['rules'][string]): Setting {
  if (typeof setting === 'string') return { level: setting, except: [] };
  return {
    level: setting.level,
    except: (setting.except ?? []).map(({ where }, index) => ({ code, where, index, matches: matcher(where) })),
  };
}

/** `tool:NAME` with `*`, `#/pointer`, or a selector of operations. */
function matcher(where: string): Exception['matches'] {
  if (where.startsWith('#')) {
    const pointer = where.slice(1);
    return (finding) => finding.pointer === pointer || finding.pointer.startsWith(`${pointer}/`);
  }
  if (where.startsWith('tool:')) {
    const pattern = where.slice('tool:'.length).trim();
    const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
    const name = new RegExp(`^${escaped}$`);
    return ({ tool }) => tool !== undefined && name.test(tool);
  }
  const leavesOut = createSelector({ exclude: [where] });
  return (_finding, operation) => operation !== undefined && leavesOut(operation) !== undefined;
}
