import { isObject, type Json } from '../../json/json.ts';
import { parsePath } from '../../json/path.ts';
import { plansOf } from '../../domain/plans.ts';
import type { ExpectedCall, Plan, Scenario, SimulatedResult } from '../../domain/scenario.ts';
import { referencesIn, type Reference } from '../../match/reference.ts';
import { orderOf } from '../../score/pairing/call-order.ts';
import { readResult } from '../../score/known-results.ts';
import { expectedCalls, type CallSite } from '../mutants/expected-calls.ts';
import { defineLint, error, warning, type LintIssue, type Lint } from '../lint.ts';

const CODES = {
  'reference-to-nothing': 'No simulated result has the value that a `$result` refers to.',
  'reference-unordered': 'A call refers to the result of another that need not come before it.',
  'uncertain-reference': 'A call refers to the result of one that only some alternatives make.',
  'unused-id': 'A call has an `id` that nothing names.',
} as const;
type LinkIssue = LintIssue<keyof typeof CODES>;

/** Finds ids without a call, and references to results that a run never has, or not always. */
export const linksLint: Lint = defineLint({ codes: CODES, over: () => lintLinks });

function* lintLinks(scenario: Scenario): Generator<LinkIssue> {
  const sites = [...expectedCalls(scenario)];
  if (sites.every(({ call }) => call.id === null)) return;
  const known = new Map(sites.flatMap((site) => (site.call.id === null ? [] : [[site.call.id, site] as const])));
  const named = new Set(sites.flatMap(({ call }) => call.after));
  for (const site of sites) {
    for (const reference of referencesIn(site.call.arguments ?? {}, `${site.call.path}.arguments`)) {
      named.add(reference.id);
      const other = known.get(reference.id);
      if (other !== undefined) yield* lintReference(scenario, site, other, reference);
    }
  }
  for (const { state, path } of plansOf(scenario)) {
    for (const reference of referencesIn(state ?? {}, `${path}.state`)) {
      named.add(reference.id);
      const other = known.get(reference.id);
      if (other !== undefined) yield* lintValue(other, reference);
    }
  }
  for (const [id, { call }] of known) {
    if (named.has(id)) continue;
    yield warning(
      'unused-id',
      `${call.path}.id`,
      `Nothing names the id "${id}": no \`after\` and no \`$result\`. Leave it out.`,
    );
  }
}

function* lintReference(
  scenario: Scenario,
  site: CallSite,
  other: CallSite,
  reference: Reference & { readonly at: string },
): Generator<LinkIssue> {
  yield* lintValue(other, reference);
  const { id, at } = reference;
  if (other.plan === site.plan) {
    if (comesBefore(site.plan, other.call, site.call)) return;
    const advice = isSteps(site.plan) ? 'Put it into a later group' : `Write \`after: [${id}]\` beside it`;
    const message = `This call needs the result of "${id}", but nothing says that it comes later. ${advice}.`;
    yield warning('reference-unordered', at, message);
    return;
  }
  const alternatives = scenario.turns[other.turn]?.expect.plans ?? [];
  if (alternatives.length > 1 && alternatives.includes(other.plan)) {
    const message = `The call "${id}" stands in one of several alternatives (${other.plan.path}): where another is made, there is no result to refer to.`;
    yield warning('uncertain-reference', at, message);
  }
}

/** Finds a reference whose path no simulated result of the tool has. Results of a module are not known. */
function* lintValue({ call, tool }: CallSite, { path, at }: Reference & { readonly at: string }): Generator<LinkIssue> {
  if (tool === undefined || path === '') return;
  const results = tool.returns ?? [NOTHING_SIMULATED];
  if (results.some((result) => mayHold(result, path))) return;
  const message = `No simulated result of ${call.name} has a value at ${path}, so that no call can be right. Correct the path, or the \`returns\` of ${call.name}.`;
  yield error('reference-to-nothing', at, message);
}

const NOTHING_SIMULATED: SimulatedResult = {
  when: null,
  times: null,
  delayMs: 0,
  set: null,
  answer: { kind: 'result', value: null, isError: false },
};

function valueOf(answer: Exclude<SimulatedResult['answer'], { readonly kind: 'module' }>): Json {
  if (answer.kind === 'error') return { error: answer.value };
  if (answer.kind === 'result') return answer.value;
  return answer.parts.map(({ text }) => (typeof text === 'string' ? text : '')).join('');
}

function mayHold({ answer }: SimulatedResult, path: string): boolean {
  if (answer.kind === 'module') return true;
  let at: Json | undefined = valueOf(answer);
  if (typeof at === 'string' && !at.includes('${')) at = readResult(at);
  for (const key of parsePath(path) ?? []) {
    // A template may produce any value.
    if (typeof at === 'string' && at.includes('${')) return true;
    if (Array.isArray(at)) at = typeof key === 'number' ? at[key] : undefined;
    else at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at !== undefined;
}

function comesBefore(plan: Plan, first: ExpectedCall, later: ExpectedCall): boolean {
  const groups = Array.isArray(plan.groups) ? (plan.groups as readonly (readonly ExpectedCall[])[]) : [];
  const groupOf = (call: ExpectedCall): number => groups.findIndex((group) => group.includes(call));
  if (groups.length > 1) return groupOf(first) < groupOf(later);
  const calls = groups.flat();
  return orderOf(calls)?.[calls.indexOf(later)]?.includes(calls.indexOf(first)) === true;
}

function isSteps({ groups, path }: Plan): boolean {
  return (
    Array.isArray(groups) &&
    (groups[0] as readonly ExpectedCall[] | undefined)?.[0]?.path.startsWith(`${path}.steps`) === true
  );
}
