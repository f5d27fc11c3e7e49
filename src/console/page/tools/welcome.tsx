import type { JSX } from 'preact';
import type { ApiState, ToolRow } from '../../wire.ts';
import { countOf, formatCount } from '../format.ts';
import { hrefOf } from '../route.ts';

/** The dearest tools that are shown. */
const most = 12;
const effects = { read: 'only read', write: 'write', delete: 'delete' } as const;

export interface WelcomeProps {
  readonly tools: readonly ToolRow[];
  readonly apis: readonly ApiState[];
  /** Tokens by tool, once they are known. */
  readonly costs: Readonly<Record<string, number>> | undefined;
}

/** Where no tool is open: what there is, and what it costs a model. */
export function Welcome({ tools, apis, costs }: WelcomeProps): JSX.Element {
  const dearest =
    costs && [...tools].sort((one, other) => (costs[other.name] ?? 0) - (costs[one.name] ?? 0)).slice(0, most);
  const top = Math.max(1, ...(dearest ?? []).map(({ name }) => costs?.[name] ?? 0));
  const all = costs && tools.reduce((sum, { name }) => sum + (costs[name] ?? 0), 0);
  return (
    <div class="welcome">
      <h2>{apis.length === 1 ? apis[0]!.title : countOf(apis.length, 'API')}</h2>
      <p class="lead">
        {countOf(tools.length, 'tool')}
        {all === undefined ? '' : `, about ${formatCount(all)} tokens of definitions`}:{' '}
        {(['read', 'write', 'delete'] as const)
          .map((effect) => [effect, tools.filter((tool) => tool.effect === effect).length] as const)
          .filter(([, count]) => count > 0)
          .map(([effect, count]) => `${formatCount(count)} ${effects[effect]}`)
          .join(', ')}
        .
      </p>
      <section class="panel" aria-labelledby="dearest-title">
        <div class="panel-head">
          <h3 id="dearest-title">The dearest, in tokens</h3>
        </div>
        <ol class="dearest">
          {(dearest ?? []).map(({ name }) => (
            <li key={name}>
              <a href={hrefOf('tools', name)}>{name}</a>
              <span class="step-track" aria-hidden="true">
                <span class="step-bar" style={{ left: '0', width: `${(100 * costs![name]!) / top}%` }} />
              </span>
              <span class="row-number">{formatCount(costs![name]!)}</span>
            </li>
          ))}
        </ol>
      </section>
      <p class="soft keys-line">
        <kbd>/</kbd> searches, <kbd>j</kbd> <kbd>k</kbd> go through the list, <kbd>Enter</kbd> opens, <kbd>?</kbd> shows
        all keys.
      </p>
    </div>
  );
}
