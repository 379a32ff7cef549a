import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { isObject, type Json } from '../../src/json/json.ts';
import type { RunFile } from '../../src/domain/run.ts';
import { loadScenarios } from '../../src/scenario/load.ts';
import { SHAPES } from '../../src/redact/shapes.ts';
import { exampleOf } from '../redact/example-of.ts';
import { runAndRead, WEATHER } from '../support/project.ts';
import { ROOT, runCli } from '../support/run-cli.ts';
import { scriptedServer, sendCompletion } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const BFCL = resolve(import.meta.dirname, '../../../shared/bfcl');
const hasBfcl = existsSync(join(BFCL, 'data'));
if (!hasBfcl) process.stderr.write(`skipped: there is no ${BFCL}\n`);

/** Numbers from 0 to 1 that are the same in every run: Park and Miller's generator. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** What a run says of its trials, whatever is hidden in it. */
function verdicts(run: RunFile): string[] {
  return run.trials.map(({ scenario, model, trial, status, reason, scores, problems }) =>
    JSON.stringify([scenario, model, trial, status, reason, scores, problems.map(({ code, path }) => [code, path])]),
  );
}

function textsIn(value: Json, found: Set<string>): void {
  if (typeof value === 'string') found.add(value);
  else if (Array.isArray(value)) for (const item of value) textsIn(item, found);
  else if (isObject(value)) for (const item of Object.values(value)) textsIn(item, found);
}

/** Whole texts and words of scenarios, so many of them, chosen by chance. */
function secretsOf(dir: string, count: number, random: () => number): string[] {
  const texts = new Set<string>();
  for (const { turns, tools } of loadScenarios([], { cwd: dir }).scenarios)
    textsIn([turns, tools] as unknown as Json, texts);
  const words = [...texts].flatMap((text) => [
    text,
    ...(text.match(/[\p{L}\p{N}][\p{L}\p{N} ._-]{2,30}[\p{L}\p{N}]/gu) ?? []),
  ]);
  const long = [...new Set(words)].filter((word) => word.length >= 4 && word.length < 200 && !word.includes('$'));
  return Array.from({ length: count }, () => long[Math.floor(random() * long.length)] ?? 'none');
}

function configWith(dir: string, secrets: readonly string[], more: object = {}): void {
  const redact = secrets.map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify({ ...more, redact }));
}

const SEEDS = [1, 2, 3];

test.each(SEEDS)(
  'what is hidden in the shipped scenarios changes no verdict: their recordings redacted, and recorded anew (seed %i)',
  { timeout: 240_000 },
  async (seed) => {
    const dir = tempDir();
    for (const folder of ['scenarios', 'cassettes']) cpSync(join(ROOT, folder), join(dir, folder), { recursive: true });
    const off = await runAndRead(['replay'], { cwd: dir });
    configWith(dir, secretsOf(dir, 40, seeded(seed)));
    const redacted = await runCli(['cassettes', 'redact'], { cwd: dir });
    expect(redacted.stdout).toMatch(/\d+ recordings changed/);
    const on = await runAndRead(['replay'], { cwd: dir });
    expect(on.stderr).not.toContain('error');
    expect(verdicts(on.run)).toEqual(verdicts(off.run));

    rmSync(join(dir, 'cassettes'), { recursive: true });
    const models = [...new Set(off.run.trials.map(({ model }) => model))].join(',');
    const live = await runAndRead(['run', '--models', models], { cwd: dir });
    const hidden = await runAndRead(['replay', '--models', models], { cwd: dir });
    rmSync(join(dir, 'cassettes'), { recursive: true });
    rmSync(join(dir, 'tooltape.config.json'));
    const plain = await runAndRead(['run', '--models', models], { cwd: dir });
    expect(verdicts(live.run)).toEqual(verdicts(plain.run));
    expect(verdicts(hidden.run)).toEqual(verdicts(plain.run));
    expect(JSON.stringify(live.run.trials)).toContain('[redacted:');
  },
);

test.skipIf(!hasBfcl).each(['parallel', 'multiple', 'live_simple'])(
  'what is hidden in the questions and answers of BFCL (%s) changes no verdict',
  { timeout: 240_000 },
  async (category) => {
    const dir = tempDir();
    const imported = ['import', 'bfcl', '--data', join(BFCL, 'data'), '--results', join(BFCL, 'result')];
    const made = await runCli([...imported, '--category', category, '--out', dir], { cwd: dir });
    expect(made.code, made.stderr).toBe(0);
    const off = await runAndRead(['replay'], { cwd: dir });
    expect(off.run.trials.length).toBeGreaterThan(200);
    configWith(dir, secretsOf(dir, 200, seeded(category.length)));
    const redacted = await runCli(['cassettes', 'redact'], { cwd: dir, timeoutMs: 200_000 });
    expect(redacted.stdout).toMatch(/\d+ recordings changed/);
    const on = await runAndRead(['replay'], { cwd: dir });
    expect(verdicts(on.run)).toEqual(verdicts(off.run));
  },
);

/** Keys of many vendors, made up. */
const KEYS = SHAPES.flatMap((shape, i) => exampleOf(shape, i + 1) ?? []).filter(
  (key) => !/["\\\n]/.test(key) && key.length < 300,
);

const ITEM = {
  name: 'get_item',
  description: 'Reads an item',
  parameters: {
    type: 'object',
    properties: { id: { type: 'string' }, note: { type: 'string' } },
    required: ['id'],
  },
};

/** A scenario that holds a value in its prompt, its tool, its results and its expectation. */
function holding(id: string, value: string): object {
  const returns = [
    { when: { id: value }, result: { owner: `owner of ${value}`, again: value } },
    { error: 'no such item' },
  ];
  return {
    id,
    system: `The item is ${value}.`,
    prompt: `Read ${value}, please.`,
    tools: [{ ...ITEM, returns }],
    expect: {
      calls: [{ name: 'get_item', arguments: { id: value, note: { $optional: { $contains: value } } } }],
      final: { contains: [`owner of ${value}`] },
    },
  };
}

test('keys that stand in generated scenarios change no verdict of any persona', { timeout: 240_000 }, async () => {
  expect(KEYS.length).toBeGreaterThan(70);
  const outcomes: string[][] = [];
  for (const value of [(i: number) => KEYS[i] ?? '', (i: number) => `item-${i}-of-many`]) {
    const scenarios = KEYS.map((_, i) => holding(`s${i}`, value(i)));
    const dir = tempDir({ 'scenarios/all.json': { scenarios } });
    const models = 'oracle,one-at-a-time,wrong-arguments,wrong-tool,eager,talker,flaky';
    for (const command of ['run', 'replay']) {
      const { run } = await runAndRead([command, '--models', models], { cwd: dir });
      outcomes.push(verdicts(run));
    }
    const oracle = outcomes.at(-1)?.filter((row) => row.includes('"oracle"')) ?? [];
    expect(oracle.every((row) => row.includes('"pass"'))).toBe(true);
  }
  const [first, ...others] = outcomes;
  for (const other of others) expect(other).toEqual(first);
});

test(
  'keys that models make up are judged the same live and replayed, wherever they stand',
  { timeout: 240_000 },
  async () => {
    const random = seeded(20_261_129);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
    const secret = (): string => pick([...KEYS, `customer-${Math.floor(random() * 1e6)}`]);
    /** A value as models write one: a secret, a part of it, or several of them. */
    const value = (): string =>
      pick([
        () => secret(),
        () => `${secret()} and ${secret()}`,
        () => secret().slice(0, -4),
        () => JSON.stringify({ key: secret() }),
        () => `id ${secret()}: ${'x'.repeat(Math.floor(random() * 200))}`,
        () => 'plain',
      ])();
    const matchers = [
      (): unknown => ({ $any: true }),
      (): unknown => ({ $regex: '^[a-zA-Z]' }),
      (): unknown => ({ $contains: pick(['customer', 'redacted', 'sk-', 'plain', ':']) }),
      (): unknown => ({ $not: { $contains: 'plain' } }),
      (): unknown => ({ $type: 'string' }),
      (): unknown => value(),
      (): unknown => ({ $oneOf: ['plain', value()] }),
      (): unknown => ({ $text: 'plain' }),
    ];
    const scenarios = Array.from({ length: 150 }, (_, i) => ({
      ...WEATHER,
      id: `s${i}`,
      prompt: `Question ${i}`,
      tools: [
        {
          ...ITEM,
          returns: [
            { when: { id: { $contains: 'plain' } }, result: 'plain ${id}' },
            { result: { echo: '${id}', note: '${note}' } },
          ],
        },
      ],
      expect: {
        calls: [{ name: 'get_item', arguments: { id: pick(matchers)(), note: { $optional: pick(matchers)() } } }],
        final: pick<object>([{ contains: ['item'] }, { not: 'customer' }, { matches: 'key' }, { contains: [':'] }]),
        extra: 'allow',
      },
    }));
    const answers = new Map<
      string,
      { readonly text?: string; readonly calls?: { name: string; arguments: object }[] }
    >();
    const server = await scriptedServer(({ body }, response) => {
      const key = JSON.stringify(body['messages']);
      const turns = (body['messages'] as readonly { role: string }[]).filter(({ role }) => role === 'assistant').length;
      let answer = answers.get(key);
      if (answer === undefined) {
        const call = {
          name: pick(['get_item', 'get_item', `get_${secret()}`]),
          arguments: { id: value(), note: value() },
        };
        answer =
          turns >= 2 || random() < 0.3
            ? { text: `item: ${value()}` }
            : { calls: random() < 0.3 ? [call, call] : [call] };
        answers.set(key, answer);
      }
      sendCompletion(response, answer);
    });
    const dir = tempDir({ 'scenarios/all.json': { scenarios } });
    configWith(dir, [], {
      gateways: { g: { base_url: server.baseUrl } },
      models: { m: { gateway: 'g' } },
      defaults: { models: ['m'], retries: 0, concurrency: 4 },
    });
    const config = JSON.parse(readFileSync(join(dir, 'tooltape.config.json'), 'utf8')) as object;
    writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify({ ...config, redact: [String.raw`customer-\d+`] }));
    const live = await runAndRead(['run'], { cwd: dir });
    const replayed = await runAndRead(['replay'], { cwd: dir });
    expect(replayed.code, replayed.stderr).toBe(0);
    expect(new Set(live.run.trials.map(({ status }) => status))).toEqual(new Set(['pass', 'fail']));
    expect(replayed.run.trials).toEqual(live.run.trials.map((row) => ({ ...row, attempts: 0 })));
    // A bare run of letters is told by what stands beside it; all others by themselves.
    const made = KEYS.filter((key) => !/^[A-Za-z0-9+/]{32,40}$/.test(key) && !JSON.stringify(scenarios).includes(key));
    const text = JSON.stringify(live.run) + readFileSync(join(dir, 'cassettes/s0/m.json'), 'utf8');
    expect(made.filter((key) => text.includes(key))).toEqual([]);
  },
);
