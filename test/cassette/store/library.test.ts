import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replaceCell } from '../../../src/cassette/store/replace-cell.ts';
import { createKeyer } from '../../../src/cassette/lookup/key.ts';
import {
  listCassettes,
  pruneCassettes,
  redactCassettes,
  verifyCassettes,
} from '../../../src/cassette/store/library.ts';
import { createRedactor } from '../../../src/redact/redact.ts';
import { openCassette } from '../../../src/cassette/store/store.ts';
import type { Interaction } from '../../../src/domain/recording.ts';
import type { RawBody } from '../../../src/domain/wire.ts';
import { tempDir } from '../temp-dir.ts';

const KEY = 'sk-proj-AbCdEf0123456789AbCdEf0123456789AbCd';
const redactor = createRedactor();
const keyer = createKeyer({ redactor });
/** As a careless recorder would write it. */
const nothing = {
  mayHold: () => false,
  text: (text: string) => text,
  json: <T>(value: T) => value,
  name: (text: string) => text,
  parts: <T>(items: T[]) => items,
};
const blind = createKeyer({ redactor: { ...nothing, named: () => nothing } });

function interaction(content: string, body: RawBody): Interaction {
  const request = {
    model: 'm',
    messages: [{ role: 'user', content }],
    tools: [{ type: 'function', function: { name: 'f' } }],
  };
  const endpoint = '/chat/completions';
  return {
    endpoint,
    key: blind.keyOf(endpoint, request),
    request,
    response: { status: 200, headers: {}, body },
    latencyMs: 1,
    firstByteMs: 1,
  };
}
function save(dir: string, scenario: string, model: string, ...interactions: Interaction[]): void {
  const meta = { scenario, model, gateway: 'g', source: 'live', recordedAt: '2026-11-23T00:00:00.000Z' } as const;
  replaceCell(dir, meta, [{ trial: 1, interactions }]);
}
const json: RawBody = { kind: 'json', value: { a: 1 } };
const event = (content: string): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
const split: RawBody = { kind: 'sse', text: event(KEY.slice(0, 9)) + event(KEY.slice(9)) };

test('what is there is listed with its trials, interactions, age and size', () => {
  const dir = tempDir();
  save(dir, 'a', 'x/y', interaction('1', json), interaction('2', json));
  mkdirSync(join(dir, 'b'));
  writeFileSync(join(dir, 'b/m.json'), '{');
  const [first, second, ...rest] = listCassettes(dir);
  expect(first).toEqual({
    path: 'a/x%2Fy.json',
    isTape: false,
    scenario: 'a',
    model: 'x/y',
    gateway: 'g',
    source: 'live',
    recordedAt: '2026-11-23T00:00:00.000Z',
    trials: 1,
    interactions: 2,
    bytes: readFileSync(join(dir, 'a/x%2Fy.json')).length,
  });
  expect(second).toMatchObject({ code: 'format', line: 1, severity: 'error', file: join(dir, 'b/m.json') });
  expect(rest).toEqual([]);
  expect([...listCassettes(join(dir, 'absent'))]).toEqual([]);
});

test('a sound folder has no issues', () => {
  const dir = tempDir();
  save(
    dir,
    'a',
    'm',
    interaction('1', json),
    interaction('2', split.kind === 'sse' ? { kind: 'sse', text: event('hi') } : json),
  );
  expect([...verifyCassettes(dir, { keyer, redactor })]).toEqual([]);
});

test('an id and a model that begin with a dot are read, other hidden files are not', () => {
  const dir = tempDir();
  save(dir, '.a', '.m', interaction(KEY, json));
  save(dir, 'b', '.m', interaction(KEY, json));
  mkdirSync(join(dir, '.git/objects'), { recursive: true });
  for (const path of ['b/.other.json', '.git/config.json', '.settings.json'])
    writeFileSync(join(dir, path), '{ "a": 1');
  expect(Array.from(listCassettes(dir), (one) => ('severity' in one ? one.file : one.path))).toEqual([
    '.a/.m.json',
    'b/.m.json',
  ]);
  expect(Array.from(verifyCassettes(dir, { keyer, redactor }), ({ code }) => code)).toContain('secret');
});

test('edited requests, misplaced files, repeated trials and broken files are issues', () => {
  const dir = tempDir();
  save(dir, 'a', 'm', interaction('old words', json));
  const text = readFileSync(join(dir, 'a/m.json'), 'utf8');
  writeFileSync(join(dir, 'a/m.json'), text.replace('old words', 'new words'));
  writeFileSync(join(dir, 'a/n.json'), text);
  const file = JSON.parse(text) as { model: string; trials: object[] };
  writeFileSync(
    join(dir, 'a/o.json'),
    JSON.stringify({ ...file, model: 'o', trials: [...file.trials, ...file.trials] }),
  );
  writeFileSync(join(dir, 'a/p.json'), text.slice(0, 300));
  writeFileSync(join(dir, 'a/q.json'), text.replace('"model": "m",', '"model": "q",').replace('"json": {', '"odd": {'));
  expect(
    [...verifyCassettes(dir, { keyer, redactor })].map(({ file: at, code, path }) => [at.slice(-6), code, path]),
  ).toEqual(
    [
      ['m.json', 'wrong-key', 'trials[0].interactions[0].key'],
      ['n.json', 'misplaced', ''],
      ['o.json', 'format', ''],
      ['p.json', 'format', ''],
      ['q.json', 'format', 'trials[0].interactions[0]'],
    ].map(([at, code, path]) => [`a/${at}`.slice(-6), code, path]),
  );
});

test('secrets are found and taken out, in requests, answers and split over events; the replay still matches', () => {
  const dir = tempDir();
  save(dir, 'a', 'm', interaction(`key ${KEY}`, { kind: 'json', value: { echo: KEY } }), interaction('two', split));
  save(dir, 'b', 'm', interaction('only split', split));
  save(dir, 'c', 'm', interaction('clean', json));
  const clean = readFileSync(join(dir, 'c/m.json'), 'utf8');
  expect(
    [...verifyCassettes(dir, { keyer, redactor })].map(({ file, code }) => `${file.slice(dir.length + 1)} ${code}`),
  ).toEqual(['a/m.json wrong-key', 'a/m.json secret', 'a/m.json secret', 'b/m.json secret']);
  expect([...redactCassettes(dir, { keyer, redactor })]).toEqual(['a/m.json', 'b/m.json']);
  expect([...verifyCassettes(dir, { keyer, redactor })]).toEqual([]);
  expect([...redactCassettes(dir, { keyer, redactor })]).toEqual([]);
  expect(readFileSync(join(dir, 'c/m.json'), 'utf8')).toBe(clean);
  const request = interaction(`key ${KEY}`, json).request;
  const found = openCassette(dir, 'a', 'm', keyer)?.replayOf(1).find('/chat/completions', request);
  expect(found).toMatchObject({ index: 0, interaction: { response: { body: { value: { echo: '[redacted:x1]' } } } } });
});

test('recordings that no cell uses are listed first, deleted when told so, and their empty folders with them', () => {
  const dir = tempDir();
  for (const [scenario, model] of [
    ['a', 'm'],
    ['a', 'n'],
    ['b', 'm'],
    ['c', 'x/y'],
  ] as const)
    save(dir, scenario, model, interaction('1', json));
  const used = [
    { scenario: 'a', model: 'm' },
    { scenario: 'c', model: 'x/y' },
  ];
  writeFileSync(join(dir, 'a/notes.json'), '{}');
  writeFileSync(join(dir, 'b/cut.json'), '{');
  expect(pruneCassettes(dir, used, { dryRun: true })).toEqual(['a/n.json', 'b/m.json']);
  expect(existsSync(join(dir, 'b/m.json'))).toBe(true);
  expect(pruneCassettes(dir, used, { dryRun: false })).toEqual(['a/n.json', 'b/m.json']);
  expect(existsSync(join(dir, 'b/cut.json'))).toBe(true);
  expect(existsSync(join(dir, 'c'))).toBe(true);
  expect([...listCassettes(dir)].length).toBe(4);
  expect(pruneCassettes(dir, used.slice(0, 1), { dryRun: false })).toEqual(['c/x%2Fy.json']);
  expect(existsSync(join(dir, 'c'))).toBe(false);
  expect(pruneCassettes(dir, used, { dryRun: false })).toEqual([]);
});
