import type { CallRow } from '../../wire.ts';
import { groupBy } from '../../../base/group-by.ts';

/** Failed calls with the same cause: the same code, status and API. */
export interface Group {
  readonly key: string;
  readonly code: string;
  readonly status?: number;
  readonly api: string;
  /** The newest first. */
  readonly calls: readonly CallRow[];
  /** How often each tool, the most frequent first. */
  readonly tools: readonly (readonly [name: string, count: number])[];
}

export function groupFailures(rows: readonly CallRow[]): Group[] {
  const groups = groupBy(
    rows.filter(({ outcome }) => outcome === 'error'),
    keyOf,
  );
  return [...groups]
    .map(([key, calls]): Group => {
      const [{ code = 'unknown', status, api }] = calls as [CallRow];
      const tools = [...groupBy(calls, ({ tool }) => tool)].map(([tool, some]) => [tool, some.length] as const);
      return {
        key,
        code,
        api,
        calls,
        tools: tools.sort(([, one], [, other]) => other - one),
        ...(status === undefined ? {} : { status }),
      };
    })
    .sort((one, other) => other.calls.length - one.calls.length);
}

export function countGroups(rows: readonly CallRow[]): number {
  return new Set(rows.filter(({ outcome }) => outcome === 'error').map(keyOf)).size;
}

function keyOf({ code, status, api }: CallRow): string {
  return [code, status, api].join(' ');
}
