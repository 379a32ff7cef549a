import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';

import type { ReportIndex } from '../report/reporters/html-index.ts';
import { readPrompts } from './data/data.ts';
import { Legend } from './matrix/legend.tsx';
import { Masthead } from './masthead.tsx';
import { buildMatrix, foldText, selectRows, shownModels } from './data/matrix-data.ts';
import { Breakdowns } from './matrix/breakdowns.tsx';
import { Groups } from './matrix/groups.tsx';
import { MatrixGrid, type CellPlace } from './matrix/matrix.tsx';
import { ModelTable } from './matrix/model-table.tsx';
import { findOpen } from './data/open-trial.ts';
import { TrialSheet } from './sheet/trial-sheet.tsx';
import { Toolbar } from './matrix/toolbar.tsx';
import { useView } from './use-view.ts';
import { DEFAULT_VIEW } from './data/view.ts';

/** The whole report. */
export function App({ index }: { index: ReportIndex }): JSX.Element {
  const [view, change] = useView();
  const [focus, setFocus] = useState<CellPlace | null>(null);
  const matrix = useMemo(() => buildMatrix(index), [index]);
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
  const openCell = useCallback(
    ({ scenario, model }: CellPlace) =>
      change({
        open: {
          scenario: index.scenarios.id[scenario] ?? '',
          model: index.models[model]?.name ?? '',
          trial: firstTrial(index, matrix.cells[scenario * index.models.length + model]?.trials),
          beside: null,
        },
      }),
    [index],
  );
  const close = (): void => {
    if (open !== null) setFocus({ scenario: open.scenario, model: open.model });
    change({ open: null });
  };

  return (
    <>
      <Masthead index={index} />
      <main>
        {index.models.length === 0 ? null : <ModelTable index={index} />}
        <Groups index={index} />
        <Breakdowns index={index} />
        <section aria-labelledby="scenarios-heading" class="scenarios">
          <div class="section-head">
            <h2 id="scenarios-heading">Scenarios</h2>
            <Legend index={index} />
          </div>
          {index.scenarios.id.length === 0 ? null : (
            <Toolbar index={index} view={view} shown={rows.length} onChange={change} />
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
              onClear={() => change({ ...DEFAULT_VIEW, sort: view.sort, descending: view.descending })}
            />
          )}
        </section>
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
          onOpen={(next) => change({ open: next })}
          onClose={close}
        />
      )}
    </>
  );
}

/** Of several trials the first that did not pass, since that is what one looks for. */
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

/** What the text filter looks at: ids and excerpts at once, whole prompts as soon as a text is wanted. */
function useTexts(index: ReportIndex, wanted: boolean): readonly string[] {
  const [prompts, setPrompts] = useState<readonly string[]>(index.scenarios.excerpt);
  useEffect(() => {
    if (wanted && prompts === index.scenarios.excerpt) readPrompts().then(setPrompts, () => setPrompts([...prompts]));
  }, [wanted]);
  return useMemo(() => index.scenarios.id.map((id, i) => foldText(`${id}\n${prompts[i] ?? ''}`)), [index, prompts]);
}
