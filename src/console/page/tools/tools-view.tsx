import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ApiState, Codes, ToolRow } from '../../wire.ts';
import { formatCount } from '../format.ts';
import { useKeys } from '../keys.ts';
import { listKeys } from '../list-keys.ts';
import { List } from '../list.tsx';
import { go, type Route } from '../route.ts';
import { SearchBox } from '../search-box.tsx';
import { Empty, Failure, Method, Segmented, Skeleton } from '../ui.tsx';
import { type Data, useData } from '../use-data.ts';
import { index, search } from './search.ts';
import { ToolView } from './tool-view.tsx';
import { Welcome } from './welcome.tsx';

type Effect = 'all' | ToolRow['effect'];
const effects: readonly { readonly value: Effect; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'read', label: 'Read' },
  { value: 'write', label: 'Write' },
  { value: 'delete', label: 'Delete' },
];
const rowHeight = 56;

export interface ToolsViewProps {
  readonly route: Route;
  readonly tools: Data<ToolRow[]>;
  readonly apis: readonly ApiState[];
  readonly codes: Codes;
}

/** All tools beside the one that is open. */
export function ToolsView({ route, tools, apis, codes }: ToolsViewProps): JSX.Element {
  const [query, setQuery] = useState('');
  const [effect, setEffect] = useState<Effect>('all');
  const [api, setApi] = useState('');
  const [active, setActive] = useState<string | undefined>(route.item);
  const input = useRef<HTMLInputElement>(null);
  const costs = useData<Record<string, number>>('costs');
  const indexed = useMemo(() => index(tools.value ?? []), [tools.value]);
  const found = useMemo(
    () =>
      search(indexed, query).filter(
        (row) => (effect === 'all' || row.effect === effect) && (api === '' || row.api === api),
      ),
    [indexed, query, effect, api],
  );
  // Before the next key is heard, which may mark another.
  useLayoutEffect(() => setActive(route.item), [route.item]);
  // What is found first is marked, so that Enter opens it.
  useLayoutEffect(() => {
    if (query !== '' || active === undefined) setActive(found[0]?.name);
  }, [query, tools.value]);
  const { step, openFirst, keys } = listKeys({
    items: found,
    idOf: ({ name }) => name,
    active,
    onActive: setActive,
    onOpen: (id) => go('tools', id),
    input,
  });
  useKeys({
    ...keys,
    Escape: () => {
      if (document.activeElement === input.current || !(document.activeElement instanceof HTMLElement))
        input.current?.blur();
      else if (document.activeElement.closest('.detail')) {
        document.activeElement.blur();
        document.querySelector<HTMLElement>('.list')?.focus();
        if (matchMedia('(max-width: 760px)').matches) go('tools');
      }
    },
  });
  const total = costs.value && found.reduce((sum, { name }) => sum + (costs.value![name] ?? 0), 0);
  return (
    <div class={route.item === undefined ? 'split' : 'split has-item'}>
      <section class="side" aria-labelledby="tools-title">
        <div class="side-head">
          <div class="side-title">
            <h1 id="tools-title">Tools</h1>
            <p class="soft" role="status">
              {tools.value &&
                `${formatCount(found.length)}${found.length < tools.value.length ? ` of ${formatCount(tools.value.length)}` : ''}`}
              {total !== undefined && ` · ${formatCount(total)} tokens`}
            </p>
          </div>
          <SearchBox
            input={input}
            label="Search tools"
            placeholder="Search by name, path, or tag"
            query={query}
            onQuery={setQuery}
            onStep={step}
            onOpen={openFirst}
          />
          <div class="filters">
            <Segmented name="effect" label="What a call does" value={effect} choices={effects} onChange={setEffect} />
            {apis.length > 1 && (
              <select aria-label="API" value={api} onChange={({ currentTarget }) => setApi(currentTarget.value)}>
                <option value="">All APIs</option>
                {apis.map(({ name }) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </div>
        </div>
        {tools.error && <Failure error={tools.error} retry={tools.reload} />}
        {!tools.value && !tools.error && <Skeleton lines={10} />}
        {tools.value && found.length === 0 && (
          <Empty title="Nothing found">
            {tools.value.length === 0
              ? 'No operation of the document is left to serve.'
              : 'No tool has all of these words.'}
          </Empty>
        )}
        {found.length > 0 && (
          <List
            label="Tools"
            items={found}
            idOf={({ name }) => name}
            height={rowHeight}
            active={active}
            selected={route.item}
            onOpen={({ name }) => go('tools', name)}
            onActive={({ name }) => setActive(name)}
            render={(row) => <Row row={row} tokens={costs.value?.[row.name]} />}
          />
        )}
      </section>
      <section class="detail" aria-label="Tool">
        {route.item === undefined ? (
          <Welcome tools={tools.value ?? []} apis={apis} costs={costs.value} />
        ) : (
          <ToolView
            key={route.item + route.query.toString()}
            name={route.item}
            from={route.query.get('from') ?? undefined}
            codes={codes}
          />
        )}
      </section>
    </div>
  );
}

function Row({ row, tokens }: { row: ToolRow; tokens: number | undefined }): JSX.Element {
  return (
    <>
      <Method method={row.method} />
      <span class="row-text">
        <span class={row.deprecated ? 'row-name struck' : 'row-name'}>{row.name}</span>
        <span class="row-sub">{row.path}</span>
      </span>
      <span class="row-number">
        {tokens === undefined ? '' : formatCount(tokens)}
        <span class="hidden"> tokens</span>
      </span>
    </>
  );
}
