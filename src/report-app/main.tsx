import { render } from 'preact';

import { App } from './app.tsx';
import { withOlder } from './data/changes.ts';
import { readBase, readIndex, readServed } from './data/data.ts';
import { buildMatrix } from './data/matrix-data.ts';
import { PrintList } from './print-list.tsx';
import { defaultView, parseHash } from './data/view.ts';

const root = document.getElementById('app');

async function start(into: HTMLElement): Promise<void> {
  if (typeof DecompressionStream === 'undefined') {
    throw new Error('This browser is too old to unpack the report. Any browser of 2024 or later will do.');
  }
  const [index, served] = await Promise.all([readIndex(), readServed()]);
  const base = await readBase(index);
  const alone = buildMatrix(index);
  const matrix = base === null ? alone : withOlder(alone, buildMatrix(base));
  const initial = defaultView(base !== null);
  into.replaceChildren();
  render(<App matrix={matrix} served={served} initial={initial} />, into);
  document.documentElement.dataset['ready'] = '';
  performance.mark('report-ready');

  // `PrintList` renders only for printing, because its rows would double the size of the page.
  const paper = document.createElement('div');
  document.body.append(paper);
  const layOut = (): void => render(<PrintList matrix={matrix} view={parseHash(location.hash, initial)} />, paper);
  window.addEventListener('beforeprint', layOut);
  window.matchMedia('print').addEventListener('change', ({ matches }) => matches && layOut());
  window.addEventListener('afterprint', () => render(null, paper));
}

if (root !== null) {
  start(root).catch((error: unknown) => {
    root.textContent = error instanceof Error ? error.message : String(error);
    root.className = 'boot';
  });
}
