import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

import { formatHash, parseHash, type View } from './data/view.ts';

const WRITE_DELAY_MS = 200;

/** The view, kept in the address: opening a trial makes an entry of the history, everything else replaces the entry. */
export function useView(): [View, (change: Partial<View>) => void] {
  const [view, setView] = useState(() => parseHash(location.hash));
  const latest = useRef(view);
  const timer = useRef(0);

  useEffect(() => {
    const follow = (): void => {
      const next = parseHash(location.hash);
      if (formatHash(next) === formatHash(latest.current)) return;
      latest.current = next;
      setView(next);
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);

  const change = useCallback((part: Partial<View>) => {
    const opens = latest.current.open === null && part.open != null;
    latest.current = { ...latest.current, ...part };
    setView(latest.current);
    clearTimeout(timer.current);
    if (opens) location.hash = formatHash(latest.current);
    else timer.current = window.setTimeout(() => location.replace(`#${formatHash(latest.current)}`), WRITE_DELAY_MS);
  }, []);
  return [view, change];
}
