import type { ModelRow, RunHeader, TrialRow } from '../../domain/run.ts';
import type { SelectionPair } from '../comparison.ts';
import { finishSelection, selectionTally, type SelectionTally } from './selection-tally.ts';
import { wantedCalls, type WantedCalls } from './wanted-calls.ts';

type ByModel = ReadonlyMap<string, readonly TrialRow[]>;

/** Compares the choice of tools, fed with the trials of a run scenario by scenario. */
export interface SelectionComparison {
  add(scenario: string, byModel: ByModel): void;
  definitions(): readonly SelectionPair[];
  orders(): readonly SelectionPair[];
}

/**
 * The choice of tools in one run. `definitions` compares each further list of `--tools-from` with the first, model by model.
 * `orders` compares the list as it is with the reversed list, for a run with `--tool-order both`.
 */
export function selectionOfRun(header: RunHeader): SelectionComparison {
  const wanted = wantedIn(header);
  const pairs = definitionPairs(header.models);
  const orders =
    header.toolOrder === 'both' ? header.models.map(({ name }) => selectionTally(name, `${name} (reversed)`)) : [];
  return {
    add(scenario, byModel) {
      const calls = wanted.get(scenario) ?? null;
      if (calls === null) return;
      for (const pair of pairs)
        pair.add(calls, paired(byModel.get(pair.base) ?? [], byModel.get(pair.candidate) ?? []));
      for (const order of orders) order.add(calls, bothOrders(byModel.get(order.base) ?? []));
    },
    definitions: () => finishSelection(pairs),
    orders: () => finishSelection(orders),
  };
}

/** The choice of tools in two runs, for pairs of models by name. */
export function selectionOfRuns(
  base: RunHeader,
  models: readonly (readonly [string, string])[],
): { add(scenario: string, before: ByModel, after: ByModel): void; finish(): readonly SelectionPair[] } {
  const wanted = wantedIn(base);
  const tallies = models.map(([from, to]) => selectionTally(from, to));
  return {
    add(scenario, before, after) {
      const calls = wanted.get(scenario) ?? null;
      if (calls === null) return;
      for (const tally of tallies)
        tally.add(calls, paired(before.get(tally.base) ?? [], after.get(tally.candidate) ?? []));
    },
    finish: () => finishSelection(tallies),
  };
}

function wantedIn({ scenarios }: RunHeader): ReadonlyMap<string, WantedCalls | null> {
  return new Map(scenarios.map(({ id, expect }) => [id, wantedCalls(expect)]));
}

function definitionPairs(models: readonly ModelRow[]): readonly SelectionTally[] {
  const first = new Map<string, string>();
  return models.flatMap(({ name, definitions }) => {
    if (definitions === undefined) return [];
    const base = first.get(definitions.model);
    if (base !== undefined) return [selectionTally(base, name)];
    first.set(definitions.model, name);
    return [];
  });
}

/** Pairs trials of equal number. */
function paired(before: readonly TrialRow[], after: readonly TrialRow[]): readonly (readonly [TrialRow, TrialRow])[] {
  const others = new Map(after.map((row) => [row.trial, row]));
  return before.flatMap((row): (readonly [TrialRow, TrialRow])[] => {
    const other = others.get(row.trial);
    return other === undefined ? [] : [[row, other]];
  });
}

/** Pairs trials 1..n, which had the list as it is, with trials n+1..2n, which had it reversed. */
function bothOrders(rows: readonly TrialRow[]): readonly (readonly [TrialRow, TrialRow])[] {
  const half = Math.floor(Math.max(0, ...rows.map(({ trial }) => trial)) / 2);
  const reversed = rows.filter(({ trial }) => trial > half).map((row) => ({ ...row, trial: row.trial - half }));
  return paired(
    rows.filter(({ trial }) => trial <= half),
    reversed,
  );
}
