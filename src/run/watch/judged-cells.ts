import { encodeName } from '../../cassette/format/file-name.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { rememberFor } from '../../json/remember.ts';
import type { Cell } from '../plan.ts';
import type { RunRequest } from '../run-harness.ts';
import type { TrialOutcome } from '../trial/run-trial.ts';

/** The trials of a cell, and what they depend on beside its recording. */
interface JudgedCell {
  readonly scenario: Scenario;
  readonly model: string;
  readonly trials: Cell['trials'];
  readonly toolOrder: Cell['toolOrder'];
  readonly outcomes: readonly TrialOutcome[];
}

/** The outcomes of trials that need not be judged again: neither scenario, model, settings, programs nor recording changed. */
export interface JudgedCells {
  /** The outcomes of a cell; null where it has to be judged. */
  find(cell: Cell): readonly TrialOutcome[] | null;
  /** The outcomes that a cell had before, whatever changed since; `[]` without any. */
  before(cell: Cell): readonly TrialOutcome[];
  keep(cell: Cell, outcomes: readonly TrialOutcome[]): void;
  /** Has the cells of a scenario judged again, by the name of its folder of recordings; null for every scenario. */
  doubtRecordings(folder: string | null): void;
  /** Has cells judged again that run programs of the user: tool modules and agents. */
  doubtPrograms(): void;
  /** Has every cell judged again where the settings of its trials are others than before. Returns whether they are the same. */
  withSettings(request: RunRequest): boolean;
  /** Forgets the cells that a plan no longer holds, and returns their outcomes. */
  retain(cells: readonly Cell[]): readonly (readonly TrialOutcome[])[];
}

/** Without any cell. */
export function createJudgedCells(): JudgedCells {
  let cells = new Map<string, JudgedCell>();
  const doubted = new Set<string>();
  let settings = '';
  const folderOf = rememberFor(({ id }: Scenario) => encodeName(id));
  const textOf = rememberFor((model: Cell['model']) => JSON.stringify(model));
  const nameOf = ({ scenario, model }: Cell): string => `${folderOf(scenario)}/${model.name}`;
  const doubt = (which: (cell: JudgedCell, name: string) => boolean): void => {
    for (const [name, cell] of cells) if (which(cell, name)) doubted.add(name);
  };
  return {
    find(cell) {
      const name = nameOf(cell);
      const known = cells.get(name);
      if (known === undefined || doubted.has(name)) return null;
      const { scenario, model, trials, toolOrder } = cell;
      const fits =
        known.scenario === scenario &&
        known.model === textOf(model) &&
        known.trials === trials &&
        known.toolOrder === toolOrder;
      return fits ? known.outcomes : null;
    },
    before: (cell) => cells.get(nameOf(cell))?.outcomes ?? [],
    keep(cell, outcomes) {
      const { scenario, model, trials, toolOrder } = cell;
      const name = nameOf(cell);
      cells.set(name, { scenario, model: textOf(model), trials, toolOrder, outcomes });
      doubted.delete(name);
    },
    doubtRecordings: (folder) => doubt((_, name) => folder === null || name.startsWith(`${folder}/`)),
    doubtPrograms: () => doubt(({ scenario, model }) => runsModules(scenario) || model.includes('"agent":')),
    withSettings(request) {
      const { wire, stream, temperature, maxTokens, ignore, redact, secrets } = request;
      const text = JSON.stringify({ wire, stream, temperature, maxTokens, ignore, redact, secrets });
      if (text === settings) return true;
      doubt(() => true);
      settings = text;
      return false;
    },
    retain(planned) {
      const kept = new Map<string, JudgedCell>();
      for (const cell of planned) {
        const name = nameOf(cell);
        const known = cells.get(name);
        if (known !== undefined) kept.set(name, known);
      }
      const gone = [...cells].flatMap(([name, { outcomes }]) => (kept.has(name) ? [] : [outcomes]));
      cells = kept;
      return gone;
    },
  };
}

/** Whether a tool of the scenario is answered by code of its author. */
function runsModules({ tools }: Scenario): boolean {
  return tools.some(({ returns }) => returns?.some(({ answer }) => answer.kind === 'module') === true);
}
