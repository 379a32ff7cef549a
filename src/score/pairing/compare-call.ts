import { requiredOf } from '../../match/schema/resolve.ts';
import type { JsonObject } from '../../json/json.ts';
import type { ExpectedCall } from '../../domain/scenario.ts';
import type { CallFacts } from '../call-facts.ts';
import { fits, matchValue } from '../../match/match.ts';
import type { Mismatch } from '../../match/match.ts';
import { fieldsOf } from '../../match/matcher.ts';
import type { Level } from './pairing.ts';

/** Compares the arguments of a made call with an expected one, by the scenario's `rules`. */
export interface CallComparison {
  /** True when all arguments fit. */
  readonly full: (expected: ExpectedCall, made: CallFacts) => boolean;
  /** True when the arguments that the tool's schema requires fit. */
  readonly required: (expected: ExpectedCall, made: CallFacts) => boolean;
  /** The arguments that do not fit, with paths inside the arguments. */
  readonly mismatches: (expected: ExpectedCall, made: CallFacts) => readonly Mismatch[];
}

/** Comparison by the argument matchers of the scenario. */
export const NATIVE: CallComparison = {
  full: (expected, made) => made.args !== null && (expected.arguments === null || fits(expected.arguments, made.args)),
  required: (expected, made) =>
    made.args !== null && requiredFit(expected.arguments, made.args, requiredOf(made.tool?.parameters ?? null)),
  mismatches: (expected, made) =>
    expected.arguments === null ? [] : matchValue(expected.arguments, made.args ?? undefined, ''),
};

/** How well a made call answers an expected one. */
export function levelOf(rules: CallComparison, expected: ExpectedCall, made: CallFacts): Level {
  if (expected.name !== made.call.name) return 0;
  if (made.args === null) return 1;
  if (rules.full(expected, made)) return 3;
  return rules.required(expected, made) ? 2 : 1;
}

/** Share of the arguments that fit, 0..1. Arguments on either side count. */
export function closenessOf(rules: CallComparison, expected: ExpectedCall, made: CallFacts): number {
  if (made.args === null) return 0;
  const wanted = Object.keys(expected.arguments ?? expected.accept ?? {});
  const all = new Set([...wanted, ...Object.keys(made.args)]).size;
  if (all === 0) return 1;
  const wrong = new Set(rules.mismatches(expected, made).map((one) => /^[^.[]*/.exec(one.path)?.[0] ?? '')).size;
  return Math.max(0, all - wrong) / all;
}

function requiredFit(matcher: JsonObject | null, args: JsonObject, required: readonly string[]): boolean {
  if (matcher === null) return true;
  const wanted = fieldsOf(matcher);
  // A matcher that is not a list of fields cannot be split by argument, so all arguments must fit it.
  if (wanted === null) return fits(matcher, args);
  return required.every((key) => {
    const actual = Object.hasOwn(args, key) ? args[key] : undefined;
    if (Object.hasOwn(wanted.fields, key)) return fits(wanted.fields[key], actual);
    return wanted.open || actual === undefined;
  });
}
