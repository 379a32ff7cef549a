import { render } from 'preact';

import { App } from './app.tsx';
import { readIndex } from './data/data.ts';
import { buildMatrix } from './data/matrix-data.ts';
import { PrintList } from './print-list.tsx';
import { parseHash } from './data/view.ts';

const root = document.getElementById('app');

async function start(into: HTMLElement): Promise<void> {
  if (typeof DecompressionStream === 'undefined') {
    throw new Error('This browser is too old to unpack the report. Any browser of 2024 or later will do.');
  }
  const index = await readIndex();
  into.replaceChildren();
  render(<App index={index} />, into);
  document.documentElement.dataset['ready'] = '';
  performance.mark('report-ready');

  // The list for paper is made when it is wanted: it would double the page's size.
  const paper = document.createElement('div');
  document.body.append(paper);
  const layOut = (): void => render(<PrintList matrix={buildMatrix(index)} view={parseHash(location.hash)} />, paper);
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
