import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

import { Icon } from '../icons.tsx';
import { cellAt, type Matrix } from '../data/matrix-data.ts';
import { wordOf } from '../data/outcomes.ts';
import { beforeOf, neighbour, type FoundTrial } from '../data/open-trial.ts';
import { ScenarioView } from './scenario-view.tsx';
import { SheetControls, type SheetChange } from './sheet-controls.tsx';
import { Text } from '../text.tsx';
import { TrialView } from './trial-view.tsx';
import { useOlderScenario, useScenario } from '../matrix/use-row.ts';
import type { OpenTrial } from '../data/view.ts';
import { visibleText } from '../../text/escape.ts';

interface TrialSheetProps {
  readonly matrix: Matrix;
  readonly rows: readonly number[];
  readonly models: readonly number[];
  readonly open: FoundTrial;
  readonly onOpen: (open: OpenTrial) => void;
  readonly onClose: () => void;
}

/** The dialog with one trial in full, or with two trials of a scenario side by side: two models, or two runs. */
export function TrialSheet({ matrix, rows, models, open, onOpen, onClose }: TrialSheetProps): JSX.Element {
  const { index } = matrix;
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const scenario = useScenario(index, open.scenario);
  const before = useOlderScenario(matrix, open.scenario, scenario);
  const id = index.scenarios.id[open.scenario] ?? '';
  const previous = neighbour(matrix, rows, open, -1);
  const next = neighbour(matrix, rows, open, 1);

  useLayoutEffect(() => {
    dialog.current?.showModal();
    heading.current?.focus();
  }, []);
  useEffect(() => {
    if (body.current !== null) body.current.scrollTop = 0;
  }, [open.scenario, open.model]);

  const alone = open.beside === null && open.before === null;
  const olderName = beforeOf(matrix, open.scenario, open.model, open.trial) === null ? null : index.against?.name;
  const change = (part: SheetChange): void => {
    const place = { ...open, beside: open.beside?.model ?? null, before: open.before !== null, ...part };
    const name = (model: number): string => index.models[model]?.name ?? '';
    const beside = place.beside === null || place.beside === place.model ? null : name(place.beside);
    onOpen({
      scenario: index.scenarios.id[place.scenario] ?? '',
      model: name(place.model),
      trial: place.trial,
      beside,
      before: place.before,
    });
  };
  const go = (to: number | null): void => {
    if (to !== null) change({ scenario: to, trial: 1 });
  };
  const goModel = (direction: -1 | 1): void => {
    const run = models.filter(
      (model) => cellAt(matrix, open.scenario, model) !== undefined && model !== open.beside?.model,
    );
    const to = run[run.indexOf(open.model) + direction];
    if (to !== undefined) change({ model: to, trial: 1 });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target instanceof HTMLSelectElement || event.target instanceof HTMLInputElement) return;
    if (event.key === 'ArrowLeft' || event.key === 'k') go(previous);
    else if (event.key === 'ArrowRight' || event.key === 'j') go(next);
    else if (event.key === '[') goModel(-1);
    else if (event.key === ']') goModel(1);
  };

  return (
    <dialog
      ref={dialog}
      class={alone ? 'sheet' : 'sheet wide'}
      aria-labelledby="sheet-heading"
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <header class="sheet-head">
        <div class="sheet-title">
          <h2 id="sheet-heading" ref={heading} tabIndex={-1}>
            <Text>{id}</Text>
          </h2>
          <div class="sheet-moves">
            <button
              type="button"
              class="icon-button"
              title="Previous scenario (left arrow)"
              aria-label="Previous scenario"
              disabled={previous === null}
              onClick={() => go(previous)}
            >
              <Icon name="left" />
            </button>
            <button
              type="button"
              class="icon-button"
              title="Next scenario (right arrow)"
              aria-label="Next scenario"
              disabled={next === null}
              onClick={() => go(next)}
            >
              <Icon name="right" />
            </button>
            <button type="button" class="icon-button" title="Close (Escape)" aria-label="Close" onClick={onClose}>
              <Icon name="close" />
            </button>
          </div>
        </div>
        <SheetControls matrix={matrix} open={open} older={olderName ?? null} onChange={change} />
        <p class="sr-only" role="status">
          {visibleText(id)}, {visibleText(index.models[open.model]?.name ?? '')}: {outcomeText(matrix, open)}
        </p>
      </header>
      <div class="sheet-body" ref={body} tabIndex={0} role="region" aria-label="What happened">
        <ScenarioView scenario={scenario.value} />
        <div class={alone ? 'trials' : 'trials beside'}>
          {open.before === null || matrix.older === null ? null : (
            <TrialView
              key={`c${open.before.position}`}
              index={matrix.older.matrix.index}
              model={open.before.model}
              position={open.before.position}
              scenario={before.value}
              label={`Before: ${index.against?.name ?? ''}`}
            />
          )}
          <TrialView
            key={`a${open.position}`}
            index={index}
            model={open.model}
            position={open.position}
            scenario={scenario.value}
            label={open.before === null ? null : 'Now'}
          />
          {open.beside === null ? null : (
            <TrialView
              key={`b${open.beside.position}`}
              index={index}
              model={open.beside.model}
              position={open.beside.position}
              scenario={scenario.value}
              label={null}
            />
          )}
        </div>
      </div>
    </dialog>
  );
}

/** Returns the outcome that a screen reader announces when the sheet shows another trial. */
function outcomeText({ index }: Matrix, { position }: FoundTrial): string {
  const outcome = position === null ? undefined : index.outcomes[index.trials.outcome[position] ?? 0];
  return outcome === undefined ? 'not run' : wordOf(outcome.status, outcome.reason);
}
