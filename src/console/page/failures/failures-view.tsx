import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Codes } from '../../wire.ts';
import { countOf, formatClock, formatDistance } from '../format.ts';
import { hrefOf } from '../route.ts';
import { Empty } from '../ui.tsx';
import type { Calls } from '../use-calls.ts';
import { adviceFor } from './advice.ts';
import { type Group, groupFailures } from './group.ts';

/** Calls that failed, by what they failed of, with what to do about it. */
export function FailuresView({ calls, codes }: { calls: Calls; codes: Codes }): JSX.Element {
  const groups = useMemo(() => groupFailures(calls.rows), [calls.rows]);
  const failed = groups.reduce((sum, group) => sum + group.calls.length, 0);
  return (
    <div class="page">
      <header class="page-head">
        <h1>Failures</h1>
        <p class="soft" role="status">
          {countOf(failed, 'call')} of the last {calls.rows.length.toLocaleString('en')} failed, of{' '}
          {countOf(groups.length, 'cause')}
        </p>
      </header>
      {groups.length === 0 && (
        <Empty title="Nothing has failed">
          <p>
            Of the last {countOf(calls.rows.length, 'call')} none has. Failures are put together here by their cause.
          </p>
        </Empty>
      )}
      <ul class="cards">
        {groups.map((group) => (
          <li key={group.key}>
            <Card group={group} codes={codes} share={group.calls.length / Math.max(1, failed)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Card({ group, codes, share }: { group: Group; codes: Codes; share: number }): JSX.Element {
  const { code, status, api, calls, tools } = group;
  const known = codes[code];
  const last = calls[0]!;
  const remedy = adviceFor(code, status) ?? last.hint ?? known?.remedy;
  return (
    <article class="panel card">
      <div class="card-head">
        <h2>
          <code>{code}</code>
          {status !== undefined && <span class="pill pill-bad">{status}</span>}
        </h2>
        <p class="card-count">
          <strong>{countOf(calls.length, 'call')}</strong> of {api}, the last{' '}
          {formatDistance(Date.parse(last.time), Date.now())}
        </p>
        <span class="share" aria-hidden="true">
          <span style={{ width: `${Math.max(1, 100 * share)}%` }} />
        </span>
      </div>
      {known && <p>{known.means}</p>}
      {last.message !== undefined && <blockquote class="said">{last.message}</blockquote>}
      {remedy !== undefined && (
        <p class="remedy">
          <strong>What to do</strong> {remedy}
        </p>
      )}
      <ul class="tags" aria-label="Tools">
        {tools.slice(0, 8).map(([tool, count]) => (
          <li key={tool}>
            <a href={hrefOf('tools', tool)}>
              {tool} <span class="soft">{count}</span>
            </a>
          </li>
        ))}
        {tools.length > 8 && <li class="soft">and {tools.length - 8} more</li>}
      </ul>
      <details>
        <summary>The last calls</summary>
        <ul class="plain">
          {calls.slice(0, 10).map((call) => (
            <li key={call.id}>
              <a href={hrefOf('calls', call.id)}>
                <time dateTime={call.time}>{formatClock(call.time)}</time> {call.tool}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </article>
  );
}
