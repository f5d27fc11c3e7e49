import type { JSX } from 'preact';
import type { Calls } from './use-calls.ts';
import { formatCount } from './format.ts';
import { hrefOf, type View, views } from './route.ts';
import { Icon } from './ui.tsx';
import type { Theme } from './use-theme.ts';

const labels: Readonly<Record<View, string>> = {
  tools: 'Tools',
  calls: 'Calls',
  failures: 'Failures',
  document: 'Document',
  state: 'State',
};
const links = { opening: 'Connecting', open: 'Live', lost: 'Not connected' } as const;

export interface NavProps {
  readonly view: View;
  readonly counts: Partial<Record<View, number>>;
  readonly link: Calls['link'];
  readonly theme: Theme;
  readonly onHelp: () => void;
}

/** Beside the content, or below it on a phone. */
export function Nav({ view, counts, link, theme, onHelp }: NavProps): JSX.Element {
  const themeLabel = theme.isDark ? 'Light theme' : 'Dark theme';
  return (
    <header class="nav">
      <a class="brand" href={hrefOf('tools')} aria-label="Routewright console">
        <img src="console/icon.svg" width="28" height="28" alt="" />
        <span class="brand-name">Routewright</span>
      </a>
      <nav aria-label="Views">
        <ul>
          {views.map((name) => (
            <li key={name}>
              <a href={hrefOf(name)} aria-current={name === view ? 'page' : undefined}>
                <Icon name={name} size={20} />
                <span class="nav-label">{labels[name]}</span>
                {(counts[name] ?? 0) > 0 && (
                  <span class={name === 'failures' ? 'count count-bad' : 'count'}>{formatCount(counts[name]!)}</span>
                )}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="nav-foot">
        <p class={`link link-${link}`} role="status">
          <span class="dot" />
          <span class="nav-label">{links[link]}</span>
        </p>
        <div class="nav-buttons">
          <button
            type="button"
            class="icon-button"
            title={`${themeLabel} (t)`}
            aria-label={themeLabel}
            onClick={theme.toggle}
          >
            <Icon name={theme.isDark ? 'sun' : 'moon'} />
          </button>
          <button type="button" class="icon-button" title="Keys (?)" aria-label="Keys and help" onClick={onHelp}>
            <Icon name="help" />
          </button>
        </div>
      </div>
    </header>
  );
}
