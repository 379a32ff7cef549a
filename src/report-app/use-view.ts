import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

import { formatHash, parseHash, type View } from './data/view.ts';

const WRITE_DELAY_MS = 200;

/** The view, kept in the address: opening a trial makes an entry of the history, everything else replaces the entry. */
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
    // What was typed a moment ago belongs to the entry that the reader comes back to.
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

/** Not by `location.replace`: an empty fragment would scroll to the top of the page. */
function replaceHash(hash: string): void {
  history.replaceState(history.state, '', hash === '' ? `${location.pathname}${location.search}` : `#${hash}`);
}
