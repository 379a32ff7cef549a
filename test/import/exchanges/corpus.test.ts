import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/json/json.ts';
import { isSpoken } from '../../../src/protocol/protocols.ts';
import { ROOT, runCli } from '../../support/run-cli.ts';

/** Real exchanges with the calls that each holds by its protocol's own definition; not part of the project. */
const CORPUS = resolve(ROOT, '../shared/wire-corpus/exchanges.jsonl');
const absent = !existsSync(CORPUS);
if (absent) process.stderr.write(`${CORPUS} is not there: recorded exchanges are not imported\n`);

interface Line {
  readonly id: string;
  readonly source: string;
  readonly protocol: string;
  readonly expected: { readonly calls?: readonly { name: string; arguments: Json }[]; readonly error?: boolean };
}

interface Trial {
  readonly scenario: string;
  readonly model: string;
  readonly trial: number;
  readonly status: string;
  readonly reason: string | null;
  readonly calls: readonly { step: number; name: string; arguments: JsonObject | null; rawArguments: string }[];
}

/** Exchanges whose calls are read otherwise than the corpus says, and why. */
const OTHERWISE: { readonly [id: string]: string } = {
  'ai/google/google-stream-tool-call-arguments': 'the corpus lists each fragment of streamed arguments as a call',
  'ai/google/google-stream-tool-call-array-arguments-missing-terminal-function-call':
    'the corpus lists each fragment of streamed arguments as a call',
  'ai/google/google-vertex-stream-tool-call-arguments-nested.1':
    'the corpus lists each fragment of streamed arguments as a call',
  'test_openrouter/test_openrouter_tool_optional_parameters#0': 'empty arguments of a tool that requires none are {}',
};

describe.skipIf(absent)('recorded exchanges of real clients', () => {
  const lines: Line[] = [];
  /** In the order of the lines: some ids stand twice. */
  const inputs: JsonObject[] = [];
  const trials = new Map<string, Trial>();
  const dir = mkdtempSync(join(tmpdir(), 'tooltape-corpus-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  beforeAll(async () => {
    const all = readFileSync(CORPUS, 'utf8').trim().split('\n');
    const spoken = all.filter((line) => isSpoken((JSON.parse(line) as Line).protocol));
    lines.push(...spoken.map((line) => JSON.parse(line) as Line));
    mkdirSync(join(dir, 'out'));
    writeFileSync(join(dir, 'corpus.jsonl'), spoken.join('\n'));
    const imported = await runCli(['import', 'exchanges', 'corpus.jsonl', '--out', 'out'], { cwd: dir });
    expect(imported).toMatchObject({ code: 0 });
    const args = ['replay', '--cassettes', 'out/cassettes', 'out/scenarios', '-o', 'run.json'];
    expect(await runCli(args, { cwd: dir })).toMatchObject({ code: 0 });
    const read = (file: string): JsonObject => JSON.parse(readFileSync(join(dir, file), 'utf8')) as JsonObject;
    inputs.push(...(read('out/import.json')['inputs'] as JsonObject[]));
    for (const trial of read('run.json')['trials'] as unknown as Trial[]) {
      trials.set(JSON.stringify([trial.scenario, trial.model, trial.trial]), trial);
    }
  }, 120_000);

  const trialOf = (place: number): Trial | undefined => {
    const input = inputs[place];
    return trials.get(JSON.stringify([input?.['scenario'], input?.['model'], input?.['trial']]));
  };

  test('none is refused', () => {
    expect(inputs.map((input) => input['id'])).toEqual(lines.map(({ id }) => id));
    expect(inputs.filter((input) => 'refused' in input)).toEqual([]);
  });

  test('the calls of every exchange are those that it holds', () => {
    const different = lines.filter(({ expected }, place) => {
      if (expected.calls === undefined) return false;
      const step = inputs[place]?.['interaction'];
      const made = trialOf(place)?.calls.filter((call) => call.step === step);
      const read = made?.map(({ name, arguments: args, rawArguments: $raw }) => ({
        name,
        arguments: args ?? { $raw },
      }));
      return JSON.stringify(read) !== JSON.stringify(expected.calls);
    });
    expect(different.map(({ id }) => id).toSorted()).toEqual(Object.keys(OTHERWISE).toSorted());
  });

  test('a refused request is an error, or a failure where it reports what the model wrote', () => {
    const ends = lines.flatMap(({ expected }, place) => {
      const trial = trialOf(place);
      return expected.error === true ? [`${trial?.status} ${trial?.reason}`] : [];
    });
    const right = new Set(['error refused', 'fail malformed-call', 'fail choice-ignored']);
    expect(ends.filter((end) => !right.has(end))).toEqual([]);
  });

  test('what is no pass is what the model did wrong, or a refusal', () => {
    const ends = new Set([...trials.values()].map(({ status, reason }) => `${status} ${reason}`));
    expect([...ends].toSorted()).toEqual([
      'error refused',
      'fail choice-ignored',
      'fail invalid-arguments',
      'fail malformed-call',
      'fail truncated',
      'fail wrong-tool',
      'pass null',
    ]);
  });

  test('exchanges of one conversation are one scenario', () => {
    const stitched = new Map<Json, number>();
    for (const input of inputs) {
      const scenario = input['scenario'] ?? null;
      stitched.set(scenario, (stitched.get(scenario) ?? 0) + 1);
    }
    expect([...stitched.values()].filter((count) => count > 1).length).toBeGreaterThanOrEqual(160);
  });
});
