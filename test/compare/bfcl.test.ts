import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compareModels } from '../../src/compare/compare-models.ts';
import { compareRuns } from '../../src/compare/compare-runs.ts';
import type { TrialRow } from '../../src/domain/run.ts';
import { run, trial } from './rows.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/bfcl/verdict', import.meta.url));
const there = existsSync(FOLDER);
if (!there) process.stderr.write('skipped: the BFCL verdicts beside the checkout are absent\n');
const MODELS = there ? readdirSync(FOLDER).map((file) => file.replace(/\.jsonl$/, '')) : [];

function verdicts(model: string): Map<string, boolean> {
  const lines = readFileSync(`${FOLDER}/${model}.jsonl`, 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => JSON.parse(line) as { id: string; expected: boolean }).map((v) => [v.id, v.expected]),
  );
}

function rowsOf(model: string): TrialRow[] {
  return [...verdicts(model)].map(([id, pass]) => trial(id, model, { status: pass ? 'pass' : 'fail' }));
}

/** Two-sided p by adding up the probabilities of all outcomes at most as likely as the one seen, in whole numbers. */
function directP(b: number, c: number): number {
  const n = b + c;
  const row = [1n];
  for (let i = 1; i <= n; i++) row.push(((row[i - 1] ?? 0n) * BigInt(n - i + 1)) / BigInt(i));
  const seen = row[b] ?? 0n;
  const sum = row.filter((ways) => ways <= seen).reduce((total, ways) => total + ways, 0n);
  return Number((sum * 10n ** 25n) / 2n ** BigInt(n)) / 1e25;
}

function directPair(base: string, candidate: string): { n: number; counts: number[]; p: number } {
  const a = verdicts(base);
  const b = verdicts(candidate);
  const shared = [...a.keys()].filter((id) => b.has(id));
  const counts = [
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ].map(([x, y]) => shared.filter((id) => a.get(id) === x && b.get(id) === y).length);
  return { n: shared.length, counts, p: directP(counts[1] ?? 0, counts[2] ?? 0) };
}

test.skipIf(!there)('counts and p-values of real models equal those of a direct computation', () => {
  const source = run(MODELS.flatMap(rowsOf));
  for (const baseline of ['gpt-4o-2024-05-13-FC', 'mutant-a']) {
    const { pairs } = compareModels(source.header, source.summary, source.trials(), { baseline });
    expect(pairs).toHaveLength(MODELS.length - 1);
    for (const pair of pairs) {
      const direct = directPair(baseline, pair.candidate);
      expect([pair.n, [pair.bothPass, pair.basePassOnly, pair.candidatePassOnly, pair.bothFail]]).toEqual([
        direct.n,
        direct.counts,
      ]);
      expect(pair.p).toBeCloseTo(direct.p, 12);
      if (direct.p > 0) expect((pair.p ?? 0) / direct.p).toBeCloseTo(1, 6);
    }
  }
});

test.skipIf(!there)('two runs of different models are compared by their scenarios', () => {
  const base = run(rowsOf('gpt-4o-2024-05-13-FC'));
  const candidate = run(rowsOf('gpt-4-0613-FC'));
  const comparison = compareRuns(base, candidate);
  const direct = directPair('gpt-4o-2024-05-13-FC', 'gpt-4-0613-FC');
  expect(comparison.matchedBy).toBe('baseline');
  const [pair] = comparison.pairs;
  expect([pair?.bothPass, pair?.basePassOnly, pair?.candidatePassOnly, pair?.bothFail]).toEqual(direct.counts);
  expect(pair?.verdict).toBe('worse');
  expect(comparison.changes['newly-failing'].total).toBe(direct.counts[1]);
  expect(comparison.changes['newly-passing'].total).toBe(direct.counts[2]);
});
