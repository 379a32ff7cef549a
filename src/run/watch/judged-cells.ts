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
  doubted: boolean;
  /** The number of the last plan that held the cell. */
  plan: number;
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
  /** The outcomes of the cells of a plan, all of which were judged. Cells that it does not hold are forgotten, and go to `gone`. */
  retain(cells: readonly Cell[], gone: (outcomes: readonly TrialOutcome[]) => void): readonly TrialOutcome[];
}

/** Without any cell. */
export function createJudgedCells(): JudgedCells {
  const cells = new Map<string, Map<string, JudgedCell>>();
  let settings = '';
  let plan = 0;
  const textOf = rememberFor((model: Cell['model']) => JSON.stringify(model));
  const known = ({ scenario, model }: Cell): JudgedCell | undefined => cells.get(scenario.id)?.get(model.name);
  const doubt = (which: (cell: JudgedCell) => boolean): void => {
    for (const ofScenario of cells.values()) for (const cell of ofScenario.values()) cell.doubted ||= which(cell);
  };
  return {
    find(cell) {
      const found = known(cell);
      if (found === undefined || found.doubted) return null;
      const fits =
        found.scenario === cell.scenario &&
        found.model === textOf(cell.model) &&
        found.trials === cell.trials &&
        found.toolOrder === cell.toolOrder;
      return fits ? found.outcomes : null;
    },
    before: (cell) => known(cell)?.outcomes ?? [],
    keep(cell, outcomes) {
      const { scenario, model, trials, toolOrder } = cell;
      const ofScenario = cells.get(scenario.id) ?? new Map<string, JudgedCell>();
      const judged = { scenario, model: textOf(model), trials, toolOrder, outcomes, doubted: false, plan };
      cells.set(scenario.id, ofScenario.set(model.name, judged));
    },
    doubtRecordings(folder) {
      doubt(({ scenario }) => folder === null || encodeName(scenario.id) === folder);
    },
    doubtPrograms: () => doubt(({ scenario, model }) => runsModules(scenario) || model.includes('"agent":')),
    withSettings(request) {
      const { wire, stream, temperature, maxTokens, ignore, redact, secrets } = request;
      const text = JSON.stringify({ wire, stream, temperature, maxTokens, ignore, redact, secrets });
      if (text === settings) return true;
      doubt(() => true);
      settings = text;
      return false;
    },
    retain(planned, gone) {
      plan += 1;
      const all: TrialOutcome[] = [];
      for (const cell of planned) {
        const found = known(cell);
        if (found === undefined) continue;
        found.plan = plan;
        for (const outcome of found.outcomes) all.push(outcome);
      }
      for (const [id, ofScenario] of cells) {
        for (const [model, cell] of ofScenario) {
          if (cell.plan === plan) continue;
          gone(cell.outcomes);
          ofScenario.delete(model);
        }
        if (ofScenario.size === 0) cells.delete(id);
      }
      return all;
    },
  };
}

/** Whether a tool of the scenario is answered by code of its author. */
export function runsModules({ tools }: Scenario): boolean {
  return tools.some(({ returns }) => returns?.some(({ answer }) => answer.kind === 'module') === true);
}
