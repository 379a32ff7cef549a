import type { TextPattern } from '../pattern/pattern.ts';
import { hash } from 'node:crypto';
import type { Model } from '../domain/model.ts';
import type { Shard } from '../domain/run.ts';
import type { Scenario } from '../domain/scenario.ts';

export interface Selection {
  /** Any of these tags; empty selects all. */
  readonly tags: readonly string[];
  /** Tested against the id; null selects all. */
  readonly grep: TextPattern | null;
  readonly shard: Shard | null;
}

/** The scenarios that a run is about, in the order given. */
export function selectScenarios(scenarios: readonly Scenario[], selection: Selection): Scenario[] {
  return scenarios.filter(
    (scenario) =>
      (selection.tags.length === 0 || selection.tags.some((tag) => scenario.tags.includes(tag))) &&
      (selection.grep === null || selection.grep.test(scenario.id)) &&
      (selection.shard === null || shardOf(scenario.id, selection.shard.count) === selection.shard.index),
  );
}

/** The shard of a scenario, from 1: by its id alone, so that it stays when scenarios are added or recordings differ. */
export function shardOf(id: string, count: number): number {
  return (Number.parseInt(hash('sha256', id, 'hex').slice(0, 8), 16) % count) + 1;
}

/** A scenario × model, with the trials to run. */
export interface Cell {
  readonly scenario: Scenario;
  readonly model: Model;
  /** How many trials, or as many as are recorded. */
  readonly trials: number | 'recorded';
  /** The second half of the trials has the list of tools reversed. Absent: all have it as it is. */
  readonly toolOrder?: 'both';
}

/** The same trials once more, with the list of tools reversed. */
export function inBothOrders(cell: Cell): Cell {
  const { trials } = cell;
  return { ...cell, trials: trials === 'recorded' ? trials : trials * 2, toolOrder: 'both' };
}

/** Trials of a scenario: its own `trials`, else what was asked for. A replay of recorded trials takes them as they are. */
function trialsOf({ trials: own }: Scenario, asked: Cell['trials']): Cell['trials'] {
  return asked === 'recorded' ? asked : (own ?? asked);
}

/** Without tools of its own a scenario is one for agents, which bring theirs. */
function suits({ undeclaredTools }: Scenario, { agent }: Model): boolean {
  return undeclaredTools !== true || agent !== undefined;
}

/** Every scenario with every model that it suits, scenario by scenario: the order of the run file. */
export function planCells(
  scenarios: readonly Scenario[],
  models: readonly Model[],
  trials: number | 'recorded',
): Cell[] {
  return scenarios.flatMap((scenario) =>
    models.flatMap((model) => (suits(scenario, model) ? { scenario, model, trials: trialsOf(scenario, trials) } : [])),
  );
}

export interface ReplayPlan {
  readonly cells: readonly Cell[];
  /** Scenarios that an imported model has no recording of: counted, not planned. */
  readonly leftOut: readonly { readonly model: string; readonly scenarios: number }[];
}

/**
 * A replay plans every selected scenario of the models that were named; of models that nobody named (imported ones),
 * only what they have recorded.
 */
export function planReplay(
  scenarios: readonly Scenario[],
  models: readonly { readonly model: Model; readonly named: boolean }[],
  isRecorded: (scenario: string, model: string) => boolean,
  trials: number | 'recorded',
): ReplayPlan {
  const leftOut = new Map<string, number>();
  const cells: Cell[] = [];
  for (const scenario of scenarios) {
    for (const { model, named } of models) {
      if (!suits(scenario, model)) continue;
      if (named || isRecorded(scenario.id, model.name))
        cells.push({ scenario, model, trials: trialsOf(scenario, trials) });
      else leftOut.set(model.name, (leftOut.get(model.name) ?? 0) + 1);
    }
  }
  return { cells, leftOut: [...leftOut].map(([model, count]) => ({ model, scenarios: count })) };
}
