import type { RunHeader, TrialRow } from '../domain/run.ts';
import { isEmpty, addItem, emptyListing, type Listing } from './bounded.ts';
import { causesOf, differenceOf } from './cause.ts';
import { changeOf, foldCell, meanMeasure } from './cell.ts';
import type { CellChange, CellChangeKind, FindingChange, JudgedChange, Measured } from './comparison.ts';
import type { MissingCell, RunComparison } from './comparison.ts';
import { addDrift, driftTally, finishDrift, type DriftTally } from './drift.ts';

/** From this ratio and this difference on a scenario × model counts as slower; from the ratio below as more expensive. */
const SLOWER = { ratio: 2, ms: 500 };
const DEARER = 1.2;
const PROBLEMS = 5;

interface FindingTally {
  readonly came: Listing<string>;
  readonly went: Listing<string>;
}

/** Collects the changes between two runs. Its size grows with the number of changes, not of trials. */
export interface ChangeTally {
  readonly headers: readonly [RunHeader, RunHeader];
  /** Rule hashes by scenario id. */
  readonly baseRules: ReadonlyMap<string, string>;
  readonly candidateRules: ReadonlyMap<string, string>;
  cells: number;
  judgedCells: number;
  readonly differing: { calls: number; recordings: number; rules: number; trials: number };
  readonly changes: Readonly<Record<CellChangeKind, Listing<CellChange>>>;
  regressions: number;
  readonly noLongerJudged: Listing<JudgedChange>;
  readonly newlyJudged: Listing<JudgedChange>;
  readonly missing: Listing<MissingCell>;
  readonly trials: Listing<Measured>;
  readonly slower: Listing<Measured>;
  readonly dearer: Listing<Measured>;
  readonly latency: Map<string, DriftTally>;
  readonly cost: Map<string, DriftTally>;
  /** Findings that came or went, by model, then by check. */
  readonly findings: Map<string, Map<string, FindingTally>>;
}

/** An empty tally for two runs. */
export function changeTally(base: RunHeader, candidate: RunHeader): ChangeTally {
  return {
    headers: [base, candidate],
    baseRules: rulesOf(base),
    candidateRules: rulesOf(candidate),
    cells: 0,
    judgedCells: 0,
    differing: { calls: 0, recordings: 0, rules: 0, trials: 0 },
    changes: {
      'newly-failing': emptyListing(),
      'newly-passing': emptyListing(),
      flakier: emptyListing(),
      steadier: emptyListing(),
      'fails-differently': emptyListing(),
    },
    regressions: 0,
    noLongerJudged: emptyListing(),
    newlyJudged: emptyListing(),
    missing: emptyListing(),
    trials: emptyListing(),
    slower: emptyListing(),
    dearer: emptyListing(),
    latency: new Map(),
    cost: new Map(),
    findings: new Map(),
  };
}

/** The trials of a scenario × model that both runs hold. */
export interface SharedCell {
  readonly scenario: string;
  readonly model: string;
  readonly before: readonly TrialRow[];
  readonly after: readonly TrialRow[];
}

/** Adds the trials of a scenario × model that both runs hold. */
export function addCell(tally: ChangeTally, cell: SharedCell): void {
  const { scenario, model, before, after } = cell;
  tally.cells += 1;
  const rules = [tally.baseRules.get(scenario), tally.candidateRules.get(scenario)] as const;
  const difference = differenceOf(rules, before, after);
  if (difference.calls) tally.differing.calls += 1;
  if (difference.recording) tally.differing.recordings += 1;
  if (difference.rule) tally.differing.rules += 1;
  if (difference.trials) tally.differing.trials += 1;

  if (before.length !== after.length) {
    addItem(tally.trials, () => ({ scenario, model, base: before.length, candidate: after.length }));
  }
  const base = foldCell(before);
  const candidate = foldCell(after);
  if (base.judged > 0 && candidate.judged > 0) {
    tally.judgedCells += 1;
    const kind = changeOf(base, candidate);
    const regression = candidate.pass * base.judged < base.pass * candidate.judged;
    if (regression) tally.regressions += 1;
    if (kind !== null) {
      addItem(tally.changes[kind], () => {
        const worse = regression || kind === 'fails-differently' ? after : before;
        const failing = worse.find((row) => row.status === 'fail');
        const problems = failing?.problems.slice(0, PROBLEMS) ?? [];
        const calls = failing?.calls ?? [];
        const causes = causesOf(difference, tally.headers, before, after);
        return { scenario, model, kind, regression, base, candidate, causes, problems, calls };
      });
    }
  } else if (base.judged > 0) {
    addItem(tally.noLongerJudged, () => ({ scenario, model, base, candidate }));
  } else if (candidate.judged > 0) {
    addItem(tally.newlyJudged, () => ({ scenario, model, base, candidate }));
  }

  measure(tally, cell);
  compareFindings(tally, cell);
}

/** Adds the trials of a scenario × model that the candidate run lacks. */
export function addMissing(tally: ChangeTally, scenario: string, model: string, rows: readonly TrialRow[]): void {
  const base = foldCell(rows);
  if (base.judged > 0) addItem(tally.missing, () => ({ scenario, model, base }));
}

/** The finished tally. `still` is true when no change is listed. */
export function finishChanges(tally: ChangeTally): {
  readonly still: boolean;
  readonly changes: Omit<
    RunComparison,
    'format' | 'kind' | 'alpha' | 'matchedBy' | 'pairs' | 'selection' | 'unchanged' | 'onlyInBase' | 'onlyInCandidate'
  >;
} {
  const { cells, judgedCells, differing, changes, regressions, noLongerJudged, newlyJudged } = tally;
  const { missing, trials, slower, dearer } = tally;
  const latency = drifts(tally.latency);
  const cost = drifts(tally.cost);
  const findings = findingChanges(tally.findings);
  const lists = [...Object.values(changes), noLongerJudged, newlyJudged, missing, trials, slower, dearer];
  return {
    still:
      lists.every(isEmpty) && findings.length === 0 && [...latency, ...cost].every(({ verdict }) => verdict === 'same'),
    changes: {
      cells,
      judgedCells,
      changes,
      regressions,
      noLongerJudged,
      newlyJudged,
      missing,
      trials,
      slower,
      dearer,
      latency,
      cost,
      findings,
      differing,
    },
  };
}

function measure(tally: ChangeTally, { scenario, model, before, after }: SharedCell): void {
  const latency = [meanMeasure(before, (row) => row.latencyMs), meanMeasure(after, (row) => row.latencyMs)] as const;
  const cost = [meanMeasure(before, (row) => row.costUsd), meanMeasure(after, (row) => row.costUsd)] as const;
  addDrift(entry(tally.latency, model, driftTally), ...latency);
  addDrift(entry(tally.cost, model, driftTally), ...cost);
  const [was, is] = latency;
  if (was !== null && is !== null && is >= was * SLOWER.ratio && is >= was + SLOWER.ms) {
    addItem(tally.slower, () => ({ scenario, model, base: was, candidate: is }));
  }
  const [spent, spends] = cost;
  if (spent !== null && spends !== null && spends > 0 && spends >= spent * DEARER) {
    addItem(tally.dearer, () => ({ scenario, model, base: spent, candidate: spends }));
  }
}

function compareFindings(tally: ChangeTally, { scenario, model, before, after }: SharedCell): void {
  const had = checksOf(before);
  const has = checksOf(after);
  if (had === has) return;
  for (const check of new Set([...had, ...has])) {
    if (had.has(check) && has.has(check)) continue;
    const byCheck = entry(tally.findings, model, () => new Map<string, FindingTally>());
    const found = entry(byCheck, check, () => ({ came: emptyListing<string>(), went: emptyListing<string>() }));
    addItem(has.has(check) ? found.came : found.went, () => scenario);
  }
}

function findingChanges(byModel: ChangeTally['findings']): FindingChange[] {
  return [...byModel].flatMap(([model, byCheck]) =>
    [...byCheck]
      .map(([check, { came, went }]) => ({ model, check, came, went }))
      .sort((a, b) => (a.check < b.check ? -1 : 1)),
  );
}

function drifts(byModel: ReadonlyMap<string, DriftTally>): RunComparison['latency'] {
  return [...byModel].flatMap(([model, tally]) => finishDrift(model, tally) ?? []);
}

const NO_CHECKS: ReadonlySet<string> = new Set();

/** Names of the wire checks with a finding. Most trials have none, so these share one empty set. */
function checksOf(rows: readonly TrialRow[]): ReadonlySet<string> {
  if (rows.every(({ findings }) => findings.length === 0)) return NO_CHECKS;
  return new Set(rows.flatMap((row) => row.findings.map((finding) => finding.check)));
}

function rulesOf(header: RunHeader): Map<string, string> {
  return new Map(header.scenarios.map(({ id, ruleHash }) => [id, ruleHash]));
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
