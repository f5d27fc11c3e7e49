import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { CallRow, Codes } from '../../wire.ts';
import { formatClock, formatCount, formatDuration } from '../format.ts';
import { useKeys } from '../keys.ts';
import { listKeys } from '../list-keys.ts';
import { List } from '../list.tsx';
import { go, hrefOf, type Route } from '../route.ts';
import { SearchBox } from '../search-box.tsx';
import { Empty, Icon, Segmented } from '../ui.tsx';
import type { Calls } from '../use-calls.ts';
import { hasAll, wordsOf } from '../words.ts';
import { CallView } from './call-view.tsx';

type Outcome = 'all' | CallRow['outcome'];
const rowHeight = 56;

export interface CallsViewProps {
  readonly route: Route;
  readonly calls: Calls;
  readonly codes: Codes;
}

/** Calls as they happen, beside the one that is open. */
export function CallsView({ route, calls, codes }: CallsViewProps): JSX.Element {
  const [query, setQuery] = useState(() => route.query.get('filter') ?? '');
  const [outcome, setOutcome] = useState<Outcome>('all');
  /** What is shown while the list is held still. */
  const [held, setHeld] = useState<readonly CallRow[]>();
  const [active, setActive] = useState<string | undefined>(route.item);
  const input = useRef<HTMLInputElement>(null);
  const rows = held ?? calls.rows;
  const found = useMemo(() => filter(rows, query, outcome), [rows, query, outcome]);
  // Before the next key is heard, which may mark another.
  useLayoutEffect(() => setActive(route.item), [route.item]);
  const { step, openFirst, keys } = listKeys({
    items: found,
    idOf: ({ id }) => id,
    active,
    onActive: setActive,
    onOpen: (id) => go('calls', id),
    input,
  });
  useKeys({
    ...keys,
    Escape: () => {
      if (document.activeElement === input.current) input.current?.blur();
      else if (route.item !== undefined) go('calls');
    },
  });
  const waiting = held ? calls.rows.length - held.length : 0;
  return (
    <div class={route.item === undefined ? 'split' : 'split has-item'}>
      <section class="side" aria-labelledby="calls-title">
        <div class="side-head">
          <div class="side-title">
            <h1 id="calls-title">Calls</h1>
            <button
              type="button"
              class="small-button"
              aria-pressed={held !== undefined}
              onClick={() => setHeld(held ? undefined : calls.rows)}
            >
              <Icon name={held ? 'play' : 'pause'} size={14} />
              {held ? (waiting > 0 ? `Go on (${formatCount(waiting)} new)` : 'Go on') : 'Hold'}
            </button>
          </div>
          <SearchBox
            input={input}
            label="Filter calls"
            placeholder="Filter by tool, API, code, caller, or door"
            query={query}
            onQuery={setQuery}
            onStep={step}
            onOpen={openFirst}
          />
          <div class="filters">
            <Segmented
              name="outcome"
              label="Outcome"
              value={outcome}
              choices={[
                { value: 'all', label: 'All' },
                { value: 'ok', label: 'Answered' },
                { value: 'error', label: 'Failed' },
              ]}
              onChange={setOutcome}
            />
          </div>
        </div>
        {found.length === 0 && (
          <Empty title={rows.length === 0 ? 'No calls yet' : 'Nothing found'}>
            {rows.length === 0 ? (
              <p>
                They appear here as they happen. <a href={hrefOf('tools')}>Make one</a>, or have a client make one.
              </p>
            ) : (
              'No call has all of these words.'
            )}
          </Empty>
        )}
        {found.length > 0 && (
          <List
            label="Calls"
            items={found}
            idOf={({ id }) => id}
            height={rowHeight}
            active={active}
            selected={route.item}
            onOpen={({ id }) => go('calls', id)}
            onActive={({ id }) => setActive(id)}
            render={(row) => <Row row={row} />}
          />
        )}
      </section>
      <section class="detail" aria-label="Call">
        {route.item === undefined ? (
          <Empty title="Choose a call">
            <p>Each is kept with its steps, the request and the answer, without secrets.</p>
          </Empty>
        ) : (
          <CallView key={route.item} id={route.item} codes={codes} />
        )}
      </section>
    </div>
  );
}

function filter(rows: readonly CallRow[], query: string, outcome: Outcome): readonly CallRow[] {
  const words = wordsOf(query);
  if (words.length === 0 && outcome === 'all') return rows;
  return rows.filter((row) => {
    if (outcome !== 'all' && row.outcome !== outcome) return false;
    return hasAll(`${row.tool} ${row.api} ${row.code ?? ''} ${row.status ?? ''} ${row.caller} ${row.door}`, words);
  });
}

function Row({ row }: { row: CallRow }): JSX.Element {
  const isBad = row.outcome === 'error';
  return (
    <>
      <span class={isBad ? 'pill pill-bad' : 'pill pill-good'}>{row.status ?? (isBad ? 'none' : 'ok')}</span>
      <span class="row-text">
        <span class="row-name">{row.tool}</span>
        <span class="row-sub">
          {formatClock(row.time)} · {row.door}
          {row.caller === 'local' ? '' : ` · ${row.caller}`}
          {row.code === undefined ? '' : ` · ${row.code}`}
        </span>
      </span>
      <span class="row-number">{formatDuration(row.duration)}</span>
    </>
  );
}
