import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { Icon } from './icons.tsx';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const LABELS: { readonly [theme in Theme]: string } = { auto: 'System', light: 'Light', dark: 'Dark' };
const STORAGE_KEY = 'tooltape-theme';

/** Chooses system, light or dark colours. `localStorage` keeps the choice, if the browser allows storage for the page. */
export function ThemeSwitch(): JSX.Element {
  const [theme, setTheme] = useState(storedTheme);
  useEffect(() => {
    if (theme === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    try {
      localStorage.setItem(STORAGE_KEY, theme);
    } catch {
      // The browser blocks `localStorage`. The choice lasts until the page closes.
    }
  }, [theme]);
  return (
    <fieldset class="segments">
      <legend class="sr-only">Colours</legend>
      {THEMES.map((one) => (
        <label key={one} title={LABELS[one]}>
          <input type="radio" name="theme" class="sr-only" checked={theme === one} onChange={() => setTheme(one)} />
          <Icon name={one} />
          <span class="sr-only">{LABELS[one]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return THEMES.find((theme) => theme === stored) ?? 'auto';
  } catch {
    return 'auto';
  }
}
