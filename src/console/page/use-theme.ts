import { useState } from 'preact/hooks';

export interface Theme {
  readonly isDark: boolean;
  readonly toggle: () => void;
}

/** Light or dark: as the system says, until somebody chooses the other. */
export function useTheme(): Theme {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const [isDark, setDark] = useState(() => {
    const chosen = document.documentElement.dataset['theme'];
    return chosen === undefined ? system.matches : chosen === 'dark';
  });
  const toggle = (): void => {
    const next = !isDark;
    const chosen = next ? 'dark' : 'light';
    // What the system says again is no choice: the page follows it from then on.
    if (next === system.matches) {
      localStorage.removeItem('theme');
      delete document.documentElement.dataset['theme'];
    } else {
      localStorage.setItem('theme', chosen);
      document.documentElement.dataset['theme'] = chosen;
    }
    setDark(next);
  };
  return { isDark, toggle };
}
