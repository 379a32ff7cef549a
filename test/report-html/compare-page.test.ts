import { afterAll, afterEach, expect, test } from 'vitest';

import { compareRuns } from '../../src/compare/compare-runs.ts';
import type { Run, TrialRow } from '../../src/domain/run.ts';
import { NO_BROWSER, ReportBrowser } from './browser.ts';
import { generatedRun, HOSTILE } from './generated-run.ts';
import { faults, goTo, inPage, shown } from './page.ts';

const generated = generatedRun(40);
const before = [...generated.trials()].sort((a, b) => (a.scenario < b.scenario ? -1 : a.scenario > b.scenario ? 1 : 0));
const [edited, removed] = [generated.header.scenarios[3], generated.header.scenarios[7]];
/** What passed with the first model fails now, what failed with the second passes; one prompt was edited, one scenario is gone. */
const after = before
  .filter(({ scenario }) => scenario !== removed?.id)
  .map((row): TrialRow => {
    if (row.model === 'gpt-4o' && row.status === 'pass')
      return { ...row, status: 'fail', reason: 'missing-call', calls: [], problems: [] };
    if (row.model === 'gpt-4o-mini' && row.status === 'fail')
      return { ...row, status: 'pass', reason: null, problems: [] };
    return row;
  });
const scenarios = generated.header.scenarios
  .filter(({ id }) => id !== removed?.id)
  .map((row) => (row.id === edited?.id ? { ...row, messages: [{ role: 'user', content: `Now ${HOSTILE}` }] } : row));
const base: Run = { ...generated, trials: () => before };
const run: Run = { ...generated, header: { ...generated.header, scenarios }, trials: () => after };
const comparison = compareRuns(base, run);
const browser = new ReportBrowser();
const name = `before <script>window.__ran = true</script>`;
const address = NO_BROWSER === null ? browser.write('compare', run, { against: { name, run: base, comparison } }) : '';
const inBrowser = test.skipIf(NO_BROWSER !== null);

afterEach(() => {
  expect(browser.offences.splice(0)).toEqual([]);
});
afterAll(() => browser[Symbol.asyncDispose]());

inBrowser(
  'two runs stand in one page: what got better, what got worse, and whether it is more than chance',
  async () => {
    const page = await browser.open(address);
    const headline = (await page.locator('h1').textContent()) ?? '';
    const { changes, regressions } = comparison;
    const moved = Object.values(changes).reduce((sum, { total }) => sum + total, 0);
    expect(headline).toContain('gpt-4o (−');
    expect(headline).toContain('got worse.');
    expect(headline).toContain(
      `${moved} of ${comparison.cells} scenarios × models changed, ${regressions} for the worse.`,
    );

    const table = page.locator('.changes .model-table');
    const heads = await table.locator('thead th').allTextContents();
    const row = await table
      .getByRole('row', { name: /^gpt-4o worse/ })
      .locator('th,td')
      .allTextContents();
    const failing = changes['newly-failing'].items.filter(({ model }) => model === 'gpt-4o').length;
    expect(row[heads.indexOf('Newly failing')]).toBe(String(failing));
    expect(await page.locator('.changes').textContent()).toContain('two-sided, Holm-corrected');
    expect(await page.locator('.only').textContent()).toContain(`Only in the older run, 1 scenario: ${removed?.id}.`);
    expect((await page.locator('.edit ins').allTextContents()).join('\n')).toContain('window.__ran');
    expect(await inPage(page, `'__ran' in window`)).toBe(false);
    expect(await faults(page)).toEqual([]);

    await page.getByRole('button', { name: /of gpt-4o: newly failing/ }).click();
    await expect.poll(() => shown(page)).toBe(`${failing} of 39 scenarios`);
  },
);

inBrowser('what changed for the worse comes first, and its trials stand side by side', async () => {
  const page = await browser.open(address);
  const first = page.locator('[data-row="0"][data-column="2"]');
  expect(await first.textContent()).toContain('newly failing');
  await first.click();
  const sheet = page.getByRole('dialog');
  await sheet
    .getByRole('article', { name: /^Before: / })
    .locator('.verdict-word')
    .getByText('Passed')
    .waitFor();
  await sheet
    .getByRole('article', { name: /^Now, gpt-4o/ })
    .locator('.verdict-word')
    .getByText('Missing call')
    .waitFor();
  expect(await sheet.getByRole('combobox', { name: 'Compare with' }).inputValue()).toBe('before');
  expect(await faults(page)).toEqual([]);
  await sheet.getByRole('combobox', { name: 'Compare with' }).selectOption('');
  await expect.poll(() => sheet.getByRole('article').count()).toBe(1);
  await goTo(page, { scenario: edited?.id ?? '', model: 'gpt-4o', before: '' });
  await expect.poll(() => sheet.getByRole('article').count()).toBe(2);
});

test('a comparison alone makes no page: it has no trials', async () => {
  const { htmlComparison } = await import('../../src/report/reporters/html/html.ts');
  expect(() => [...htmlComparison(comparison, {})]).toThrow('was given none');
  expect([...htmlComparison(comparison, { compared: { run, base: { name: 'a', run: base } } })].join('')).toContain(
    'id="base-index"',
  );
  expect([...htmlComparison(comparison, { compared: { run, base: null } })].join('')).not.toContain('id="base-index"');
});
