import { afterAll, afterEach, expect, test } from 'vitest';

import { NO_BROWSER, ReportBrowser } from './browser.ts';
import { generatedRun } from './generated-run.ts';
import { focusedCell, inPage, shown } from './page.ts';

const run = generatedRun(1200);
const trials = [...run.trials()];
const browser = new ReportBrowser();
const address = NO_BROWSER === null ? browser.write('run', run) : '';
const inBrowser = test.skipIf(NO_BROWSER !== null);

afterEach(() => {
  expect(browser.offences.splice(0)).toEqual([]);
});
afterAll(() => browser[Symbol.asyncDispose]());

if (NO_BROWSER !== null) test.skip(`the report is opened in a browser: ${NO_BROWSER}`, () => {});

inBrowser('the report opens from disk with the models, best first, and the matrix', async ({ annotate }) => {
  const page = await browser.open(address);
  const paint = await inPage<number>(
    page,
    `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN`,
  );
  const ready = await inPage<number>(page, `performance.getEntriesByName('report-ready')[0].startTime`);
  await annotate(`${trials.length} trials: first paint ${Math.round(paint)} ms, report ready ${Math.round(ready)} ms`);
  const best = run.summary.toSorted((a, b) => (b.passRate ?? 0) - (a.passRate ?? 0))[0];
  expect(await page.locator('.models .model-table tbody th').first().textContent()).toContain(best?.model);
  expect(await page.locator('.models .model-table tbody tr').count()).toBe(9);
  expect(await page.locator('h1').textContent()).toContain(`${best?.model} passes most`);
  expect(await page.locator('.models .note').count()).toBe(0);
  expect(await shown(page)).toBe('1,200 scenarios');
});

inBrowser('only the rows in sight are in the page, and the last can be reached', async () => {
  const page = await browser.open(address);
  expect(await page.locator('.grid-body [role=row]').count()).toBeLessThan(60);
  await inPage(page, `document.querySelector('.matrix').scrollTo(0, 1e9)`);
  await page.locator('[role=row][aria-rowindex="1201"]').waitFor();
  expect(await page.locator('.grid-body [role=row]').count()).toBeLessThan(60);
  expect(await page.locator('[role=grid]').getAttribute('aria-rowcount')).toBe('1201');
});

inBrowser('text, tags, models and results filter, what is left is counted, and all of it can be cleared', async () => {
  const page = await browser.open(address);
  await page.getByRole('searchbox', { name: 'Find in ids and prompts' }).fill('雨伞 北京');
  const chinese = run.header.scenarios.filter((scenario) => JSON.stringify(scenario.messages).includes('北京'));
  await expect.poll(() => shown(page)).toBe(`${chinese.length} of 1,200 scenarios`);

  await page.getByRole('button', { name: 'Tags' }).click();
  await page.getByRole('checkbox', { name: /^zh/ }).check();
  await page.keyboard.press('Escape');
  expect(await inPage(page, 'document.activeElement.textContent')).toContain('Tags');
  const tagged = chinese.filter(({ tags }) => tags.includes('zh')).map(({ id }) => id);
  await expect.poll(() => shown(page)).toBe(`${tagged.length} of 1,200 scenarios`);

  await page.getByRole('button', { name: 'Models' }).click();
  await page.getByRole('checkbox', { name: 'command-r-plus' }).check();
  await page.getByRole('button', { name: 'Results' }).click();
  await page.getByRole('checkbox', { name: /^wrong arguments/ }).check();
  const left = tagged.filter((id) =>
    trials.some(
      (trial) => trial.scenario === id && trial.model === 'command-r-plus' && trial.reason === 'wrong-arguments',
    ),
  );
  await expect.poll(() => shown(page)).toBe(`${left.length} of 1,200 scenarios`);
  expect(await page.locator('.head-cell').allTextContents()).toHaveLength(3);

  await page.getByRole('heading', { name: 'Scenarios' }).click();
  await expect.poll(() => page.locator('.facet-panel:visible').count()).toBe(0);
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect.poll(() => shown(page)).toBe('1,200 scenarios');
  expect(await inPage(page, 'document.activeElement.placeholder')).toBe('Find ids and prompts');
});

inBrowser('a filter that nothing fits says so, and offers the way back', async () => {
  const page = await browser.open(`${address}#q=nowhere`);
  await page.getByText('No scenario fits these filters.').waitFor();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect.poll(() => shown(page)).toBe('1,200 scenarios');
});

inBrowser('rows are ordered by what is chosen, and the other way round on a second press of a heading', async () => {
  const page = await browser.open(address);
  await page.getByLabel('Sort').selectOption('disagreement desc');
  const middle = async (): Promise<boolean> => {
    const [solved = '', judged = ''] = ((await page.locator('.solved-cell').first().textContent()) ?? '').split('/');
    return Math.abs(Number(solved) - Number(judged) / 2) < 1;
  };
  await expect.poll(middle).toBe(true);

  const heading = page.getByRole('columnheader', { name: /^gpt-4o 8/ });
  const first = page.locator('[data-row="0"][data-column="2"]');
  await heading.getByRole('button').click();
  await expect.poll(() => heading.getAttribute('aria-sort')).toBe('ascending');
  expect(await first.textContent()).not.toContain('passed');
  await heading.getByRole('button').click();
  await expect.poll(() => heading.getAttribute('aria-sort')).toBe('descending');
  expect(await first.textContent()).toContain('passed');
});

inBrowser('a trial shows its calls beside those expected and says what differs', async () => {
  const page = await browser.open(address);
  const trial = trials.find(
    ({ reason, model, scenario }) =>
      reason === 'wrong-arguments' && model === 'gpt-4o' && !scenario.startsWith('multiple'),
  );
  await page.getByRole('searchbox', { name: 'Find in ids and prompts' }).fill(trial?.scenario ?? '');
  await expect.poll(() => shown(page)).toBe('1 of 1,200 scenarios');
  await page.locator('[data-row="0"][data-column="2"]').click();
  const sheet = page.getByRole('dialog', { name: trial?.scenario ?? '' });
  await sheet.locator('.verdict-word').getByText('Wrong arguments').waitFor();
  await sheet.getByText(/call 1 get_weather: city is "上海"/).waitFor();

  const row = sheet.getByRole('row', { name: /^city/ });
  expect(await row.textContent()).toContain('$contains');
  expect(await row.locator('mark').textContent()).toBe('"上海"');
  expect(await sheet.getByRole('row', { name: /^unit/ }).locator('mark').count()).toBe(0);
  for (const text of ['Conversation', 'Tokens in', 'Latency', 'Cost'])
    await sheet.getByText(text, { exact: true }).waitFor();
});

inBrowser('a trial shows what the provider ran itself, and a model what it was asked over', async () => {
  const trial = trials.find(({ model, steps }) => model === 'gpt-4o' && steps[0]?.hosted !== undefined);
  const page = await browser.open(address);
  await page.getByRole('searchbox', { name: 'Find in ids and prompts' }).fill(trial?.scenario ?? '');
  await expect.poll(() => shown(page)).toBe('1 of 1,200 scenarios');
  expect(await page.locator('.models .model-table').textContent()).toContain('messages');
  await page.locator('[data-row="0"][data-column="2"]').click();
  const sheet = page.getByRole('dialog', { name: trial?.scenario ?? '' });
  await sheet.getByText('run by the provider', { exact: true }).first().waitFor();
  await sheet.getByText('web_search', { exact: true }).first().waitFor();
});

inBrowser('the keyboard alone will do: one stop in the grid, Enter opens, Escape returns to the cell', async () => {
  const page = await browser.open(address);
  expect(await page.locator('[role=grid] [tabindex="0"]').count()).toBe(1);
  await page.locator('[role=grid] [tabindex="0"]').focus();
  await page.keyboard.press('Control+End');
  await expect.poll(() => focusedCell(page)).toEqual({ row: '1199', column: '10' });
  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => (await focusedCell(page)).column).toBe('9');
  const place = await focusedCell(page);
  expect(await page.locator('[role=grid] [tabindex="0"]').count()).toBe(1);

  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await sheet.locator('.verdict').waitFor();
  expect(await inPage(page, 'document.activeElement.id')).toBe('sheet-heading');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await expect.poll(() => focusedCell(page)).toEqual(place);
});

inBrowser('the focus stays where it is while the window moves on', async () => {
  const page = await browser.open(address);
  await page.locator('[data-row="0"][data-column="0"]').focus();
  await inPage(page, `document.querySelector('.matrix').scrollTo(0, 20000)`);
  await page.locator('[role=row][aria-rowindex="460"]').waitFor();
  expect(await focusedCell(page)).toEqual({ row: '0', column: '0' });
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focusedCell(page)).toEqual({ row: '1', column: '0' });
});

inBrowser(
  'a trial leads to the scenarios before and after in the order shown, and back to where it ended',
  async () => {
    const page = await browser.open(`${address}#q=zh-&sort=scenario&order=desc`);
    const order = await page.locator('.grid-body .scenario-id').allTextContents();
    await page.locator('[data-row="1"][data-column="3"]').click();
    const heading = page.locator('#sheet-heading');
    await expect.poll(() => heading.textContent()).toBe(order[1]);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => heading.textContent()).toBe(order[2]);
    await page.getByRole('button', { name: 'Previous scenario' }).click();
    await page.getByRole('button', { name: 'Previous scenario' }).click();
    await expect.poll(() => heading.textContent()).toBe(order[0]);
    expect(await page.getByRole('button', { name: 'Previous scenario' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => focusedCell(page)).toEqual({ row: '0', column: '3' });
  },
);

inBrowser('two models stand side by side, by an address that shows the same again', async () => {
  const page = await browser.open(address);
  await page.locator('[data-row="5"][data-column="2"]').click();
  await page.getByRole('combobox', { name: 'Compare with' }).selectOption({ index: 3 });
  await expect.poll(() => page.getByRole('article').count()).toBe(2);
  const names = await page.getByRole('article').locator('.trial-model').allTextContents();
  await page.getByRole('combobox', { name: 'Trial', exact: true }).selectOption('2');
  // Both are in the address: the trial that a cell opens may be the second already.
  await expect.poll(() => page.url()).toMatch(/trial=2.*beside=|beside=.*trial=2/);

  const again = await browser.open(page.url());
  await expect.poll(() => again.getByRole('article').locator('.trial-model').allTextContents()).toEqual(names);
  await page.goBack();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

inBrowser('a cell of several trials shows k of n, and each can be opened', async () => {
  const page = await browser.open(address);
  const cell = page.locator('[data-row="5"][data-column="2"]');
  const id = await page.locator('[data-row="5"][data-column="0"] .scenario-id').textContent();
  const passed = trials.filter((trial) => trial.scenario === id && trial.model === 'gpt-4o' && trial.status === 'pass');
  expect(await cell.textContent()).toContain(`${passed.length}/3`);
  await cell.click();
  await expect.poll(() => page.getByRole('combobox', { name: 'Trial', exact: true }).locator('option').count()).toBe(3);
});
