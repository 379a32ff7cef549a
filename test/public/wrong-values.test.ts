import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  attachCassette,
  checkGates,
  checkScenarios,
  compareModels,
  compareRuns,
  defineScenario,
  isTooltapeError,
  loadScenarios,
  openRun,
  playCalls,
  readResponse,
  replay,
  report,
  run,
  score,
  startSandbox,
  validateArguments,
  type Run,
  type Transcript,
} from '../../src/index.ts';

const scenario = defineScenario({ id: 'hello', prompt: 'Say hello.', expect: { calls: [] } });

let cwd = '';
let finished: Run;
let transcript: Transcript;

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'tooltape-'));
  finished = await run({ cwd, scenarios: [scenario], models: 'oracle', record: 'missing' });
  transcript = await playCalls(scenario, [[{ text: 'Hello!' }]]);
});

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const at = (name: string): string => join(cwd, name);

/** A value as a program without types gives it. */
const untyped = (value: unknown): never => value as never;

test.each<[string, () => unknown, string, RegExp]>([
  [
    'options as text',
    () => replay(untyped('scenarios')),
    'USAGE',
    /^replay: expected an object of options, found "scen/,
  ],
  ['no options', () => replay(untyped(null)), 'USAGE', /^replay: expected an object of options, found null/],
  [
    'a folder that there is not',
    () => replay({ cwd, scenarios: 'scenaros' }),
    'SCENARIO',
    /scenaros: There is no such/,
  ],
  ['no folder of scenarios', () => replay({ cwd }), 'SCENARIO', /\n {2}scenarios: /],
  ['no configuration', () => replay({ cwd, scenarios: [scenario], config: 'no.yaml' }), 'CONFIG', /\n {2}no\.yaml: /],
  [
    'a scenario as it is written',
    () => replay({ cwd, scenarios: untyped([{ id: 'hello', prompt: 'Hello!' }]) }),
    'USAGE',
    /^replay: scenarios: expected a path, a list of paths, or scenarios of `defineScenario`.* found a list of 1/,
  ],
  [
    'paths beside scenarios',
    () => checkScenarios(untyped(['scenarios', scenario])),
    'USAGE',
    /^checkScenarios: scenarios: .* found a list of 2/,
  ],
  ['a number for paths', () => loadScenarios(untyped(5)), 'USAGE', /^loadScenarios: paths: .* found 5/],
  ['a mistyped option', () => loadScenarios('a', untyped({ cdw: '.' })), 'USAGE', /^loadScenarios: .* no option "cdw"/],
  ['no scenario to define', () => defineScenario(untyped(undefined)), 'SCENARIO', /Expected an object, found nothing/],
  ['a file that there is not', () => openRun(at('no.json')), 'RUN_FILE', /no\.json/],
  ['a number for a file', () => openRun(untyped(5)), 'USAGE', /^openRun: file: expected a text, found 5/],
  ['no run', () => report(untyped(undefined)), 'USAGE', /^report: run: expected a run, .* found nothing/],
  ['a run that goes on', () => report(untyped(Promise.resolve(finished))), 'USAGE', /found a promise/],
  ['a report that there is not', () => report(finished, 'htm'), 'USAGE', /found "htm"/],
  ['a width as text', () => report(finished, 'table', untyped({ width: '80' })), 'USAGE', /width: .* found "80"/],
  [
    'gates as a whole',
    async () => report(finished, 'table', untyped({ gates: await checkGates(finished) })),
    'USAGE',
    /gates: expected the `results` of `checkGates`, found an object with results, met/,
  ],
  ['no file to write', () => report(finished).write(untyped(undefined)), 'USAGE', /^write: file: .* found nothing/],
  ['a gate that there is not', () => checkGates(finished, untyped({ minpass: 1 })), 'USAGE', /no option "minpass"/],
  ['a rate in percent', () => checkGates(finished, { minPass: 90 }), 'USAGE', /minPass: expected a rate from 0 to 1/],
  [
    'a rate by tag in percent',
    () => checkGates(finished, { minPass: { each: 90 } }),
    'USAGE',
    /minPass: expected a rate/,
  ],
  ['a level that there is not', () => checkGates(finished, untyped({ maxFindings: 'breaking' })), 'USAGE', /"none"/],
  ['a baseline as a path', () => checkGates(finished, untyped({ baseline: 'b.json' })), 'USAGE', /found "b\.json"/],
  ['no run to compare', () => compareModels(untyped(undefined)), 'USAGE', /^compareModels: run: /],
  ['one run to compare', () => compareRuns(finished, untyped(undefined)), 'USAGE', /^compareRuns: after: /],
  [
    'messages for a transcript',
    () => score(scenario, untyped([{ role: 'user' }])),
    'USAGE',
    /^score: transcript: .* `tr/,
  ],
  ['an id for a scenario', () => score(untyped('hello'), transcript), 'USAGE', /^score: scenario: .* found "hello"/],
  ['calls without turns', () => playCalls(scenario, untyped([{ calls: [] }])), 'USAGE', /^playCalls: turns: /],
  ['a text for a schema', () => validateArguments(untyped('{}'), {}), 'USAGE', /^validateArguments: schema: .* "{}"/],
  ['a text for a response', () => readResponse(untyped('{}')), 'USAGE', /^readResponse: response: .* found "{}"/],
  [
    'a protocol that there is not',
    () => readResponse(Response.json({}), untyped({ protocol: 'openai' })),
    'USAGE',
    /^readResponse: protocol: expected one of "chat", .* found "openai"/,
  ],
  [
    'a port beyond the last',
    () => startSandbox({ scenarios: [scenario], port: 65_536 }),
    'USAGE',
    /^startSandbox: port/,
  ],
  ['no tape', () => attachCassette(untyped(undefined)), 'USAGE', /^attachCassette: expected an object of options/],
  ['a mistyped tape', () => attachCassette(untyped({ fil: 'a.json' })), 'USAGE', /^attachCassette: .* no option "fil"/],
])('a program hears what is wrong with %s', async (_, call, code, message) => {
  const error: unknown = await (async () => call())().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
  expect(isTooltapeError(error) && (error.remedy ?? error.issues[0]?.message)).toBeTruthy();
});
