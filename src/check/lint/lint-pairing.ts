import { deepEqual } from '../../json/json.ts';
import type { ExpectedCall, Plan, Scenario } from '../../domain/scenario.ts';
import { callsOf, plansOf, toolNamed } from '../../domain/plans.ts';
import { exampleWhere } from '../../match/examples/example.ts';
import { fitsExample } from '../../match/examples/fits-example.ts';
import { longestChain, referredIds } from '../../score/pairing/call-order.ts';
import { defineLint, error, shown, warning, type LintIssue, type Lint } from '../lint.ts';

const CODES = {
  'ambiguous-pairing': 'One call could be meant by two expected ones.',
  'impossible-expectation': 'Parts of the scenario contradict each other.',
} as const;
type PairingIssue = LintIssue<keyof typeof CODES>;

/** Finds two expected calls that one made call could satisfy, and parts of a scenario that contradict each other. */
export const pairingLint: Lint = defineLint({ codes: CODES, over: () => lintPairing });

function* lintPairing(scenario: Scenario): Generator<PairingIssue> {
  for (const plan of plansOf(scenario)) {
    yield* contradictions(scenario, plan);
    // The value of a reference is known only after the call is answered, so calls with references are left out.
    yield* ambiguities(
      scenario,
      callsOf(plan).filter((call) => referredIds(call).length === 0),
    );
  }
}

function* ambiguities(scenario: Scenario, calls: readonly ExpectedCall[]): Generator<PairingIssue> {
  for (const [i, call] of calls.entries()) {
    for (const earlier of calls.slice(0, i)) {
      if (earlier.name !== call.name || call.arguments === null || earlier.arguments === null) continue;
      if (deepEqual(earlier.arguments, call.arguments)) continue;
      const example = overlap(scenario, earlier, call);
      if (example === null) continue;
      const message = `${call.name}(${example}) is both this call and ${earlier.path}, so that a wrong pair of calls may pass for a right one. Make their arguments exclude each other.`;
      yield warning('ambiguous-pairing', call.path, message);
      break;
    }
  }
}

function overlap(scenario: Scenario, a: ExpectedCall, b: ExpectedCall): string | null {
  const parameters = toolNamed(scenario, a.name)?.parameters ?? null;
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const example = exampleWhere(one.arguments, parameters, (value) => fitsExample(other.arguments, value));
    if (example.ok) return shown(example.value);
  }
  return null;
}

function* contradictions(scenario: Scenario, plan: Plan): Generator<PairingIssue> {
  const calls = Array.isArray(plan.groups) ? (plan.groups.flat() as readonly ExpectedCall[]) : [];
  const wantsCalls = calls.length > 0 || plan.groups === 'any';
  const choice = scenario.toolChoice;
  const at = plan.path;
  if (choice === 'none' && wantsCalls) {
    yield error('impossible-expectation', at, '`tool_choice: none` forbids every call, but calls are expected.');
  }
  if (choice !== null && choice !== 'auto' && choice !== 'none' && Array.isArray(plan.groups) && calls.length === 0) {
    yield error(
      'impossible-expectation',
      at,
      `\`tool_choice: ${shown(choice)}\` forces a call, but no call may be made.`,
    );
  }
  for (const call of calls) {
    if (!plan.forbidden.includes(call.name)) continue;
    yield error('impossible-expectation', call.path, `${call.name} is expected and forbidden.`);
  }
  const groups = Array.isArray(plan.groups)
    ? (plan.groups as readonly (readonly ExpectedCall[])[]).reduce((sum, group) => sum + longestChain(group), 0)
    : 0;
  // The final text takes one more step where the plan judges it or the state.
  const answer = scenario.maxSteps > 1 && (plan.final !== null || plan.state !== null) ? 1 : 0;
  if (groups + answer > scenario.maxSteps) {
    const said = answer === 0 ? 'calls' : 'calls and an answer';
    const message = `${groups} groups of ${said} take ${groups + answer} steps, but \`max_steps\` is ${scenario.maxSteps}.`;
    yield error('impossible-expectation', at, message);
  }
  if (plan.state !== null && scenario.maxSteps === 1) {
    yield error('impossible-expectation', at, 'With `max_steps: 1` no tool is run, so that the state is not judged.');
  }
  if (plan.requireParallel && scenario.request['parallel_tool_calls'] === false) {
    yield error('impossible-expectation', at, '`require_parallel` contradicts `parallel_tool_calls: false`.');
  }
}
