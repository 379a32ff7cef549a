import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from '../../support/properties.ts';
import { expect, test } from 'vitest';
import { replaceCell } from '../../../src/cassette/store/replace-cell.ts';
import { cassettePath, decodeName, encodeName } from '../../../src/cassette/format/file-name.ts';
import { createKeyer } from '../../../src/cassette/lookup/key.ts';
import { explainMiss } from '../../../src/cassette/lookup/miss.ts';
import { createRedactor } from '../../../src/redact/redact.ts';
import { listCells } from '../../../src/cassette/store/list-cells.ts';
import { openCassette, replayOfNothing } from '../../../src/cassette/store/store.ts';
import { TooltapeError } from '../../../src/domain/errors.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import type { Interaction, RecordedTrial } from '../../../src/domain/recording.ts';
import { tempDir } from '../temp-dir.ts';

const keyer = createKeyer({ redactor: createRedactor() });
const ENDPOINT = '/chat/completions';
const ask = (content: string, more: JsonObject = {}): JsonObject => ({
  model: 'm',
  messages: [{ role: 'user', content }],
  temperature: 0,
  ...more,
});

function interaction(request: JsonObject, text: string): Interaction {
  return {
    endpoint: ENDPOINT,
    key: keyer.keyOf(ENDPOINT, request),
    request: keyer.canonicalBody('/chat/completions', request),
    response: { status: 200, headers: {}, body: { kind: 'text', text } },
    latencyMs: 1,
    firstByteMs: 1,
  };
}
const trialOf = (trial: number, ...pairs: [JsonObject, string][]): RecordedTrial => ({
  trial,
  interactions: pairs.map(([request, text]) => interaction(request, text)),
});
const META = {
  scenario: 's',
  model: 'm',
  gateway: 'g',
  source: 'live',
  recordedAt: '2026-11-23T00:00:00.000Z',
} as const;
function save(dir: string, ...trials: RecordedTrial[]): void {
  replaceCell(dir, META, trials);
}
function errorOf(run: () => unknown): TooltapeError {
  try {
    run();
  } catch (error) {
    if (error instanceof TooltapeError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('a request is answered from the recording of its own trial', () => {
  const dir = tempDir();
  save(dir, trialOf(2, [ask('hi'), 'two']), trialOf(1, [ask('hi'), 'one']));
  const cassette = openCassette(dir, 's', 'm', keyer);
  expect(cassette?.trials).toEqual([1, 2]);
  for (const [trial, text] of [
    [2, 'two'],
    [1, 'one'],
  ] as const) {
    expect(cassette?.replayOf(trial).find(ENDPOINT, ask('hi'))).toMatchObject({
      index: 0,
      interaction: { response: { body: { text } } },
    });
  }
});

test('equal requests of a trial are answered in recorded order, then they are used up', () => {
  const dir = tempDir();
  save(dir, trialOf(1, [ask('a'), '1'], [ask('b'), '2'], [ask('a'), '3']));
  const replay = openCassette(dir, 's', 'm', keyer)?.replayOf(1);
  const answers = ['b', 'a', 'a', 'a'].map((content) => replay?.find(ENDPOINT, ask(content)));
  expect(answers.slice(0, 3)).toMatchObject([{ index: 1 }, { index: 0 }, { index: 2 }]);
  expect(answers[3]).toEqual({ miss: { code: 'used-up', cassette: 's/m.json', step: 4, differences: [] } });
  expect(replay?.unused()).toBe(0);
});

test('a replay finds what was recorded, in any number and order of requests', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 20 }),
      fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 25 }),
      (recorded, asked) => {
        const dir = tempDir();
        save(dir, trialOf(1, ...recorded.map((n, i): [JsonObject, string] => [ask(String(n)), String(i)])));
        const replay = openCassette(dir, 's', 'm', keyer)?.replayOf(1);
        const left = new Map<number, number[]>();
        recorded.forEach((n, i) => left.set(n, [...(left.get(n) ?? []), i]));
        for (const n of asked) {
          const found = replay?.find(ENDPOINT, ask(String(n)));
          const expected = left.get(n)?.shift();
          if (expected === undefined) expect(found).toHaveProperty('miss');
          else expect(found).toHaveProperty('index', expected);
        }
        expect(replay?.unused()).toBe([...left.values()].flat().length);
      },
    ),
    { numRuns: 60 },
  );
});

test('a changed request misses with the differing paths to the nearest recording, old and new', () => {
  const dir = tempDir();
  save(dir, trialOf(1, [ask('other', { top_p: 1 }), 'x'], [ask('hi', { tools: [{ function: { name: 'a' } }] }), 'y']));
  const replay = openCassette(dir, 's', 'm', keyer)?.replayOf(1);
  const found = replay?.find(
    ENDPOINT,
    ask('hi', { temperature: 0.2, tools: [{ function: { name: 'b', strict: true } }, { function: { name: 'c' } }] }),
  );
  expect(found).toEqual({
    miss: {
      code: 'request-changed',
      cassette: 's/m.json',
      step: 1,
      differences: [
        { path: 'temperature', recorded: 0, requested: 0.2 },
        { path: 'tools[0].function.name', recorded: 'a', requested: 'b' },
        { path: 'tools[0].function.strict', recorded: undefined, requested: true },
        { path: 'tools[1]', recorded: undefined, requested: { function: { name: 'c' } } },
      ],
    },
  });
});

test('a request that matches another endpoint alone, or none of a longer conversation, is told apart', () => {
  const dir = tempDir();
  save(dir, trialOf(1, [ask('a'), '1']), trialOf(2));
  const cassette = openCassette(dir, 's', 'm', keyer);
  const codeOf = (trial: number, endpoint: string, ...contents: string[]): string | undefined => {
    const replay = cassette?.replayOf(trial);
    const last = contents.map((content) => replay?.find(endpoint, ask(content))).at(-1);
    return last !== undefined && 'miss' in last ? last.miss.code : undefined;
  };
  expect(codeOf(1, '/responses', 'a')).toBe('request-changed');
  expect(codeOf(1, ENDPOINT, 'a', 'b')).toBe('request-changed');
  expect(codeOf(1, ENDPOINT, 'a', 'a')).toBe('used-up');
  expect(codeOf(2, ENDPOINT, 'a')).toBe('never-recorded');
  expect(codeOf(3, ENDPOINT, 'a')).toBe('never-recorded');
  const key = keyer.keyOf(ENDPOINT, ask('a'));
  expect(replayOfNothing('s', 'x/y', keyer).find(ENDPOINT, ask('a'))).toEqual({
    miss: { code: 'never-recorded', cassette: 's/x%2Fy.json', step: 1, key, differences: [] },
  });
});

test('the first request of a trial can be checked without using anything up', () => {
  const dir = tempDir();
  save(dir, trialOf(1, [ask('a'), '1']));
  const cassette = openCassette(dir, 's', 'm', keyer);
  expect(cassette?.checkFirst(1, ENDPOINT, ask('a'))).toBeNull();
  expect(cassette?.checkFirst(1, ENDPOINT, ask('b'))).toMatchObject({
    code: 'request-changed',
    differences: [{ path: 'messages[0].content' }],
  });
  expect(cassette?.checkFirst(2, ENDPOINT, ask('a'))).toMatchObject({ code: 'never-recorded' });
});

test('the hash of a recording tells what was answered, not when or how fast', () => {
  const dir = tempDir();
  const trial = trialOf(1, [ask('a'), '1']);
  save(dir, trial);
  const before = openCassette(dir, 's', 'm', keyer)?.recordingHash(1);
  replaceCell(dir, { ...META, recordedAt: '2027-01-01T00:00:00.000Z' }, [
    { trial: 1, interactions: trial.interactions.map((kept) => ({ ...kept, latencyMs: 99 })) },
  ]);
  expect(openCassette(dir, 's', 'm', keyer)?.recordingHash(1)).toBe(before);
  save(dir, trialOf(1, [ask('a'), '2']));
  expect(openCassette(dir, 's', 'm', keyer)?.recordingHash(1)).not.toBe(before);
  expect(openCassette(dir, 's', 'm', keyer)?.recordingHash(9)).toBeNull();
});

test('a file that was copied to another cell is refused', () => {
  const dir = tempDir();
  save(dir, trialOf(1, [ask('a'), '1']));
  renameSync(join(dir, 's/m.json'), join(dir, 's/other.json'));
  const error = errorOf(() => openCassette(dir, 's', 'other', keyer));
  expect(error.code).toBe('CASSETTE_FORMAT');
  expect(error.message).toContain('expected the recordings of s × other, found those of s × m');
});

test.each([
  ['gpt-4o', 'gpt-4o'],
  ['openai/gpt-4o:free@router', 'openai%2Fgpt-4o%3Afree@router'],
  ['天气', '%E5%A4%A9%E6%B0%94'],
  ['a%b c', 'a%25b%20c'],
  ["it's (1)*!~", 'it%27s%20%281%29%2A%21%7E'],
  ['.', '%2E'],
  ['..', '%2E%2E'],
  ['a.', 'a%2E'],
  ['.hidden', '.hidden'],
  ['con', '%63on'],
  ['NUL.txt', '%4EUL.txt'],
  ['console', 'console'],
  ['com1', '%63om1'],
])('the name %s is written %s, and read again', (name, encoded) => {
  expect(encodeName(name)).toBe(encoded);
  expect(decodeName(encoded)).toBe(name);
});

test('any name fits a file system, and no two names share a file', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 150 }),
      fc.string({ unit: 'grapheme', minLength: 1 }),
      (a, b) => {
        const encoded = encodeName(a);
        expect(encoded.length).toBeLessThanOrEqual(200);
        expect(encoded).toMatch(/^[A-Za-z0-9._@%~-]+$/);
        if (!encoded.includes('~') && a.isWellFormed()) expect(decodeName(encoded)).toBe(a);
        if (a.isWellFormed() && a !== b) expect(encodeName(b)).not.toBe(encoded);
      },
    ),
    { numRuns: 1000 },
  );
});

test('cells are listed by name, long names included, and nothing else is', () => {
  const dir = tempDir();
  const long = '天'.repeat(120);
  for (const [scenario, model] of [
    ['b', 'x/y'],
    ['a', 'm'],
    [long, long],
  ] as const) {
    replaceCell(dir, { ...META, scenario, model }, [trialOf(1, [ask('a'), '1'])]);
  }
  mkdirSync(join(dir, 'e%zz'));
  writeFileSync(join(dir, 'e%zz/m.json'), '{}');
  writeFileSync(join(dir, 'a/README.md'), '');
  writeFileSync(join(dir, 'a/no%2fcassette.json'), '{}');
  writeFileSync(join(dir, 'loose.json'), '{}');
  expect(listCells(dir)).toEqual([
    { scenario: 'a', model: 'm' },
    { scenario: 'b', model: 'x/y' },
    { scenario: long, model: long },
  ]);
  expect(openCassette(dir, long, long, keyer)?.trials).toEqual([1]);
  expect(listCells(join(dir, 'absent'))).toEqual([]);
  expect(cassettePath('b', 'x/y')).toBe('b/x%2Fy.json');
});

test('a miss is explained with its differences and the command that records it anew', () => {
  const dir = tempDir();
  const long = `${'x'.repeat(300)}old${'y'.repeat(300)}`;
  save(dir, trialOf(1, [ask(long), 'x']));
  const found = openCassette(dir, 's', 'm', keyer)
    ?.replayOf(1)
    .find(ENDPOINT, ask(long.replace('old', 'new\u202E'), { top_p: 1 }));
  expect(found !== undefined && 'miss' in found ? explainMiss(found.miss, { scenario: 's', model: 'm', trial: 1 }) : '')
    .toMatchInlineSnapshot(`
      "s × m, trial 1: the request of step 1 changed since it was recorded (s/m.json)
        - messages[0].content: "…xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxoldyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…"
        + messages[0].content: "…xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxnew\\u202eyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…"
        - top_p: (absent)
        + top_p: 1
        record it: npx tooltape run --record all --grep '^s$' --models m"
    `);
});

test.each([
  [
    { code: 'never-recorded' as const, scenario: "it's.天气", model: 'a/b:free@gw', trial: 3 },
    `npx tooltape run --record missing --grep '^it'\\''s\\.天气$' --models a/b:free@gw --trials 3`,
  ],
  [
    { code: 'used-up' as const, scenario: 's', model: 'm', options: ['my scenarios', '--cassettes', 'tapes'] },
    `npx tooltape run 'my scenarios' --cassettes tapes --record all --grep '^s$' --models m`,
  ],
])('the command to paste is quoted for a shell: %#', ({ code, ...context }, command) => {
  const miss = { code, cassette: 's/m.json', step: 1, differences: [] };
  expect(explainMiss(miss, context)).toContain(`record it: ${command}`);
});
