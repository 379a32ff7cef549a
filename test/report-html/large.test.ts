import { afterAll, afterEach, expect, test } from 'vitest';

import type { Run, ScenarioRow, TrialRow } from '../../src/domain/run.ts';
import { NO_BROWSER, ReportBrowser } from './browser.ts';
import { generatedRun } from './generated-run.ts';
import { inPage } from './page.ts';

/** Scenarios that the large run repeats under other ids. */
const POOL = 60;
const SCENARIOS = 8340;

const pool = generatedRun(POOL);
const pooled = Map.groupBy(pool.trials(), ({ scenario }) => scenario);
const scenarios = Array.from({ length: SCENARIOS }, (_, i): ScenarioRow => {
  const row = pool.header.scenarios[i % POOL] as ScenarioRow;
  return { ...row, id: `s-${i}`, messages: [{ role: 'user', content: `prompt ${i}` }], tools: [] };
});
const large: Run = {
  summary: pool.summary,
  header: { ...pool.header, scenarios },
  *trials(): Generator<TrialRow> {
    for (const [i, { id }] of scenarios.entries()) {
      const rows = pooled.get(pool.header.scenarios[i % POOL]?.id ?? '') ?? [];
      for (const row of rows) yield { ...row, scenario: id, steps: [], calls: row.calls.slice(0, 1), problems: [] };
    }
  },
};
const browser = new ReportBrowser();
/** Counts the parts of the page that are unpacked, and what they hold. */
const COUNT = `
  window.unpacked = [];
  const json = Response.prototype.json;
  Response.prototype.json = async function () {
    const text = await this.text();
    window.unpacked.push(text.length);
    return JSON.parse(text);
  };
`;

afterEach(() => {
  expect(browser.offences.splice(0)).toEqual([]);
});
afterAll(() => browser[Symbol.asyncDispose]());

test.skipIf(NO_BROWSER !== null)('of 100,000 trials the first view unpacks the index alone', async ({ annotate }) => {
  const page = await browser.open(browser.write('large', large), {}, COUNT);
  const unpacked = (): Promise<number[]> => inPage(page, 'window.unpacked');
  const ready = await inPage<number>(page, `performance.getEntriesByName('report-ready')[0].startTime`);
  const facts = await page.locator('.masthead .facts').textContent();
  expect(Number(/([\d,]+) trials/.exec(facts ?? '')?.[1]?.replaceAll(',', ''))).toBeGreaterThan(100_000);
  const [index, ...more] = await unpacked();
  await annotate(`report ready after ${Math.round(ready)} ms; the index has ${index} characters`);
  expect(more).toEqual([]);
  // Some 25 characters a trial, and some 60 a scenario.
  expect(index).toBeLessThan(3_000_000);
  expect(await inPage<number>(page, `document.querySelectorAll('*').length`)).toBeLessThan(3000);

  await inPage(page, `document.querySelector('.matrix').scrollTo(0, 1e9)`);
  await page.locator(`[role=row][aria-rowindex="${SCENARIOS + 1}"]`).waitFor();
  expect(await unpacked()).toHaveLength(1);
  await page.locator(`[data-row="${SCENARIOS - 1}"][data-column="2"]`).click();
  await page.getByRole('dialog').locator('.verdict').waitFor();
  // The chunk of the trial and that of its scenario.
  expect((await unpacked()).slice(1).map((length) => length < 300_000)).toEqual([true, true]);
  expect(await inPage<number>(page, `document.querySelectorAll('*').length`)).toBeLessThan(4000);
});
