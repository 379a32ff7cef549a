import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';

import type { ReportIndex, Served } from '../report/reporters/html/report-index.ts';
import { readPrompts } from './data/data.ts';
import { Legend } from './matrix/legend.tsx';
import { Masthead } from './masthead.tsx';
import { foldText, selectRows, shownModels, type Matrix } from './data/matrix-data.ts';
import { Breakdowns } from './matrix/breakdowns.tsx';
import { Groups } from './matrix/groups.tsx';
import { MatrixGrid, type CellPlace } from './matrix/matrix.tsx';
import { ModelTable } from './matrix/model-table.tsx';
import { beforeOf, findOpen } from './data/open-trial.ts';
import { TrialSheet } from './sheet/trial-sheet.tsx';
import { Toolbar } from './matrix/toolbar.tsx';
import { useView } from './use-view.ts';
import type { View } from './data/view.ts';
import { About } from './panels/about.tsx';
import { Changes } from './panels/changes.tsx';
import { Origins } from './panels/origins.tsx';
import { WirePanel } from './panels/wire-panel.tsx';

interface AppProps {
  readonly matrix: Matrix;
  /** The `tooltape view` server that serves the page; null when the page is a file. */
  readonly served: Served | null;
  /** The view that the page opens with, before the reader filters or sorts. */
  readonly initial: View;
}

export function App({ matrix, served, initial }: AppProps): JSX.Element {
  const { index } = matrix;
  const [view, change] = useView(initial);
  const focus = useReturn(matrix, view);
  const texts = useTexts(index, view.text !== '');
  const rows = useMemo(
    () => selectRows(matrix, view, texts),
    [matrix, texts, view.text, view.tags, view.models, view.results, view.sort, view.descending],
  );
  const models = useMemo(() => shownModels(index, view.models), [index, view.models]);
  const open = findOpen(matrix, view.open);

  const sortBy = useCallback(
    (sort: string) => change({ sort, descending: view.sort === sort ? !view.descending : sort === 'disagreement' }),
    [view.sort, view.descending],
  );
  const openTrial = useCallback(
    (scenario: number, model: number, trial: number) => {
      const place = { scenario: index.scenarios.id[scenario] ?? '', model: index.models[model]?.name ?? '' };
      const before = beforeOf(matrix, scenario, model, trial) !== null;
      change({ open: { ...place, trial, beside: null, before }, at: place });
    },
    [matrix],
  );
  const openCell = useCallback(
    ({ scenario, model }: CellPlace) =>
      openTrial(scenario, model, firstTrial(index, matrix.cells[scenario * index.models.length + model]?.trials)),
    [openTrial],
  );
  const openNamed = (scenario: string, model: string, trial: number): void =>
    openTrial(
      index.scenarios.id.indexOf(scenario),
      index.models.findIndex(({ name }) => name === model),
      trial,
    );

  return (
    <>
      <Masthead index={index} served={served} />
      <main>
        <Changes matrix={matrix} view={view} onChange={change} />
        {index.models.length === 0 ? null : <ModelTable index={index} />}
        <Groups index={index} />
        <div class="breakdowns">
          <Breakdowns index={index} />
          <Origins index={index} />
        </div>
        <WirePanel index={index} onOpen={openNamed} />
        <section aria-labelledby="scenarios-heading" class="scenarios">
          <div class="section-head">
            <h2 id="scenarios-heading">Scenarios</h2>
            <Legend index={index} />
          </div>
          {index.scenarios.id.length === 0 ? null : (
            <Toolbar matrix={matrix} view={view} shown={rows.length} onChange={change} />
          )}
          {rows.length > 0 ? (
            <MatrixGrid
              matrix={matrix}
              rows={rows}
              models={models}
              view={view}
              onSort={sortBy}
              onOpen={openCell}
              focus={focus}
            />
          ) : (
            <Nothing
              filtered={index.scenarios.id.length > 0}
              onClear={() => change({ ...initial, sort: view.sort, descending: view.descending })}
            />
          )}
        </section>
        <About index={index} />
      </main>
      <footer class="colophon">
        Made by tooltape {index.tool.version}. This file holds all of its data and loads nothing.
      </footer>
      {open === null ? null : (
        <TrialSheet
          matrix={matrix}
          rows={rows}
          models={models}
          open={open}
          onOpen={(next) => change({ open: next, at: next })}
          onClose={() => change({ open: null })}
        />
      )}
    </>
  );
}

/**
 * Returns the cell that the matrix focuses: the cell of the trial sheet that the reader closed last. On load, the cell in the URL
 * fragment. Null while no sheet has closed and the fragment names no known scenario.
 */
function useReturn({ index }: Matrix, { at, open }: View): CellPlace | null {
  const [focus, setFocus] = useState<CellPlace | null>(null);
  const left = useRef(at);
  useEffect(() => {
    if (open !== null) {
      left.current = open;
      return;
    }
    if (left.current === null) return;
    const { scenario: id, model } = left.current;
    left.current = null;
    const scenario = index.scenarios.id.indexOf(id);
    if (scenario !== -1) setFocus({ scenario, model: index.models.findIndex(({ name }) => name === model) });
  }, [open]);
  return focus;
}

/**
 * Returns the repeat number of the first trial that did not pass, because readers look for misses. The first trial when all passed;
 * 1 for an empty cell.
 */
function firstTrial(index: ReportIndex, positions: readonly number[] = []): number {
  const missed = positions.find((position) => index.outcomes[index.trials.outcome[position] ?? 0]?.status !== 'pass');
  return index.trials.trial[missed ?? positions[0] ?? -1] ?? 1;
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }): JSX.Element {
  return (
    <div class="nothing">
      <p>{filtered ? 'No scenario fits these filters.' : 'This run holds no scenarios.'}</p>
      {filtered ? (
        <button type="button" class="button" onClick={onClear}>
          Clear the filters
        </button>
      ) : null}
    </div>
  );
}

/**
 * Returns the folded text that the text filter searches, by scenario: the id and the excerpt of the prompt. `wanted` loads the
 * whole prompts, which then replace the excerpts.
 */
function useTexts(index: ReportIndex, wanted: boolean): readonly string[] {
  const [prompts, setPrompts] = useState<readonly string[]>(index.scenarios.excerpt);
  useEffect(() => {
    if (wanted && prompts === index.scenarios.excerpt) readPrompts().then(setPrompts, () => setPrompts([...prompts]));
  }, [wanted]);
  return useMemo(() => index.scenarios.id.map((id, i) => foldText(`${id}\n${prompts[i] ?? ''}`)), [index, prompts]);
}
