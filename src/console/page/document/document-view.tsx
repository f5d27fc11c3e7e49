import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Codes, DocumentReport, Finding, LeftOut } from '../../wire.ts';
import { countOf, formatCount } from '../format.ts';
import { groupBy } from '../../../base/group-by.ts';
import { useKeys } from '../keys.ts';
import { SearchBox } from '../search-box.tsx';
import { Empty, Failure, Skeleton } from '../ui.tsx';
import { useData } from '../use-data.ts';
import { hasAll, wordsOf } from '../words.ts';

/** Entries of a group that are drawn before somebody asks for more. */
const most = 50;
const order = { error: 0, warning: 1, info: 2 } as const;

/** What was left out of the documents and why, and what is wrong with them. */
export function DocumentView({ codes }: { codes: Codes }): JSX.Element {
  const report = useData<DocumentReport>('document');
  const [query, setQuery] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => input.current?.focus() });
  const value = report.value;
  const words = wordsOf(query);
  const leftOut = useMemo(
    () => value?.leftOut.filter((one) => hasAll(`${one.operation} ${one.reason} ${one.api}`, words)) ?? [],
    [value, query],
  );
  const groups = useMemo(
    () =>
      groupFindings(
        value?.findings.filter((one) =>
          hasAll(`${one.code} ${one.message} ${one.place} ${one.operation ?? ''}`, words),
        ) ?? [],
      ),
    [value, query],
  );
  return (
    <div class="page">
      <header class="page-head">
        <h1>Document</h1>
        <p class="soft" role="status">
          {value &&
            `${countOf(value.leftOut.length, 'operation')} left out, ${countOf(value.findings.length, 'finding')}`}
        </p>
        <SearchBox
          input={input}
          label="Filter findings"
          placeholder="Filter by operation, code, or words"
          query={query}
          onQuery={setQuery}
        />
      </header>
      {report.error && <Failure error={report.error} retry={report.reload} />}
      {!value && !report.error && <Skeleton lines={8} />}
      {value && (
        <>
          <section aria-labelledby="left-out-title">
            <h2 id="left-out-title">Left out</h2>
            {leftOut.length === 0 ? (
              <p class="soft">{words.length === 0 ? 'Every operation is a tool.' : 'None with these words.'}</p>
            ) : (
              <LeftOutTable rows={leftOut} />
            )}
          </section>
          <section aria-labelledby="findings-title">
            <h2 id="findings-title">Findings</h2>
            {groups.length === 0 && (
              <Empty title={words.length === 0 ? 'Nothing is wrong with it' : 'Nothing found'}>
                {words.length === 0
                  ? 'Every part of the document was understood.'
                  : 'No finding has all of these words.'}
              </Empty>
            )}
            <ul class="cards">
              {groups.map(([code, findings]) => (
                <li key={code}>
                  <Card code={code} findings={findings} codes={codes} />
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </div>
  );
}

function LeftOutTable({ rows }: { rows: readonly LeftOut[] }): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? rows : rows.slice(0, most);
  const hasApis = new Set(rows.map(({ api }) => api)).size > 1;
  return (
    <div class="panel table-frame" tabIndex={0} role="group" aria-label="Operations left out">
      <table>
        <thead>
          <tr>
            <th scope="col">Operation</th>
            {hasApis && <th scope="col">API</th>}
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ api, operation, reason }) => (
            <tr key={`${api} ${operation}`}>
              <td>
                <code>{operation}</code>
              </td>
              {hasApis && <td>{api}</td>}
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < rows.length && (
        <button type="button" class="small-button wide" onClick={() => setWhole(true)}>
          Show all {formatCount(rows.length)}
        </button>
      )}
    </div>
  );
}

function Card({ code, findings, codes }: { code: string; findings: readonly Finding[]; codes: Codes }): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? findings : findings.slice(0, most);
  const known = codes[code];
  const { severity } = findings[0]!;
  return (
    <article class="panel card">
      <div class="card-head">
        <h3>
          <span class={`severity severity-${severity}`}>{severity}</span>
          <code>{code}</code>
        </h3>
        <p class="card-count">{countOf(findings.length, 'finding')}</p>
      </div>
      {known && (
        <p>
          {known.means} <span class="soft">{known.remedy}</span>
        </p>
      )}
      <details open={findings.length <= 3}>
        <summary>Where</summary>
        <ul class="plain findings">
          {shown.map((finding, index) => (
            <li key={index}>
              <p>
                {finding.operation !== undefined && <code>{finding.operation}</code>} {finding.message} {finding.fix}
              </p>
              <p class="place-text">{finding.place}</p>
            </li>
          ))}
        </ul>
        {shown.length < findings.length && (
          <button type="button" class="small-button wide" onClick={() => setWhole(true)}>
            Show all {formatCount(findings.length)}
          </button>
        )}
      </details>
    </article>
  );
}

/** By code; what costs a tool before what is a matter of taste. */
function groupFindings(findings: readonly Finding[]): [string, Finding[]][] {
  return [...groupBy(findings, ({ code }) => code)].sort(
    ([, one], [, other]) => order[one[0]!.severity] - order[other[0]!.severity] || other.length - one.length,
  );
}
