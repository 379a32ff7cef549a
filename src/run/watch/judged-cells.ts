import { encodeName } from '../../cassette/format/file-name.ts';
import { runsModules } from '../../conversation/tools/tool-modules.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { rememberFor } from '../../json/remember.ts';
import type { Cell } from '../plan.ts';
import type { RunRequest } from '../run-harness.ts';
import type { TrialOutcome } from '../trial/run-trial.ts';

/** The outcomes of a cell, and the inputs that `find` compares to know whether they still hold. */
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

/** Remembers the outcomes of judged cells, so that only cells with a changed input are judged again. */
export interface JudgedCells {
  /** The outcomes of a cell; null where the cell is new, or its scenario, model, settings, programs or recording changed. */
  find(cell: Cell): readonly TrialOutcome[] | null;
  /** The last outcomes of a cell, even where `find` returns null; `[]` for a cell that was never judged. */
  before(cell: Cell): readonly TrialOutcome[];
  keep(cell: Cell, outcomes: readonly TrialOutcome[]): void;
  /** Marks the cells of one scenario for judging. `folder` is the scenario's subfolder of the cassette folder; null for all scenarios. */
  doubtRecordings(folder: string | null): void;
  /** Marks the cells for judging that run a tool module or an agent. */
  doubtPrograms(): void;
  /** Marks all cells for judging where the settings of trials changed. Returns true where the settings did not change. */
  withSettings(request: RunRequest): boolean;
  /** The outcomes of the cells of a plan. Forgets cells outside of the plan, and passes the outcomes of each to `gone`. */
  retain(cells: readonly Cell[], gone: (outcomes: readonly TrialOutcome[]) => void): readonly TrialOutcome[];
}

/** A memory without any cell. */
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
