import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';
import type { CallRow, ScenarioRow, TrialRow } from '../../domain/run.ts';
import { isWithin, valueAt } from '../../json/path.ts';
import { readResult, resolveWith, type KnownResults } from '../../score/known-results.ts';

/** An expected call as the scenario's author wrote it. */
export interface Wanted {
  readonly path: string;
  readonly name: string;
  /** The id by which references in other expected calls name this call; null without an id. */
  readonly id: string | null;
  /** Argument matchers, or lists of accepted values; null when the expectation accepts any arguments. */
  readonly arguments: JsonObject | null;
  readonly rule: 'match' | 'one of';
}

/** A made call and the expected call that the judge paired with it. One of the two may be null. */
export interface CallPair {
  readonly made: CallRow | null;
  readonly wanted: Wanted | null;
  /** Path of the made call in the trial, such as `calls[1]`; null when the model did not make the expected call. */
  readonly path: string | null;
  readonly arguments: readonly ArgumentPair[];
  /** True when a problem of the trial points at the made call or into it, or when a failed trial lacks the expected call. */
  readonly differs: boolean;
}

export interface ArgumentPair {
  readonly name: string;
  readonly path: string;
  readonly wanted: Json | undefined;
  readonly made: Json | undefined;
  readonly differs: boolean;
}

/** Returns the made calls of a trial in order, each with its expected call; then the expected calls that the model did not make. */
export function callPairs(trial: TrialRow, scenario: ScenarioRow | null): CallPair[] {
  const problemPaths = trial.problems.map((problem) => problem.path);
  const known = resultsById(trial, scenario);
  const resolved = (wanted: Wanted | null): Wanted | null => (wanted === null ? null : withResults(wanted, known));
  const pairs = trial.calls.map((made, i) => {
    const path = `calls[${i}]`;
    const wanted = resolved(made.expected === null ? null : wantedAt(scenario, made.expected));
    return {
      made,
      wanted,
      path,
      arguments: pairArguments(made, wanted, path, problemPaths),
      differs: problemPaths.some((p) => isWithin(p, path)),
    };
  });
  const paired = new Set(trial.calls.map((call) => call.expected));
  const open = wantedCalls(trial, scenario).filter((wanted) => !paired.has(wanted.path));
  return [
    ...pairs,
    ...open.map((wanted) => ({
      made: null,
      wanted,
      path: null,
      arguments: pairArguments(null, wanted, '', []),
      differs: trial.status === 'fail',
    })),
  ];
}

/** Returns the tool results of the made calls whose expected call has an id, by that id, so that references can resolve. */
function resultsById(trial: TrialRow, scenario: ScenarioRow | null): KnownResults {
  const inStep = new Map<number, number>();
  return new Map(
    trial.calls.flatMap(({ expected, step }): [string, readonly Json[]][] => {
      const place = inStep.get(step) ?? 0;
      inStep.set(step, place + 1);
      const id = expected === null ? null : (wantedAt(scenario, expected)?.id ?? null);
      const result = trial.steps[step - 1]?.results[place];
      return id === null || result === undefined ? [] : [[id, [readResult(result.content)]]];
    }),
  );
}

/** Returns the expected call with each reference replaced by the tool result that it names. */
function withResults(wanted: Wanted, known: KnownResults): Wanted {
  if (wanted.arguments === null || known.size === 0) return wanted;
  const args = resolveWith(known, wanted.arguments);
  return isObject(args) ? { ...wanted, arguments: args } : wanted;
}

function pairArguments(
  made: CallRow | null,
  wanted: Wanted | null,
  path: string,
  problems: readonly string[],
): ArgumentPair[] {
  const wantedArguments = wanted?.arguments ?? {};
  const madeArguments = made?.arguments ?? {};
  const names = new Set([...Object.keys(wantedArguments), ...Object.keys(madeArguments)]);
  return [...names].map((name) => {
    const place = joinPath(`${path}.arguments`, name);
    return {
      name,
      path: place,
      wanted: Object.hasOwn(wantedArguments, name) ? wantedArguments[name] : undefined,
      made: Object.hasOwn(madeArguments, name) ? madeArguments[name] : undefined,
      differs: problems.some((problem) => isWithin(problem, place)),
    };
  });
}

/**
 * Returns the object in which the `expected` paths of the run file resolve. A scenario with turns has an expectation for each turn,
 * and may have one for the whole conversation.
 */
function expectationRoot({ expect }: ScenarioRow): JsonObject {
  if (!isObject(expect) || expect['turns'] === undefined) return { expect };
  const { turns, expect: whole } = expect;
  return whole === undefined ? { turns } : { turns, expect: whole };
}

function wantedAt(scenario: ScenarioRow | null, path: string): Wanted | null {
  return scenario === null ? null : wantedFrom(valueAt(expectationRoot(scenario), path), path);
}

function wantedFrom(written: Json | undefined, path: string): Wanted | null {
  if (typeof written === 'string') return { path, name: written, id: null, arguments: null, rule: 'match' };
  if (!isObject(written) || typeof written['name'] !== 'string') return null;
  const accept = written['accept'];
  const values = isObject(accept) ? accept : written['arguments'];
  return {
    path,
    name: written['name'],
    id: typeof written['id'] === 'string' ? written['id'] : null,
    arguments: isObject(values) ? values : null,
    rule: isObject(accept) ? 'one of' : 'match',
  };
}

/**
 * Returns the expected calls of a judged trial; none for an unjudged trial. With `any_of`, these are the calls of the plan at which
 * a pair or problem of the trial points; without such a pointer, those of the first plan.
 */
function wantedCalls(trial: TrialRow, scenario: ScenarioRow | null): Wanted[] {
  if (scenario === null || trial.status === 'error' || trial.status === 'unrecorded') return [];
  const root = expectationRoot(scenario);
  const { turns } = root;
  const inTurns = Array.isArray(turns) ? turns.map((_, turn) => `turns[${turn}].expect`) : [];
  const bases = root['expect'] === undefined ? inTurns : [...inTurns, 'expect'];
  const pointers = [
    ...trial.calls.map((call) => call.expected ?? ''),
    ...trial.problems.map((problem) => problem.path),
  ];
  return bases.flatMap((base) => {
    const expectation = valueAt(root, base);
    if (!isObject(expectation)) return [];
    const plans = expectation['any_of'];
    if (!Array.isArray(plans)) return callsOf(expectation, base);
    const named = plans.findIndex((_, i) => pointers.some((pointer) => isWithin(pointer, `${base}.any_of[${i}]`)));
    const plan = plans[Math.max(named, 0)];
    return isObject(plan) ? callsOf(plan, `${base}.any_of[${Math.max(named, 0)}]`) : [];
  });
}

function callsOf(plan: JsonObject, base: string): Wanted[] {
  const { calls, steps } = plan;
  const groups = Array.isArray(calls)
    ? [{ path: `${base}.calls`, list: calls }]
    : (Array.isArray(steps) ? steps : []).map((list, i) => ({ path: `${base}.steps[${i}]`, list }));
  return groups.flatMap(({ path, list }) =>
    (Array.isArray(list) ? list : []).flatMap((call, i) => wantedFrom(call, `${path}[${i}]`) ?? []),
  );
}
