import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const VERDICTS = join(ROOT, '../shared/bfcl/verdict');
const there = existsSync(VERDICTS);
if (!there) process.stderr.write('skipped: the BFCL verdicts beside the checkout are absent\n');

/** What each model passed, by question; the mutant is no model. */
function passedBy(): Map<string, ReadonlyMap<string, boolean>> {
  const files = readdirSync(VERDICTS).filter((file) => !file.startsWith('mutant'));
  return new Map(
    files.map((file) => {
      const rows = readFileSync(join(VERDICTS, file), 'utf8').trim().split('\n');
      const verdicts = rows.map((row) => JSON.parse(row) as { id: string; expected: boolean });
      return [file.replace(/\.jsonl$/, ''), new Map(verdicts.map(({ id, expected }) => [id, expected]))];
    }),
  );
}

/** Two-sided, in whole numbers. */
function exactP(b: number, c: number): number {
  let ways = 1n;
  let sum = 0n;
  for (let i = 0; i <= Math.min(b, c); i++) {
    sum += ways;
    ways = (ways * BigInt(b + c - i)) / BigInt(i + 1);
  }
  return Math.min(1, Number((2n * sum * 10n ** 30n) / 2n ** BigInt(b + c)) / 1e30);
}

/** Pairs that Holm's procedure rejects at 5%: the smallest p as long as it is below 5% over the hypotheses left. */
function apart(pairs: readonly { readonly names: string; readonly p: number }[]): Set<string> {
  const sorted = pairs.toSorted((a, b) => a.p - b.p);
  const kept = sorted.findIndex(({ p }, at) => p >= 0.05 / (pairs.length - at));
  return new Set(sorted.slice(0, kept === -1 ? pairs.length : kept).map(({ names }) => names));
}

test.skipIf(!there)('the results page says what the verdicts say: passed questions, pairs and groups', () => {
  const page = readFileSync(join(ROOT, 'docs/results.md'), 'utf8');
  const models = passedBy();
  const rows = [...page.matchAll(/^\| (\S+) \| ([\d,]+)\/([\d,]+) \|/gm)].map(([, model, passed, judged]) => [
    model,
    Number(passed?.replace(',', '')),
    Number(judged?.replace(',', '')),
  ]);
  const expected = [...models]
    .map(([model, verdicts]): [string, number, number] => [
      model,
      [...verdicts.values()].filter(Boolean).length,
      verdicts.size,
    ])
    .sort((a, b) => b[1] - a[1]);
  expect(rows).toEqual(expected);

  const names = expected.map(([model]) => model);
  const pairs = names.flatMap((a, i) =>
    names.slice(i + 1).map((b) => {
      const [first, second] = [models.get(a), models.get(b)];
      const ids = [...(first?.keys() ?? [])];
      const only = (x: typeof first, y: typeof first): number =>
        ids.filter((id) => x?.get(id) === true && y?.get(id) === false).length;
      return { names: `${a} ${b}`, p: exactP(only(first, second), only(second, first)) };
    }),
  );
  const different = apart(pairs);
  expect(page).toContain(`${different.size} of ${pairs.length} pairs of models differ significantly.`);
  const isAlike = (a: string, b: string): boolean =>
    a === b || ![`${a} ${b}`, `${b} ${a}`].some((pair) => different.has(pair));
  const sets = Array.from({ length: 2 ** names.length }, (_, bits) => names.filter((__, at) => (bits >> at) % 2 === 1));
  const alike = sets.filter((set) => set.length > 1 && set.every((a) => set.every((b) => isAlike(a, b))));
  const largest = alike.filter(
    (set) => !names.some((name) => !set.includes(name) && set.every((one) => isAlike(one, name))),
  );
  const listed = [...page.matchAll(/^- (.+): no significant difference\.$/gm)].map(([, group]) => group);
  expect(new Set(listed)).toEqual(new Set(largest.map((set) => set.join(', '))));
  expect(listed).toHaveLength(largest.length);
});
