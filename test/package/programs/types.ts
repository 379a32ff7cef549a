/* oxlint-disable typescript/no-unnecessary-type-parameters -- the parameter is the claim that is checked. */
// Compiled, never run: what the types of the library promise, and what they refuse. It stands in the folder of somebody who has
// installed the package.
import {
  attachCassette,
  checkGates,
  compareModels,
  compareRuns,
  defineScenario,
  loadScenarios,
  match,
  openRun,
  readResponse,
  replay,
  report,
  run,
  score,
  startSandbox,
  validateArguments,
  type AssistantTurn,
  type Comparison,
  type LoadedScenarios,
  type ModelComparison,
  type Reading,
  type Report,
  type Run,
  type RunComparison,
  type RunResult,
  type Scenario,
  type Transcript,
  type TrialRow,
  type Verdict,
  type WireFault,
} from 'tooltape';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Compiles where the argument is the type `true`. */
declare function holds<Claim extends true>(): Claim;

holds<Same<ReturnType<typeof replay>, Promise<RunResult>>>();
holds<Same<ReturnType<typeof run>, Promise<RunResult>>>();
holds<RunResult extends Run ? true : false>();
holds<ReturnType<typeof openRun> extends Run ? true : false>();
holds<Same<ReturnType<Run['trials']>, Iterable<TrialRow>>>();
holds<Same<ReturnType<typeof loadScenarios>, LoadedScenarios>>();
holds<Same<ReturnType<typeof defineScenario>, Scenario>>();
holds<Same<ReturnType<typeof score>, Verdict>>();
holds<Same<ReturnType<typeof compareModels>, ModelComparison>>();
holds<Same<ReturnType<typeof compareRuns>, RunComparison>>();
holds<Same<Comparison, ModelComparison | RunComparison>>();
holds<Same<Awaited<ReturnType<typeof readResponse>>, Reading>>();
holds<Report extends AsyncIterable<string> ? true : false>();

// `ok` tells the two kinds of readings apart, and `null` scores are no numbers.
declare const reading: Reading;
if (reading.ok) holds<Same<typeof reading, AssistantTurn>>();
else holds<Same<typeof reading, WireFault>>();
declare const verdict: Verdict;
holds<Same<typeof verdict.scores.arguments, number | null>>();

// Scenarios come from paths, from files that are loaded, and from programs.
declare const scenario: Scenario;
declare const transcript: Transcript;
void replay({ scenarios: 'scenarios', models: ['a', 'b'], grep: /x/ });
void replay({ scenarios: ['a.yaml', 'b.yaml'] });
void replay({ scenarios: loadScenarios() });
void run({ scenarios: [scenario], record: 'all', stream: 'both', shard: { index: 1, count: 2 } });
void startSandbox({ scenarios: [scenario], port: 0 });
void score(scenario, transcript, { wire: 'raw' });
void checkGates(openRun(), { minPass: { each: 1 }, baseline: openRun('b.json') });
void report(openRun(), 'html').write('r.html');
void report(openRun(), function* (of: Run) {
  yield of.header.createdAt;
});
void match({ a: 1 }, { a: { $range: [0, 2] } });
void validateArguments({ type: 'object' }, {}, { formats: 'annotated' });
void attachCassette({ file: 'a.json' });

// @ts-expect-error -- a replay records nothing
void replay({ record: 'all' });
// @ts-expect-error -- no such option
void run({ trails: 3 });
// @ts-expect-error -- one of three words
void run({ record: 'some' });
// @ts-expect-error -- a scenario has an id
void defineScenario({ prompt: 'Hello' });
// @ts-expect-error -- no such key
void defineScenario({ id: 'a', prompt: 'Hello', tool: [] });
// @ts-expect-error -- a list of calls, or any
void defineScenario({ id: 'a', prompt: 'Hello', expect: { calls: 'none' } });
// @ts-expect-error -- a matcher is JSON
void match('a', () => true);
// @ts-expect-error -- a tape has a place
void attachCassette({ mode: 'all' });
// @ts-expect-error -- rows are for reading
openRun().header.models = [];
