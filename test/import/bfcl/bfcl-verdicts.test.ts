import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readContextOf } from '../../../src/protocol/chat/read-context-of.ts';
import { functionTools } from '../../../src/protocol/function-tools.ts';
import { readResponse } from '../../../src/protocol/chat/read/read-response.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import type { TrialRow } from '../../../src/domain/run.ts';
import type { Scenario } from '../../../src/domain/scenario.ts';
import { singleTurnDefaults } from '../../../src/import/bfcl/bfcl.ts';
import { readQuestions } from '../../../src/import/bfcl/bfcl-questions.ts';
import { toChatCompletion, type BfclResult } from '../../../src/import/bfcl/bfcl-result.ts';
import { readResults } from '../../../src/import/bfcl/bfcl-results.ts';
import { findModels, findQuestions } from '../../../src/import/bfcl/find-bfcl-files.ts';
import { writeScenarios } from '../../../src/import/write-scenarios.ts';
import { loadScenarios } from '../../../src/scenario/load.ts';
import { scoreTrial } from '../../../src/score/score.ts';
import { ROOT, runCli } from '../../support/run-cli.ts';
import { tempDir } from '../../support/temp-dir.ts';

const DATA = fileURLToPath(new URL('../../../../shared/bfcl/', import.meta.url));
/** The published results lie beside the checkout, not in it. */
const absent = !existsSync(join(DATA, 'verdict'));
if (absent) process.stderr.write('skipped: the BFCL results beside the checkout are absent\n');
const what = absent ? `(skipped: there is no ${DATA})` : '';

/** `<model> <scenario>` → whether the trial must pass. */
function expectedVerdicts(): Map<string, boolean> {
  const verdicts = new Map<string, boolean>();
  for (const { model } of findModels(join(DATA, 'result'))) {
    for (const line of readFileSync(join(DATA, 'verdict', `${model}.jsonl`), 'utf8')
      .trim()
      .split('\n')) {
      const { id, expected } = JSON.parse(line) as { id: string; expected: boolean };
      verdicts.set(`${model} ${id}`, expected);
    }
  }
  return verdicts;
}

/** What is wrong with the verdicts found: `[model scenario, expected, found]`. */
function differences(found: ReadonlyMap<string, unknown>): [string, boolean, unknown][] {
  const expected = expectedVerdicts();
  expect(expected.size).toBeGreaterThan(13_000);
  expect(found.size).toBe(expected.size);
  return [...expected].flatMap(([key, pass]) =>
    found.get(key) === pass ? [] : [[key, pass, found.get(key)] as const],
  );
}

function judge(scenario: Scenario, model: string, result: BfclResult): { pass: boolean; findings: readonly string[] } {
  const messages = scenario.turns[0]?.messages ?? [];
  const body: JsonObject = { model, messages: [...messages], tools: [...functionTools(scenario.tools)] };
  const response = {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: { kind: 'json' as const, value: toChatCompletion(result, model) },
  };
  const reading = readResponse(response, readContextOf(body, 1));
  if (!reading.ok) throw new Error(`${model} ${scenario.id}: ${reading.error.message}`);
  const step = { index: 1, reading, results: [], latencyMs: 0, interaction: 0 };
  const transcript = {
    turns: [{ steps: [step], end: 'max-steps' as const }],
    state: {},
    error: null,
    miss: null,
    faultFindings: [],
    attempts: 0,
  };
  const { pass } = scoreTrial(scenario, transcript, { wire: 'fair' });
  return { pass, findings: reading.findings.map((finding) => finding.check) };
}

test.skipIf(absent)(`every published result gets the reference's verdict ${what}`, () => {
  const out = tempDir();
  const models = findModels(join(DATA, 'result'));
  const found = new Map<string, boolean>();
  const findings = new Map<string, Set<string>>();
  for (const { category, questions, answers } of findQuestions(join(DATA, 'data'))) {
    // Multi-turn categories have questions here and no published results.
    if (!models.some(({ files }) => files.has(category))) continue;
    const items = readQuestions(category, questions, answers, []);
    const file = join(out, `${category}.json`);
    writeScenarios(
      file,
      { defaults: singleTurnDefaults(category) },
      items.values().map((item) => item.scenario),
    );
    const scenarios = new Map(loadScenarios([file], { cwd: out }).scenarios.map((one) => [one.id, one] as const));
    for (const { model, files } of models) {
      for (const path of files.get(category) ?? []) {
        for (const result of readResults({ file: path, questions: scenarios, seen: new Set(), issues: [] })) {
          const scenario = scenarios.get(result.id);
          if (scenario === undefined) continue;
          const verdict = judge(scenario, model, result);
          found.set(`${model} ${result.id}`, verdict.pass);
          for (const check of verdict.findings) findings.set(check, (findings.get(check) ?? new Set()).add(model));
        }
      }
    }
  }
  expect(differences(found)).toEqual([]);
  // The importer itself breaks nothing: what is found is what the models wrote, and that mutants count no tokens.
  expect([...findings.keys()].toSorted()).toEqual(['args-json', 'text-leak', 'usage']);
  expect(findings.get('usage')).toEqual(new Set(['mutant-a']));
});

test.skipIf(absent)(
  `imported and replayed with the program, every verdict is the reference's, too ${what}`,
  async () => {
    const out = tempDir();
    const data = join(DATA, 'data');
    const imported = await runCli(['import', 'bfcl', '--data', data, '--results', join(DATA, 'result'), '--out', out], {
      cwd: ROOT,
    });
    expect(imported).toMatchObject({ code: 0 });
    const replayed = await runCli(
      ['replay', join(out, 'scenarios'), '--cassettes', join(out, 'cassettes'), '--output', join(out, 'run.json')],
      { cwd: out },
    );
    expect(replayed).toMatchObject({ code: 0 });
    const { trials } = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as { trials: TrialRow[] };
    const statuses = trials.map(({ model, scenario, status }) => [`${model} ${scenario}`, status] as const);
    const verdicts = statuses.map(
      ([key, status]) => [key, status === 'pass' || (status === 'fail' ? false : status)] as const,
    );
    expect(differences(new Map(verdicts))).toEqual([]);

    const parallel = (model: string): string => {
      const judged = trials.filter((trial) => trial.model === model && /^parallel_\d+$/.test(trial.scenario));
      return `${judged.filter((trial) => trial.status === 'pass').length}/${judged.length}`;
    };
    expect(parallel('gpt-4o-2024-05-13-FC')).toBe('176/193');
    expect(parallel('gpt-4-0613-FC')).toBe('0/193');
    expect(parallel('claude-3-haiku-20240307-FC')).toBe('1/193');
  },
  120_000,
);
