import { isObject, type Json } from '../../json/json.ts';
import { GrowingAssignment } from '../../match/growing-assignment.ts';
import type { ExpectedCall } from '../../domain/scenario.ts';
import type { CallFacts } from '../call-facts.ts';
import { readResult, resolveWith, type KnownResults } from '../known-results.ts';
import { referredIds } from './call-order.ts';
import { orderlyColumns } from './orderly-columns.ts';
import type { PairingInput } from './pairing-problem.ts';

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
  /** The weight of each made call for an expected call. The pairing has the greatest sum of weights. */
  readonly weightsOf: (call: ExpectedCall) => readonly number[];
  /** The pairing problem of these expected calls with the made calls. `rows` are their numbers, in ascending order. */
  readonly inputOf: (expected: readonly ExpectedCall[], rows: readonly number[]) => PairingInput;
}

/**
 * Replaces references by results, in rounds: pairs the calls without open references, puts their results into the calls that
 * refer to them, and repeats. An expected call that fits several made calls equally well, in the order that is expected, gives
 * the results of each.
 */
export function settleReferences(unsettled: Unsettled): Settled {
  const { expected, made, known, referred } = unsettled;
  if (referred.size === 0) return { expected, results: new Map() };
  const own = new Map(expected.flatMap(({ id }, row) => (id !== null && referred.has(id) ? [[id, row]] : [])));
  const results = new Map<string, readonly Json[]>();
  const settled = new Map<number, ExpectedCall>();
  const pairing = new GrowingAssignment(made.length);
  for (;;) {
    const all = new Map<string, readonly Json[] | null>([...known, ...results]);
    let open = rowsIn(expected, settled, (id) => !own.has(id) || results.has(id));
    // Only calls that refer to each other in a circle are left. Loading refuses them, so their references stay without a value.
    if (open.length === 0 && settled.size < expected.length) open = rowsIn(expected, settled, () => true);
    for (const row of open) {
      const call = expected[row];
      if (call === undefined) continue;
      const plain = resolved(call, all);
      settled.set(row, plain);
      pairing.add(unsettled.weightsOf(plain));
    }
    const news = [...own].filter(([id, row]) => settled.has(row) && !results.has(id));
    if (news.length > 0) addResults(news, settled, pairing, unsettled, results);
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
  pairing: GrowingAssignment,
  { made, inputOf }: Unsettled,
  results: Map<string, readonly Json[]>,
): void {
  const places = [...settled.keys()];
  const rows = places.toSorted((a, b) => a - b);
  const input = inputOf(
    rows.flatMap((row) => settled.get(row) ?? []),
    rows,
  );
  for (const [id, row] of ids) {
    const equal = pairing.columnsFor(places.indexOf(row));
    const calls = orderlyColumns(input, rows.indexOf(row), equal).flatMap((column) => made[column] ?? []);
    results.set(
      id,
      calls.flatMap(({ result }) => (result === null ? [] : [readResult(result)])),
    );
  }
}
