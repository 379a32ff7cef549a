import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunHeader, TrialRow } from '../../../src/domain/run.ts';
import { openRunFile } from '../../../src/run/file/run-file-read.ts';
import { thisOwner } from '../../../src/files/owner.ts';
import { createRunWriter, serializeTrial } from '../../../src/run/file/run-file-write.ts';
import { trial as trialOf } from '../../compare/rows.ts';
import { tempDir } from '../../support/temp-dir.ts';

const header: RunHeader = {
  format: 'tooltape.run/1',
  tool: { version: '0.1.0' },
  createdAt: '2026-11-24T00:00:00.000Z',
  mode: 'replay',
  wire: 'fair',
  shard: null,
  models: [],
  scenarios: [{ id: '北京', tags: [], messages: [], tools: [], expect: {}, ruleHash: 'x' }],
};
const row = (trial: number, scenario = '北京'): TrialRow =>
  trialOf(scenario, 'm', {
    trial,
    steps: [{ turn: 1, text: 'line\nbreak  ] }', finishReason: null, results: [], latencyMs: 1 }],
  });

function written(trials: number): string {
  const path = join(tempDir(), 'deep', 'run.json');
  const writer = createRunWriter(path, header);
  for (let i = 1; i <= trials; i++) writer.addLine(serializeTrial(row(i)));
  writer.finish([]);
  return path;
}

test.each([0, 1, 2, 5000])('a run file of %i trials is JSON, and reads back trial by trial', (count) => {
  const path = written(count);
  const whole = JSON.parse(readFileSync(path, 'utf8')) as { trials: TrialRow[] };
  expect(whole.trials).toHaveLength(count);
  const source = openRunFile(path);
  expect(source.header).toEqual(header);
  expect([...source.trials()]).toEqual(whole.trials);
  expect([...source.trials()]).toEqual(whole.trials);
});

test('a run file that another tool has laid out anew reads the same', () => {
  const path = written(3);
  const trials = [...openRunFile(path).trials()];
  writeFileSync(path, JSON.stringify(JSON.parse(readFileSync(path, 'utf8')), null, 2));
  expect([...openRunFile(path).trials()]).toEqual(trials);
});

test('nothing stands under the name before the run is finished, and nothing is left when it is given up', () => {
  const dir = tempDir();
  const writer = createRunWriter(join(dir, 'run.json'), header);
  writer.addLine(serializeTrial(row(1)));
  expect(readdirSync(dir)).not.toContain('run.json');
  writer.discard();
  expect(readdirSync(dir)).toEqual([]);
});

test('what a killed process left beside the file goes; what a living one writes stays', () => {
  const dir = tempDir();
  const { machine } = thisOwner();
  const others = [`.run.json.${machine}-${process.ppid}-1.tmp`, 'run.json.1.tmp'];
  for (const name of [`.run.json.${machine}-999999999-1.tmp`, ...others]) writeFileSync(join(dir, name), '{');
  createRunWriter(join(dir, 'run.json'), header).finish([]);
  expect(readdirSync(dir).sort()).toEqual(['run.json', ...others].sort());
});

test.each([
  ['a missing file', null, /cannot be opened/],
  [
    'a file cut off',
    '{"format":"tooltape.run/1",\n"models":[],\n"scenarios":[],\n"trials":[\n{"scenario":"a"},\n',
    /cut off/,
  ],
  [
    'a newer format',
    '{"format":"tooltape.run/2","trials":[],"summary":[]}',
    /expected "format": "tooltape.run\/1", found "tooltape.run\/2"/,
  ],
  ['something else', '[1,2]', /found \[1,2\]|found nothing/],
  ['no JSON', 'hello', /line 1 is not JSON/],
])('%s is refused with its reason', (_, text, message) => {
  const path = join(tempDir(), 'run.json');
  if (text !== null) writeFileSync(path, text);
  expect(() => openRunFile(path)).toThrow(message);
});

test('a header without its lists is refused', () => {
  const path = join(tempDir(), 'run.json');
  const { models: _, ...rest } = header;
  writeFileSync(path, JSON.stringify({ ...rest, trials: [], summary: [] }));
  expect(() => openRunFile(path)).toThrow(/run\.json: models: expected a list, found nothing/);
});

test.each([
  ['null', [row(1), null], /trials\[1\]: expected an object, found null/],
  ['something else', [{ a: 1 }], /trials\[0\]\.scenario: expected text, found nothing/],
  ['out of order', [row(1, 'b'), row(1, 'a')], /not sorted by scenario: "a" stands after "b"/],
])('a trial that is %s is refused, in either layout', (_, trials, message) => {
  const path = join(tempDir(), 'run.json');
  writeFileSync(path, JSON.stringify({ ...header, trials, summary: [] }));
  expect(() => [...openRunFile(path).trials()]).toThrow(message);
  const writer = createRunWriter(path, header);
  for (const trial of trials) writer.addLine(JSON.stringify(trial));
  writer.finish([]);
  expect(() => [...openRunFile(path).trials()]).toThrow(message);
});

test('a file where a folder is wanted is named, and is no bug', () => {
  const dir = tempDir({ taken: '' });
  expect(() => createRunWriter(join(dir, 'taken', 'run.json'), header)).toThrow(
    /taken: it cannot be written: .* is a file, expected a folder/,
  );
});

test.each<[string, Partial<Record<keyof TrialRow, unknown>>, RegExp]>([
  ['findings that are null', { findings: null }, /trials\[0\]\.findings: expected a list, found null/],
  [
    'a latency below 0',
    { latencyMs: -4976 },
    /latencyMs: expected a number from 0 to 1000000000000000, or null, found -4976/,
  ],
  ['tokens beyond all counts', { usage: { input: 1e308, output: 1 } }, /usage\.input: expected a whole number/],
  ['a score above 1', { scores: { ...row(1).scores, valid: 1.5 } }, /scores\.valid: expected a number from 0 to 1/],
  ['an unknown status', { status: 'maybe' }, /status: expected one of pass, fail, error, unrecorded, found "maybe"/],
  ['a step without a latency', { steps: [{ turn: 1 }] }, /steps\[0\]\.text: expected text, or null, found nothing/],
])('a trial with %s is refused with its place, before anything is printed of it', (_, fields, message) => {
  const path = join(tempDir(), 'run.json');
  writeFileSync(path, JSON.stringify({ ...header, trials: [{ ...row(1), ...fields }], summary: [] }));
  expect(() => [...openRunFile(path).trials()]).toThrow(message);
});

test('a number that JSON cannot hold, and nesting that no walk could bear, are refused', () => {
  const path = join(tempDir(), 'run.json');
  const text = JSON.stringify({ ...header, trials: [row(1)], summary: [] });
  writeFileSync(path, text.replace('"latencyMs":1000', '"latencyMs":1e400'));
  expect(() => [...openRunFile(path).trials()]).toThrow(/latencyMs: expected .* found a number that is too large/);
  const deep = `${'['.repeat(9000)}${']'.repeat(9000)}`;
  writeFileSync(path, text.replace('"messages":[]', `"messages":${deep}`));
  expect(() => openRunFile(path)).toThrow(/scenarios\[0\]\.messages: expected at most 500 levels/);
});
