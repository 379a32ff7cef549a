import { compilePattern } from '../../pattern/pattern.ts';
import { RULES } from '../../score/rules/rules.ts';
import { isObject } from '../../json/json.ts';
import { rememberTexts } from '../../json/remember.ts';
import type { ExpectedCall, Expectation, FinalExpectation, Plan } from '../../domain/scenario.ts';
import { isSound, report, within } from '../../document/place.ts';
import type { Place } from '../../document/place.ts';
import { checkMatchers } from './check-matchers.ts';
import { checkToolName } from './read-tools.ts';
import type { Toolbox } from './read-tools.ts';
import type { WrittenCall, WrittenExpectation, WrittenFinal, WrittenPlan } from '../shape/written.ts';

/** The tools and rules of the scenario whose expectation is read. */
export interface ExpectationContext {
  readonly toolbox: Toolbox;
  /** The scenario's `rules`, which may be none of the table: the shape of the scenario reports that. */
  readonly rules: string;
}

const SHAPES = ['calls', 'steps', 'any_of'] as const;

/**
 * Reads an expectation. Parts of its shape may be broken; `place` holds these problems already. `path` is its path in problems:
 * `turns[1].expect`.
 */
export function readExpectation(
  written: WrittenExpectation,
  path: string,
  place: Place,
  context: ExpectationContext,
): Expectation {
  const given = SHAPES.filter((key) => Object.hasOwn(written, key));
  if (given.length > 1) {
    report(place, 'exclusive', `${given.join(' and ')} exclude each other: keep one of them.`, given[1] ?? '');
  }
  const { any_of: alternatives, ...outer } = written;
  if (!Array.isArray(alternatives)) return { plans: [readPlan(outer, path, place, context)] };
  within(place, 'any_of', () => checkOverlaps(outer, alternatives, place));
  const base = readPlan(outer, path, place, context);
  const plans = alternatives.map((alternative: WrittenPlan, i) => {
    if (!isObject(alternative)) return base;
    const at = `${path}.any_of[${i}]`;
    const plan = within(place, 'any_of', () => within(place, i, () => readPlan(alternative, at, place, context)));
    return joinPlans(base, alternative, plan);
  });
  return { plans };
}

/**
 * Reports `matches`, `not` and `state` that stand both beside `any_of` and in an alternative. Each holds a single condition, so
 * the two cannot be joined.
 */
function checkOverlaps(outer: WrittenPlan, alternatives: readonly WrittenPlan[], place: Place): void {
  for (const [i, alternative] of alternatives.entries()) {
    if (outer.state !== undefined && alternative?.state !== undefined) {
      report(place, 'exclusive', '"state" stands beside any_of, too: give it in one of the two places.', i, 'state');
    }
    for (const key of ['matches', 'not'] as const) {
      if (outer.final?.[key] === undefined || alternative?.final?.[key] === undefined) continue;
      const message = `"${key}" stands in "final" beside any_of, too: give it in one of the two places.`;
      report(place, 'exclusive', message, i, 'final', key);
    }
  }
}

function joinPlans(outer: Plan, written: WrittenPlan, plan: Plan): Plan {
  return {
    ...plan,
    extra: written.extra === undefined ? outer.extra : plan.extra,
    forbidden: [...new Set([...outer.forbidden, ...plan.forbidden])],
    requireParallel: written.require_parallel ?? outer.requireParallel,
    allowRetry: written.allow_retry ?? outer.allowRetry,
    final: joinFinals(outer.final, plan.final),
    state: plan.state ?? outer.state,
  };
}

function joinFinals(outer: FinalExpectation | null, inner: FinalExpectation | null): FinalExpectation | null {
  if (outer === null || inner === null) return inner ?? outer;
  return {
    contains: [...new Set([...outer.contains, ...inner.contains])],
    matches: inner.matches ?? outer.matches,
    not: inner.not ?? outer.not,
  };
}

function readPlan(written: WrittenPlan, path: string, place: Place, context: ExpectationContext): Plan {
  const { extra, forbidden } = written;
  for (const key of ['extra', 'forbidden'] as const) {
    const names = written[key];
    if (!Array.isArray(names)) continue;
    for (const [i, name] of names.entries()) {
      if (typeof name === 'string')
        within(place, key, () => within(place, i, () => checkToolName(name, context.toolbox, place)));
    }
  }
  return {
    groups: readGroups(written, path, place, context),
    extra: extra ?? 'forbid',
    forbidden: Array.isArray(forbidden) ? forbidden : [],
    requireParallel: written.require_parallel ?? false,
    allowRetry: written.allow_retry ?? false,
    final: written.final === undefined ? null : within(place, 'final', () => readFinal(written.final ?? {}, place)),
    state: readState(written.state, place),
    path,
  };
}

function readState(state: WrittenPlan['state'], place: Place): Plan['state'] {
  if (state !== undefined && isSound(place)) checkMatchers(state, place, 'state');
  return state ?? null;
}

function readGroups(written: WrittenPlan, path: string, place: Place, context: ExpectationContext): Plan['groups'] {
  const { calls, steps } = written;
  if (calls === 'any') return calls;
  if (Array.isArray(calls)) {
    return calls.length === 0 ? [] : [within(place, 'calls', () => readGroup(calls, `${path}.calls`, place, context))];
  }
  if (!Array.isArray(steps)) return null;
  return within(place, 'steps', () =>
    steps.map((group: readonly WrittenCall[], i) =>
      Array.isArray(group) ? within(place, i, () => readGroup(group, `${path}.steps[${i}]`, place, context)) : [],
    ),
  );
}

/** Scenarios share one string for a path, which saves memory. */
const shared = rememberTexts(10_000, (path) => path);

/** The path of an item of a list. */
function itemPath(list: string, index: number): string {
  return shared(`${list}[${index}]`);
}

function readGroup(
  calls: readonly WrittenCall[],
  path: string,
  place: Place,
  context: ExpectationContext,
): readonly ExpectedCall[] {
  return calls.map((call, i) => within(place, i, () => readCall(call, itemPath(path, i), place, context)));
}

const NOTHING: readonly string[] = [];

function readCall(call: WrittenCall, path: string, place: Place, context: ExpectationContext): ExpectedCall {
  if (isSound(place)) {
    // A scenario without any tools has one problem for that already.
    if (context.toolbox.named !== null) checkToolName(call.name, context.toolbox, place, 'name');
    if (call.arguments !== undefined) checkMatchers(call.arguments, place, 'arguments');
    checkRules(call, place, context.rules);
  }
  return {
    name: call.name,
    arguments: call.arguments ?? null,
    accept: call.accept ?? null,
    id: call.id ?? null,
    after: call.after ?? NOTHING,
    path,
  };
}

/** `rules: bfcl`, as messages name the rules under which a call carries `accept`. */
const ACCEPTING: string = RULES.filter(({ key }) => key === 'accept')
  .map(({ name }) => `\`rules: ${name}\``)
  .join(' or ');

function checkRules(call: WrittenCall, place: Place, rules: string): void {
  const key = RULES.find(({ name }) => name === rules)?.key;
  if (key === 'arguments' && call.accept !== undefined) {
    const message = `"accept" goes with ${ACCEPTING} only. Write "arguments", with $oneOf for several values.`;
    report(place, 'wrong-rules', message, 'accept');
  }
  if (key === 'accept' && call.arguments !== undefined) {
    report(place, 'wrong-rules', `Under \`rules: ${rules}\` a call carries "accept", not "arguments".`, 'arguments');
  }
  if (key === 'accept' && call.accept === undefined && call.arguments === undefined) {
    const message = `"accept" is missing: under \`rules: ${rules}\` a call carries { parameter: [values] }.`;
    report(place, 'missing-key', message, 'accept');
  }
}

function readFinal(written: WrittenFinal, place: Place): FinalExpectation {
  if (isSound(place)) {
    if (Object.keys(written).length === 0)
      report(place, 'empty', 'Expected contains, matches or not; found none of them.');
    for (const key of ['matches', 'not'] as const) checkRegex(written[key], place, key);
  }
  return { contains: written.contains ?? [], matches: written.matches ?? null, not: written.not ?? null };
}

function checkRegex(source: string | undefined, place: Place, key: string): void {
  if (source === undefined) return;
  const compiled = compilePattern(source.normalize('NFC'));
  if (!compiled.ok) report(place, 'bad-regex', `Expected a regular expression. ${compiled.reason}.`, key);
}
