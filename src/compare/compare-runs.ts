import type { Run, RunHeader } from '../domain/run.ts';
import { alignScenarios } from './by-scenario.ts';
import { changeTally, type ChangeTally, addCell, addMissing, finishChanges } from './changes.ts';
import { ALPHA, COMPARISON_FORMAT, type Bounded, type RunComparison } from './comparison.ts';
import { baselineOf } from './compare-models.ts';
import { addItem, emptyListing } from './bounded.ts';
import { addPairs, finishPairs, pairTally } from './pair-tally.ts';
import { selectionOfRuns } from './selection/compare-selection.ts';

/**
 * Compares two runs model by model, on the same scenarios and trials: what changed, and whether chance explains it. Where the
 * runs share no model name, the baseline model of the base run is compared with each model of the candidate run. Reads both
 * runs once, and holds one scenario of each at a time.
 * Errors: UNKNOWN_MODEL when the base has no such baseline, RUN_FILE when trials are not sorted.
 */
export function compareRuns(
  base: Run,
  candidate: Run,
  options: { readonly baseline?: string | undefined } = {},
): RunComparison {
  const match = matchModels(base.header, candidate.header, options.baseline);
  const tallies = match.pairs.map(([from, to]) => pairTally(from, to));
  const tally = changeTally(base.header, candidate.header);
  const selection = selectionOfRuns(base.header, match.pairs);
  const baseCells = emptyListing<string>();
  const candidateCells = emptyListing<string>();
  for (const [left, right] of alignScenarios(base.trials(), candidate.trials())) {
    const scenario = left?.scenario ?? right?.scenario ?? '';
    const shared = tally.baseRules.has(scenario) && tally.candidateRules.has(scenario);
    for (const [model, rows] of left?.byModel ?? []) {
      if (right?.byModel.has(model) !== true) addMissing(tally, scenario, model, rows);
    }
    if (left !== null && right !== null) selection.add(scenario, left.byModel, right.byModel);
    for (const pair of tallies) {
      const before = left?.byModel.get(pair.base) ?? [];
      const after = right?.byModel.get(pair.candidate) ?? [];
      addPairs(pair, scenario, before, after);
      if (before.length > 0 && after.length > 0) addCell(tally, { scenario, model: pair.candidate, before, after });
      else if (shared && before.length > 0) addItem(baseCells, () => `${scenario} · ${pair.base}`);
      else if (shared && after.length > 0) addItem(candidateCells, () => `${scenario} · ${pair.candidate}`);
    }
  }
  const found = finishChanges(tally);
  const onlyInBase = onlyIn(tally.baseRules, tally.candidateRules, match.onlyInBase, baseCells);
  const onlyInCandidate = onlyIn(tally.candidateRules, tally.baseRules, match.onlyInCandidate, candidateCells);
  return {
    format: COMPARISON_FORMAT,
    kind: 'runs',
    alpha: ALPHA,
    matchedBy: match.by,
    pairs: finishPairs(tallies),
    selection: selection.finish(),
    unchanged: match.by === 'name' && !moved(tally) && found.still && [onlyInBase, onlyInCandidate].every(nothingIn),
    ...found.changes,
    onlyInBase,
    onlyInCandidate,
  };
}

interface ModelMatch {
  readonly by: RunComparison['matchedBy'];
  readonly pairs: readonly (readonly [string, string])[];
  readonly onlyInBase: readonly string[];
  readonly onlyInCandidate: readonly string[];
}

function matchModels(base: RunHeader, candidate: RunHeader, baseline: string | undefined): ModelMatch {
  const before = base.models.map(({ name }) => name);
  const after = candidate.models.map(({ name }) => name);
  const shared = before.filter((name) => after.includes(name));
  if (shared.length > 0 || after.length === 0) {
    return {
      by: 'name',
      pairs: shared.map((name) => [name, name]),
      onlyInBase: before.filter((name) => !shared.includes(name)),
      onlyInCandidate: after.filter((name) => !shared.includes(name)),
    };
  }
  const from = baselineOf(base, baseline);
  return {
    by: 'baseline',
    pairs: after.map((name) => [from, name]),
    onlyInBase: before.filter((name) => name !== from),
    onlyInCandidate: [],
  };
}

type Rules = ReadonlyMap<string, string>;

function onlyIn(
  here: Rules,
  there: Rules,
  models: readonly string[],
  cells: Bounded<string>,
): RunComparison['onlyInBase'] {
  return { scenarios: [...here.keys()].filter((id) => !there.has(id)), models, cells };
}

function nothingIn(side: RunComparison['onlyInBase']): boolean {
  return side.scenarios.length + side.models.length + side.cells.total === 0;
}

function moved(tally: ChangeTally): boolean {
  return Object.values(tally.differing).some((cells) => cells > 0);
}
