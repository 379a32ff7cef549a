import type { ExpectedCall } from '../../domain/scenario.ts';
import type { CallFacts } from '../call-facts.ts';
import type { KnownResults } from '../known-results.ts';
import { orderOf } from './call-order.ts';
import { closenessOf, levelOf } from './compare-call.ts';
import type { CallComparison } from './compare-call.ts';
import { fullPairings } from './full-pairings.ts';
import { pairCalls } from './pairing.ts';
import { baseOf, weightOf } from './pairing-problem.ts';
import type { Level, Pairing, PairingInput } from './pairing.ts';
import { settleReferences } from './settle-references.ts';

/** The expected calls of a plan in one list, each with the made call that it was paired with. */
export interface TurnPairing {
  /** The expected calls, with values in place of references. */
  readonly expected: readonly ExpectedCall[];
  /** Group of each expected call, from 0. */
  readonly groups: readonly number[];
  /** For each expected call the number of its made call in the turn; -1 without one. */
  readonly madeFor: Pairing;
  /** For each expected call how well the made call fits it; 0 without one. */
  readonly levels: readonly Level[];
  /** Results of the paired calls, by id of the expected call; only ids that a reference names. */
  readonly results: KnownResults;
}

export interface PairingOptions {
  readonly allowRetry: boolean;
  /** Results of calls of earlier turns, by id of the expected call. */
  readonly known: KnownResults;
  /** Ids that a reference anywhere in the scenario names. */
  readonly referred: ReadonlySet<string>;
  /** True for a call that the conversation's plan could take. Of two equally good calls the pairing takes the other. */
  readonly isWantedElsewhere?: (one: CallFacts) => boolean;
}

/** Pairs the expected calls of a plan with the calls made in a turn. */
export function pairTurn(
  groups: readonly (readonly ExpectedCall[])[],
  made: readonly CallFacts[],
  rules: CallComparison,
  options: PairingOptions,
): TurnPairing {
  const groupOf = groups.flatMap((group, i) => group.map(() => i));
  const written = groups.flat();
  const { known, referred } = options;
  const inputOf = (calls: readonly ExpectedCall[], rows: readonly number[]): PairingInput => {
    const present = [...new Set(rows.map((row) => groupOf[row] ?? 0))];
    const places = rows.map((row) => present.indexOf(groupOf[row] ?? 0));
    return pairingInput(calls, places, made, rules, options);
  };
  const base = baseOf(written.length, made.length);
  const preferences = made.map((one) => preferenceOf(one, options));
  const weightsOf = (call: ExpectedCall): readonly number[] =>
    made.map((one, column) => weightOf(levelOf(rules, call, one), preferences[column] ?? 0, base));
  const { expected, results } = settleReferences({ expected: written, made, known, referred, weightsOf, inputOf });
  const only = onlyPairing(expected, made);
  if (only !== null)
    return { expected, groups: groupOf, madeFor: only, levels: levelsOf(rules, expected, made, only), results };
  const input = pairingInput(expected, groupOf, made, rules, options);
  const madeFor = obviousPairing(groups.length, expected, made, input.level) ?? pairCalls(input);
  const levels = madeFor.map((column, row) => (column === -1 ? 0 : input.level(row, column)));
  return { expected, groups: groupOf, madeFor, levels, results };
}

/**
 * Other pairings that keep the order and in which every expected call has a call that fits in full. The expected calls and the
 * results of `pairing` stay.
 */
export function* otherPairings(
  pairing: TurnPairing,
  made: readonly CallFacts[],
  rules: CallComparison,
  options: PairingOptions,
): Generator<TurnPairing> {
  const input = pairingInput(pairing.expected, pairing.groups, made, rules, options);
  for (const madeFor of fullPairings(input)) yield { ...pairing, madeFor, levels: madeFor.map(() => 3) };
}

function levelsOf(
  rules: CallComparison,
  expected: readonly ExpectedCall[],
  made: readonly CallFacts[],
  madeFor: Pairing,
): readonly Level[] {
  return expected.map((one, row) => {
    const call = made[madeFor[row] ?? -1];
    return call === undefined ? 0 : levelOf(rules, one, call);
  });
}

function pairingInput(
  expected: readonly ExpectedCall[],
  groups: readonly number[],
  made: readonly CallFacts[],
  rules: CallComparison,
  options: PairingOptions,
): PairingInput {
  const known = new Map<number, Level>();
  const level = (row: number, column: number): Level => {
    const [one, call] = [expected[row], made[column]];
    if (one === undefined || call === undefined || one.name !== call.call.name) return 0;
    const key = row * made.length + column;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = levelOf(rules, one, call);
    known.set(key, found);
    return found;
  };
  return {
    groups,
    before: orderOf(expected),
    steps: made.map((one) => one.step),
    level,
    preference: (column) => preferenceOf(made[column], options),
    closeness: (row, column) => closeness(rules, level(row, column), expected[row], made[column]),
    rowKey: (row) => contentOf(expected[row]),
    columnKey: (column) => columnKeyOf(made[column]),
  };
}

/** The text by which two made calls count as equal: name, arguments, and whether an error answered the call. */
function columnKeyOf(made: CallFacts | undefined): string {
  return JSON.stringify([made?.call.name, made?.args, made?.call.rawArguments, made?.failed]);
}

/** See `PairingInput.preference`. */
function preferenceOf(one: CallFacts | undefined, { allowRetry, isWantedElsewhere }: PairingOptions): number {
  if (one === undefined) return 0;
  const own = allowRetry && one.failed ? Number(one.valid) : 2;
  return own + (isWantedElsewhere?.(one) === true ? 0 : 1);
}

/** The text by which two expected calls count as equal: name, arguments, and id and `after` where it has them. */
function contentOf(expected: ExpectedCall | undefined): string {
  const { name, arguments: args, accept, id = null, after = [] } = expected ?? {};
  const link = id === null && after.length === 0 ? [] : [id, after.toSorted()];
  return JSON.stringify([name, args, accept, ...link]);
}

function closeness(
  rules: CallComparison,
  level: Level,
  expected: ExpectedCall | undefined,
  made: CallFacts | undefined,
): number {
  if (level === 3) return 1;
  return level === 0 || expected === undefined || made === undefined ? 0 : closenessOf(rules, expected, made);
}

/** The pairing by name alone; null when a name that both sides have is expected or made twice. */
function onlyPairing(expected: readonly ExpectedCall[], made: readonly CallFacts[]): Pairing | null {
  const madeFor: number[] = [];
  for (const [row, { name }] of expected.entries()) {
    const column = made.findIndex((one) => one.call.name === name);
    if (column !== -1) {
      if (made.findLastIndex((one) => one.call.name === name) !== column) return null;
      if (expected.some((other, i) => i !== row && other.name === name)) return null;
    }
    madeFor.push(column);
  }
  return madeFor;
}

/**
 * The first full match for each expected call; null unless there is one group, every call fits in full, no call is left over
 * and all calls came in one step. No other pairing can be better then.
 */
function obviousPairing(
  groupCount: number,
  expected: readonly ExpectedCall[],
  made: readonly CallFacts[],
  level: (row: number, column: number) => Level,
): Pairing | null {
  if (groupCount !== 1 || made.length !== expected.length || made[0]?.step !== made.at(-1)?.step) return null;
  const taken = new Set<number>();
  const madeFor: number[] = [];
  for (const row of expected.keys()) {
    const column = made.findIndex((_, i) => !taken.has(i) && level(row, i) === 3);
    if (column === -1) return null;
    taken.add(column);
    madeFor.push(column);
  }
  return madeFor;
}
