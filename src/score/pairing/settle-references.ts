import { isObject, type Json } from '../../json/json.ts';
import type { ExpectedCall } from '../../domain/scenario.ts';
import type { CallFacts } from '../call-facts.ts';
import { readResult, resolveWith, type KnownResults } from '../known-results.ts';
import { referredIds } from './call-order.ts';
import { equalColumns } from './equal-columns.ts';
import { orderlyColumns } from './orderly-columns.ts';
import { sortProblem, solve, type PairingInput } from './pairing-problem.ts';

/** Expected calls with values in place of references, and the results that gave the values. */
export interface Settled {
  readonly expected: readonly ExpectedCall[];
  /** Results by id of these expected calls; only ids that a reference names. */
  readonly results: KnownResults;
}

export interface Unsettled {
  readonly expected: readonly ExpectedCall[];
  readonly made: readonly CallFacts[];
  /** Results of calls of earlier turns, by id of the expected call. */
  readonly known: KnownResults;
  /** Ids that a reference anywhere in the scenario names. */
  readonly referred: ReadonlySet<string>;
  /** The pairing problem of these expected calls with the made calls. `rows` are their numbers, in ascending order. */
  readonly inputOf: (expected: readonly ExpectedCall[], rows: readonly number[]) => PairingInput;
}

/**
 * Replaces references by results, in rounds: pairs the calls without open references, puts their results into the calls that
 * refer to them, and repeats. An expected call that fits several made calls equally well, in the order that is expected, gives
 * the results of each.
 */
export function settleReferences({ expected, made, known, referred, inputOf }: Unsettled): Settled {
  if (referred.size === 0) return { expected, results: new Map() };
  const own = new Map(expected.flatMap(({ id }, row) => (id !== null && referred.has(id) ? [[id, row]] : [])));
  const results = new Map<string, readonly Json[]>();
  const settled = new Map<number, ExpectedCall>();
  for (;;) {
    const all = new Map<string, readonly Json[] | null>([...known, ...results]);
    let open = rowsIn(expected, settled, (id) => !own.has(id) || results.has(id));
    // Only calls that refer to each other in a circle are left. Loading refuses them, so their references stay without a value.
    if (open.length === 0 && settled.size < expected.length) open = rowsIn(expected, settled, () => true);
    for (const row of open) {
      const call = expected[row];
      if (call !== undefined) settled.set(row, resolved(call, all));
    }
    const news = [...own].filter(([id, row]) => settled.has(row) && !results.has(id));
    if (news.length > 0) addResults(news, settled, made, inputOf, results);
    if (settled.size === expected.length) break;
  }
  return { expected: expected.map((call, row) => settled.get(row) ?? call), results };
}

/** Rows that are not settled and whose every reference passes `canBe`. */
function rowsIn(
  expected: readonly ExpectedCall[],
  settled: ReadonlyMap<number, ExpectedCall>,
  canBe: (id: string) => boolean,
): readonly number[] {
  return [...expected.keys()].filter((row) => {
    const call = expected[row];
    return call !== undefined && !settled.has(row) && referredIds(call).every(canBe);
  });
}

function resolved(call: ExpectedCall, known: KnownResults): ExpectedCall {
  if (call.arguments === null || referredIds(call).length === 0) return call;
  const args = resolveWith(known, call.arguments);
  return isObject(args) ? { ...call, arguments: args } : call;
}

function addResults(
  ids: readonly (readonly [string, number])[],
  settled: ReadonlyMap<number, ExpectedCall>,
  made: readonly CallFacts[],
  inputOf: Unsettled['inputOf'],
  results: Map<string, readonly Json[]>,
): void {
  const open = [...settled].sort(([a], [b]) => a - b);
  const rows = open.map(([row]) => row);
  const input = inputOf(
    open.map(([, call]) => call),
    rows,
  );
  const problem = sortProblem(input);
  const columnOf = problem.rows.map(() => -1);
  for (const [i, j] of solve(problem, () => true).pairs) columnOf[i] = j;
  const columns = equalColumns(
    problem.pairs.map((line) => line.map(({ weight }) => weight)),
    columnOf,
  );
  for (const [id, row] of ids) {
    const own = rows.indexOf(row);
    const equal = columns[problem.rows.indexOf(own)] ?? [];
    const possible = orderlyColumns(
      input,
      own,
      equal.map((column) => problem.columns[column] ?? -1),
    );
    const calls = possible.flatMap((column) => made[column] ?? []);
    results.set(
      id,
      calls.flatMap(({ result }) => (result === null ? [] : [readResult(result)])),
    );
  }
}
