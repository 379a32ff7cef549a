import type { TextPattern } from '../pattern/pattern.ts';
import { hash } from 'node:crypto';
import type { Model } from '../domain/model.ts';
import type { Shard } from '../domain/run.ts';
import type { Scenario } from '../domain/scenario.ts';

export interface Selection {
  /** Selects scenarios with any of these tags; empty selects all. */
  readonly tags: readonly string[];
  /** Selects scenarios whose id matches; null selects all. */
  readonly grep: TextPattern | null;
  readonly shard: Shard | null;
}

/** The scenarios that a run selects, in the order given. */
export function selectScenarios(scenarios: readonly Scenario[], selection: Selection): Scenario[] {
  return scenarios.filter(
    (scenario) =>
      (selection.tags.length === 0 || selection.tags.some((tag) => scenario.tags.includes(tag))) &&
      (selection.grep === null || selection.grep.test(scenario.id)) &&
      (selection.shard === null || shardOf(scenario.id, selection.shard.count) === selection.shard.index),
  );
}

/** The shard of a scenario, from 1. It depends on the id alone, so it stays when scenarios are added. */
export function shardOf(id: string, count: number): number {
  return (Number.parseInt(hash('sha256', id, 'hex').slice(0, 8), 16) % count) + 1;
}

/** A scenario × model, with the trials to run. */
export interface Cell {
  readonly scenario: Scenario;
  readonly model: Model;
  /** Number of trials; `recorded` for as many as are recorded. */
  readonly trials: number | 'recorded';
  /** `both`: the second half of the trials has the list of tools reversed. Absent: every trial has the list as it is. */
  readonly toolOrder?: 'both';
}

/** The cell with twice as many trials. The second half has the list of tools reversed. */
export function inBothOrders(cell: Cell): Cell {
  const { trials } = cell;
  return { ...cell, trials: trials === 'recorded' ? trials : trials * 2, toolOrder: 'both' };
}

/** Number of trials of a scenario: its own `trials`, else `asked`. `recorded` stays as it is. */
function trialsOf({ trials: own }: Scenario, asked: Cell['trials']): Cell['trials'] {
  return asked === 'recorded' ? asked : (own ?? asked);
}

/** True when the model can run the scenario. A scenario without tools is for agents, which bring their own. */
function suits({ undeclaredTools }: Scenario, { agent }: Model): boolean {
  return undeclaredTools !== true || agent !== undefined;
}

/** Every scenario with every model that can run it, in the order of the run file. */
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
  /** For each model that the user did not name, the number of selected scenarios without a recording. These are not planned. */
  readonly leftOut: readonly { readonly model: string; readonly scenarios: number }[];
}

/** Plans a replay: all selected scenarios of the models that the user named, and the recorded scenarios of all other models. */
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
