import type { UntilRow } from '../../domain/run.ts';
import { sequentialTest } from '../../stats/sequential/sequential-test.ts';
import type { Cell } from '../plan.ts';
import { roundKey, type Planned, type Schedule } from '../schedule.ts';
import type { UntilPlan } from './until-plan.ts';

/** The schedule of `--until decided`, with its verdicts. */
export interface UntilSchedule extends Schedule {
  result(): UntilRow;
}

interface Place {
  readonly cell: Cell;
  readonly place: number;
}

/**
 * A schedule of rounds over all scenarios, each round in its own order. A round runs one trial of the base and one of each
 * undecided candidate, so that trials come in pairs. Rows count in the order in which their trials were drawn, so that the
 * verdict does not depend on which answer came first. Ends when every candidate is decided, or after `maxTrials` rounds.
 */
export function untilDecided(cells: readonly Cell[], plan: UntilPlan): UntilSchedule {
  const { against, candidates, margin, maxTrials } = plan;
  const byScenario = new Map<string, Map<string, Place>>();
  for (const [place, cell] of cells.entries()) {
    const models = byScenario.get(cell.scenario.id) ?? new Map<string, Place>();
    byScenario.set(cell.scenario.id, models.set(cell.model.name, { cell, place }));
  }
  const test = sequentialTest(candidates.length, margin, byScenario.size);
  /** Outcomes of the base by scenario and round, for the pairs of the candidates. */
  const ofBase = new Map<string, boolean>();
  const isOpen = (candidate: number): boolean => test.state(candidate).verdict === null;
  const baseOutcome = (candidate: string, scenario: string, trial: number): boolean | undefined =>
    'model' in against
      ? ofBase.get(`${trial} ${scenario}`)
      : against.baseline.get(candidate)?.get(scenario)?.get(trial);
  const canPair = (candidate: string, scenario: string, trial: number): boolean =>
    'model' in against || against.baseline.get(candidate)?.get(scenario)?.has(trial) === true;

  function* drawScenario(
    scenario: string,
    trial: number,
    numbersOf: (cell: Cell) => readonly number[],
  ): Generator<Planned> {
    const places = byScenario.get(scenario);
    const planned = (model: string): Planned[] => {
      const found = places?.get(model);
      return found === undefined || !numbersOf(found.cell).includes(trial) ? [] : [{ ...found, trial }];
    };
    const open = candidates.filter((name, at) => isOpen(at) && canPair(name, scenario, trial)).flatMap(planned);
    if (open.length === 0) return;
    if ('model' in against) {
      const base = planned(against.model);
      if (base.length === 0) return;
      yield* base;
    }
    yield* open;
  }

  return {
    inOrder: false,
    *draw(numbersOf) {
      for (let trial = 1; trial <= maxTrials; trial++) {
        const order = [...byScenario.keys()]
          .map((scenario) => ({ scenario, key: roundKey(scenario, trial) }))
          .sort((a, b) => (a.key < b.key ? -1 : 1));
        for (const { scenario } of order) {
          if (test.decided) return;
          yield* drawScenario(scenario, trial, numbersOf);
        }
      }
    },
    isWanted: ({ cell: { model } }) => {
      const at = candidates.indexOf(model.name);
      return at === -1 ? !test.decided : isOpen(at);
    },
    add({ scenario, model, trial, status }) {
      if (status !== 'pass' && status !== 'fail') return;
      if ('model' in against && model === against.model) {
        ofBase.set(`${trial} ${scenario}`, status === 'pass');
        return;
      }
      const base = baseOutcome(model, scenario, trial);
      if (base === undefined) return;
      const difference = Number(status === 'pass') - Number(base);
      test.add(candidates.indexOf(model), difference as -1 | 0 | 1);
    },
    result: () => ({
      against: 'model' in against ? against.model : null,
      margin,
      maxTrials,
      candidates: candidates.map((model, at) => ({ model, ...test.state(at) })),
    }),
  };
}
