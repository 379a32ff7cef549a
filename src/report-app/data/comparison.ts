import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';
import type { CallRow, ScenarioRow, TrialRow } from '../../domain/run.ts';
import { isWithin, valueAt } from '../../json/path.ts';

/** An expected call as the scenario's author wrote it. */
export interface Wanted {
  readonly path: string;
  readonly name: string;
  /** Argument matchers, or lists of accepted values; null where any arguments will do. */
  readonly arguments: JsonObject | null;
  readonly rule: 'match' | 'one of';
}

/** A call that was made beside the one that was expected; one of the two may be missing. */
export interface CallPair {
  readonly made: CallRow | null;
  readonly wanted: Wanted | null;
  /** Path of the made call in the trial: `calls[1]`; null when none was made. */
  readonly path: string | null;
  readonly arguments: readonly ArgumentPair[];
  /** A problem points at the call as a whole. */
  readonly differs: boolean;
}

export interface ArgumentPair {
  readonly name: string;
  readonly path: string;
  readonly wanted: Json | undefined;
  readonly made: Json | undefined;
  readonly differs: boolean;
}

/** The calls of a trial beside those expected: made calls in order, then expected ones that were not made. */
export function pairCalls(trial: TrialRow, scenario: ScenarioRow | null): CallPair[] {
  const problemPaths = trial.problems.map((problem) => problem.path);
  const pairs = trial.calls.map((made, i) => {
    const path = `calls[${i}]`;
    const wanted = made.expected === null ? null : wantedAt(scenario, made.expected);
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

/** The expectation, so that the paths of the run file lead into it; a scenario of turns has one for each. */
function expectationRoot({ expect }: ScenarioRow): JsonObject {
  const turns = isObject(expect) ? expect['turns'] : undefined;
  return turns === undefined ? { expect } : { turns };
}

function wantedAt(scenario: ScenarioRow | null, path: string): Wanted | null {
  return scenario === null ? null : wantedFrom(valueAt(expectationRoot(scenario), path), path);
}

function wantedFrom(written: Json | undefined, path: string): Wanted | null {
  if (typeof written === 'string') return { path, name: written, arguments: null, rule: 'match' };
  if (!isObject(written) || typeof written['name'] !== 'string') return null;
  const accept = written['accept'];
  const values = isObject(accept) ? accept : written['arguments'];
  return {
    path,
    name: written['name'],
    arguments: isObject(values) ? values : null,
    rule: isObject(accept) ? 'one of' : 'match',
  };
}

/** The expected calls of the plan that the trial was judged by: the one its pairs or problems point at, else the first. */
function wantedCalls(trial: TrialRow, scenario: ScenarioRow | null): Wanted[] {
  if (scenario === null || trial.status === 'error' || trial.status === 'unrecorded') return [];
  const root = expectationRoot(scenario);
  const { turns } = root;
  const bases = Array.isArray(turns) ? turns.map((_, turn) => `turns[${turn}].expect`) : ['expect'];
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
