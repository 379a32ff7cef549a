import { afterAll, afterEach, expect, test } from 'vitest';

import type { Interaction } from '../../src/domain/recording.ts';
import type { TrialRow } from '../../src/domain/run.ts';
import type { Recordings } from '../../src/report/source.ts';
import { NO_BROWSER, ReportBrowser } from './browser.ts';
import { generatedRun, HOSTILE } from './generated-run.ts';
import { faults, goTo, inPage } from './page.ts';

const generated = generatedRun(90);
const run = {
  ...generated,
  header: {
    ...generated.header,
    settings: {
      command: `tooltape replay --grep '${HOSTILE.slice(0, 60).replaceAll(/\s/g, ' ')}'`,
      repeat: ['my scenarios', '--cassettes', 'tapes'],
      cassettes: 'tapes',
      stream: 'both' as const,
      temperature: 0.5,
      maxTokens: 8192,
      name: 'before-prompt-change',
    },
    stoppedBy: 'interrupt' as const,
  },
};
const trials = [...run.trials()];
/** Trials whose recording is at hand: those of two models. */
const recordings: Recordings = {
  exchangesOf: ({ scenario, model, trial }) =>
    model === 'gpt-4o' || model === 'command-r-plus' ? exchangesOf(scenario, trial) : null,
  recordedAt: (_, model) => (model === 'gpt-4o' ? '2026-01-02T03:04:00.000Z' : '2026-11-20T10:00:00.000Z'),
};
const browser = new ReportBrowser();
const address = NO_BROWSER === null ? browser.write('panels', run, { recordings }) : '';
const inBrowser = test.skipIf(NO_BROWSER !== null);

function exchangesOf(scenario: string, trial: number): Interaction[] {
  return [
    {
      endpoint: '/chat/completions',
      key: 'k',
      request: { model: 'm', messages: [{ role: 'user', content: `asked of ${scenario} ${trial} ${HOSTILE}` }] },
      response: {
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: { kind: 'sse', text: `data: {"n":1}\n\ndata: ${'x'.repeat(5000)}\n\n` },
      },
      latencyMs: 1234,
      firstByteMs: 1,
    },
  ];
}

afterEach(() => {
  expect(browser.offences.splice(0)).toEqual([]);
});
afterAll(() => browser[Symbol.asyncDispose]());

inBrowser('wire findings stand worst first, by check and model, and lead to the trial that shows them', async () => {
  const page = await browser.open(address);
  const panel = page.getByRole('region', { name: 'Wire findings' }).first();
  const count = (model: string): number =>
    trials.filter((trial) => trial.model === model && trial.findings.some(({ check }) => check === 'call-id')).length;
  const heads = await panel.locator('thead th').allTextContents();
  const cells = await panel.locator('tbody tr').first().locator('td').allTextContents();
  const models = heads.slice(2).map((head) => head.replace(/(?:openai|crazyrouter|router)$/, ''));
  expect(cells.slice(1)).toEqual(models.map((model) => String(count(model))));
  const severities = await page.locator('.wire tbody tr td:nth-child(2)').allTextContents();
  const order = ['breaking', 'degrading', 'cosmetic'];
  expect(severities.map((word) => order.indexOf(word))).toEqual(
    severities.map((word) => order.indexOf(word)).toSorted((a, b) => a - b),
  );

  await page.getByText('call-id: evidence').click();
  await page.locator('.wire-evidence .check-text summary').first().click();
  await page.getByText('It must hold that every call has an id of its own').waitFor();
  expect(await page.locator('.wire-evidence a').first().getAttribute('href')).toContain('https://github.com/');
  expect(await faults(page)).toEqual([]);
  await page.locator('.wire-evidence .link').first().click();
  await page.getByRole('dialog').locator('.findings').waitFor();
});

inBrowser('a trial shows its raw messages where the page holds them, else the command that does', async () => {
  const page = await browser.open(address);
  const { scenario = '', trial = 1 } =
    trials.find(({ model, status }) => model === 'gpt-4o' && status === 'fail') ?? {};
  await goTo(page, { scenario, model: 'gpt-4o', trial: String(trial) });
  const sheet = page.getByRole('dialog');
  await sheet.getByText('Raw requests and responses').click();
  await sheet.getByText('Request 1: POST /chat/completions').waitFor();
  expect(await sheet.locator('.raw-exchange pre').first().textContent()).toContain(`asked of ${scenario} ${trial}`);
  const response = sheet.locator('.raw-exchange pre').nth(1);
  expect((await response.textContent())?.length).toBeLessThan(3000);
  await response.getByRole('button', { name: /Show all/ }).click();
  await expect.poll(async () => (await response.textContent())?.length).toBeGreaterThan(5000);
  const anew = await sheet.getByRole('group', { name: 'record it anew' }).textContent();
  expect(anew).toMatch(
    /^npx tooltape run 'my scenarios' --cassettes tapes --record all --grep '\^.*\$' --models gpt-4o/,
  );
  expect(await faults(page)).toEqual([]);

  await goTo(page, { scenario, model: 'gpt-4o-mini' });
  await sheet.getByRole('article', { name: 'gpt-4o-mini' }).getByText('Raw requests and responses').click();
  await sheet.getByRole('group', { name: 'show every recording' }).waitFor();
});

inBrowser('a command is copied, or selected where the browser does not let the page write', async () => {
  const page = await browser.open(address);
  await page.getByRole('button', { name: 'Copy: the command of this run' }).click();
  await page.getByText(/^The command is (copied|selected)\.$/).waitFor({ state: 'attached' });
});

inBrowser('the page says how the run was made', async () => {
  const page = await browser.open(address);
  const about = (await page.locator('.about').textContent()) ?? '';
  const facts = [
    'kept as before-prompt-change',
    'temperature 0.5, max_tokens 8,192, streamed and not',
    'between 2 Jan 2026, 03:04 UTC and 20 Nov 2026, 10:00 UTC, in tapes',
    `9 models × 90 scenarios, 1,080 trials`,
  ];
  for (const fact of facts) expect(about).toContain(fact);
  expect(await page.locator('.stopped').textContent()).toBe('This run was interrupted: trials are missing.');
  await page.getByText('Models, as they were asked').click();
  expect(await page.getByRole('region', { name: 'Models, as they were asked' }).locator('tbody tr').count()).toBe(9);
  expect(await inPage(page, `'__ran' in window`)).toBe(false);
});

inBrowser('gateways and protocols have a table each where there are several', async () => {
  const page = await browser.open(address);
  await page.getByText('By gateway', { exact: true }).click();
  const gateways = new Map(run.header.models.map(({ name, gateway }) => [name, gateway]));
  const judged = (gateway: string, wanted: (row: TrialRow) => boolean): number =>
    trials.filter((row) => gateways.get(row.model) === gateway && wanted(row)).length;
  const shown = await inPage<string[][]>(
    page,
    `[...document.querySelectorAll('[aria-label="By gateway"] tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))`,
  );
  expect(shown.map(([name, , , passed]) => [name, passed])).toEqual(
    [...new Set(gateways.values())].map((gateway) => [
      gateway,
      `${judged(gateway, ({ status }) => status === 'pass')}/${judged(gateway, ({ status }) => status === 'pass' || status === 'fail')}`,
    ]),
  );
  await page.getByText('By protocol', { exact: true }).click();
  expect(await page.getByRole('region', { name: 'By protocol' }).locator('tbody th').allTextContents()).toEqual([
    'chat',
    'messages',
  ]);
  expect(await faults(page)).toEqual([]);
});

inBrowser('a search leaves its field where it is, and the cell that was open is found again', async () => {
  const page = await browser.open(address);
  const field = page.getByRole('searchbox');
  await field.scrollIntoViewIfNeeded();
  const top = async (): Promise<number> => Math.round((await field.boundingBox())?.y ?? Number.NaN);
  await inPage(page, `document.querySelector('.search input').scrollIntoView({ block: 'start' })`);
  const before = await top();
  await field.fill('nothing has these words');
  await page.getByText('No scenario fits these filters.').waitFor();
  expect(await top()).toBe(before);
  await field.fill('');
  await page.locator('[data-row="20"]').first().waitFor();
  await expect.poll(() => new URL(page.url()).hash).toBe('');
  expect(await top()).toBe(before);

  await field.fill('e');
  await page.locator('[data-row="14"][data-column="4"]').click();
  const id = (await page.locator('#sheet-heading').textContent()) ?? '';
  await page.goBack();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const focused = (): Promise<string> => inPage(page, 'document.activeElement.parentElement.textContent');
  await expect.poll(focused).toContain(id);
  expect(await field.inputValue()).toBe('e');

  await page.locator('[data-row="14"][data-column="4"]').click();
  await page.keyboard.press('Escape');
  await expect.poll(() => new URL(page.url()).hash).toContain('at=');
  await page.reload();
  await page.locator('html[data-ready]').waitFor();
  await expect.poll(focused).toContain(id);
  expect(await field.inputValue()).toBe('e');
});
