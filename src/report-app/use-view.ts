import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

import { formatHash, parseHash, type View } from './data/view.ts';

const WRITE_DELAY_MS = 200;

/**
 * Returns the view and a function that changes a part of it. The URL fragment holds the view. Opening a trial adds an entry to the
 * browser history, so that the back button closes the trial. Every other change replaces the entry.
 */
export function useView(initial: View): [View, (change: Partial<View>) => void] {
  const [view, setView] = useState(() => parseHash(location.hash, initial));
  const latest = useRef(view);
  const timer = useRef(0);

  useEffect(() => {
    const follow = (): void => {
      const next = parseHash(location.hash, initial);
      if (formatHash(next, initial) === formatHash(latest.current, initial)) return;
      latest.current = next;
      setView(next);
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);

  const change = useCallback((part: Partial<View>) => {
    const opens = latest.current.open === null && part.open != null;
    // A delayed write may be pending. The current entry needs its filter text, because the back button returns to that entry.
    if (opens) replaceHash(formatHash(latest.current, initial));
    latest.current = { ...latest.current, ...part };
    setView(latest.current);
    clearTimeout(timer.current);
    const write = (): string => formatHash(latest.current, initial);
    if (opens) location.hash = write();
    else timer.current = window.setTimeout(() => replaceHash(write()), WRITE_DELAY_MS);
  }, []);
  return [view, change];
}

/** Avoids `location.replace`, because an empty fragment would scroll to the top of the page. */
function replaceHash(hash: string): void {
  history.replaceState(history.state, '', hash === '' ? `${location.pathname}${location.search}` : `#${hash}`);
}
