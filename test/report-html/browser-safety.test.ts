import { afterAll, afterEach, expect, test } from 'vitest';

import { NO_BROWSER, ReportBrowser } from './browser.ts';
import { generatedRun } from './generated-run.ts';
import { faults, goTo, inPage } from './page.ts';

const run = generatedRun(400);
const trials = [...run.trials()];
const browser = new ReportBrowser();
const address = NO_BROWSER === null ? browser.write('run', run) : '';
const inBrowser = test.skipIf(NO_BROWSER !== null);

afterEach(() => {
  expect(browser.offences.splice(0)).toEqual([]);
});
afterAll(() => browser[Symbol.asyncDispose]());

inBrowser(
  'nothing of a model or an author is taken as markup, and hidden characters are shown by their code',
  async () => {
    const hostile = run.header.scenarios.filter((scenario) => JSON.stringify(scenario.messages).includes('Hostile'));
    expect(hostile).toHaveLength(10);
    const page = await browser.open(`${address}#q=hostile`);
    for (const { id } of hostile) {
      for (const { name } of run.header.models) {
        await goTo(page, { q: 'hostile', scenario: id, model: name });
        await page.locator(`dialog article[aria-label="${name}"] .verdict`).waitFor();
      }
      await expect.poll(() => page.locator('#sheet-heading').textContent()).toBe(id);
      await inPage(page, `document.querySelectorAll('dialog details').forEach((one) => (one.open = true))`);
    }
    const text = (await page.locator('.asked .role-user').textContent()) ?? '';
    expect(text).toContain('</script><script>window.__ran = true;');
    for (const code of ['\\x1b', '\\x07', '\\u{202e}', '\\u{2028}', '\\u{d800}']) expect(text).toContain(code);

    await page.emulateMedia({ media: 'print' });
    await page.locator('.print-list').waitFor();
    expect(await inPage(page, `'__ran' in window`)).toBe(false);
    expect(await page.title()).toBe('tooltape report');
    expect(await page.locator('body :is(img, iframe, object, embed, link, style, base, form)').count()).toBe(0);
  },
);

inBrowser('names hide nothing in titles, labels and options', async () => {
  const small = generatedRun(12);
  const hiding = (name: string): string => (name === 'gpt-4o' ? 'gpt\u202eo4-' : name);
  const address = browser.write('hiding', {
    header: { ...small.header, models: small.header.models.map((one) => ({ ...one, name: hiding(one.name) })) },
    summary: small.summary.map((one) => ({ ...one, model: hiding(one.model) })),
    *trials() {
      for (const one of small.trials()) yield { ...one, model: hiding(one.model) };
    },
  });
  const page = await browser.open(address);
  await goTo(page, { scenario: small.header.scenarios[3]?.id ?? '', model: hiding('gpt-4o') });
  await page.locator('dialog article .verdict').waitFor();
  const told = await inPage<string>(
    page,
    `[...document.querySelectorAll('body *:not(script)')].flatMap((one) => [one.title, one.ariaLabel, one.firstChild?.nodeValue]).join('\\n')`,
  );
  expect(told).toContain('Sort by gpt\\u{202e}o4-');
  expect(told).not.toContain('\u202e');
});

inBrowser('what is very long is cut, and shown whole when asked', async () => {
  const page = await browser.open(address);
  await goTo(page, { scenario: run.header.scenarios[12]?.id ?? '', model: 'gpt-4o' });
  const said = page.locator('.said').last();
  await said.waitFor();
  expect(((await said.textContent()) ?? '').length).toBeLessThan(2000);
  await said.getByRole('button', { name: /Show all/ }).click();
  await expect.poll(async () => ((await said.textContent()) ?? '').length).toBeGreaterThan(30_000);
});

inBrowser('endless nesting is shown flat from some depth on', async () => {
  const page = await browser.open(address);
  await goTo(page, { scenario: run.header.scenarios[13]?.id ?? '', model: 'gpt-4o' });
  await page.getByRole('row', { name: /^deep/ }).waitFor();
  expect(await page.getByRole('row', { name: /^deep/ }).textContent()).toContain('["inmost"]');
});

inBrowser.each(['light', 'dark'] as const)('axe finds no serious fault of accessibility, %s', async (colorScheme) => {
  const page = await browser.open(address, { colorScheme, reducedMotion: 'reduce' });
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Results' }).click();
  await page.getByRole('checkbox', { name: /^failed/ }).check();
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  for (const reason of ['wrong-arguments', 'malformed-call', 'provider-error', 'request-changed']) {
    const { scenario = '', model = '' } =
      trials.findLast((one) => one.reason === reason && one.model !== 'gpt-4o') ?? {};
    await goTo(page, { scenario, model, beside: 'gpt-4o' });
    await page.locator(`dialog article[aria-label="${model}"] .verdict`).waitFor();
    await inPage(page, `document.querySelectorAll('dialog details').forEach((one) => (one.open = true))`);
    expect(await faults(page)).toEqual([]);
  }
});

inBrowser('colours follow the system until another choice is made, which is remembered', async () => {
  const page = await browser.open(address, { colorScheme: 'dark' });
  const paper = (): Promise<string> => inPage(page, 'getComputedStyle(document.body).backgroundColor');
  const dark = await paper();
  await page.getByRole('radio', { name: 'Light' }).check({ force: true });
  await expect.poll(paper).not.toBe(dark);
  await page.reload();
  await page.locator('html[data-theme=light]').waitFor();
});

inBrowser('on paper stand the models and the list of what was missed, in the view of the screen', async () => {
  const page = await browser.open(`${address}#tag=zh`, { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  await page.locator('.print-list').waitFor();
  expect(await page.locator('.models .model-table').isVisible()).toBe(true);
  expect(await page.locator('.matrix').isVisible()).toBe(false);
  const tagged = new Set(run.header.scenarios.filter(({ tags }) => tags.includes('zh')).map(({ id }) => id));
  const missed = trials.filter(({ scenario, status }) => tagged.has(scenario) && status !== 'pass');
  expect(await page.locator('.print-item').count()).toBe(new Set(missed.map(({ scenario }) => scenario)).size);
  expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
});

inBrowser('a narrow window shows it without scrolling the page sideways', async () => {
  const page = await browser.open(address, { viewport: { width: 360, height: 740 } });
  const overflow = (selector: string): Promise<number> =>
    inPage(
      page,
      `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('${selector}'))`,
    );
  expect(await overflow('html')).toBeLessThanOrEqual(0);
  await page.locator('[data-row="2"][data-column="2"]').click();
  await page.locator('.verdict').waitFor();
  expect(await overflow('html')).toBeLessThanOrEqual(0);
  expect(await overflow('.sheet-body')).toBeLessThanOrEqual(0);
});

const small = generatedRun(12);
const rows = [...small.trials()];
const STATES = [
  {
    name: 'nothing was run',
    source: { header: { ...small.header, models: [], scenarios: [] }, summary: [], trials: () => [] },
    lead: 'No trial was run.',
  },
  {
    name: 'everything passed',
    source: {
      ...small,
      summary: small.summary.map((one) => ({
        ...one,
        judged: one.trials,
        pass: one.trials,
        error: 0,
        unrecorded: 0,
        passRate: 1,
        interval: [0.8, 1] as const,
      })),
      trials: () => rows.map((row) => ({ ...row, status: 'pass', reason: null, problems: [], error: null }) as const),
    },
    lead: 'Every judged trial passed: 144 trials of 9 models.',
  },
  {
    name: 'only errors came',
    source: {
      ...small,
      summary: small.summary.map((one) => ({
        ...one,
        judged: 0,
        pass: 0,
        error: one.trials,
        unrecorded: 0,
        passRate: null,
        interval: null,
      })),
      trials: () =>
        rows.map(
          (row) =>
            ({
              ...row,
              status: 'error',
              reason: 'auth',
              error: { status: 401, code: 'auth', message: 'no key' },
            }) as const,
        ),
    },
    lead: 'None of 144 trials could be judged: 144 ended in an error.',
  },
] as const;

inBrowser.each(STATES)('a run in which $name has a page that says so', async ({ name, source, lead }) => {
  const page = await browser.open(browser.write(name.replaceAll(' ', '-'), source));
  expect(await page.locator('h1').textContent()).toBe(lead);
  expect(await faults(page)).toEqual([]);
  await page.emulateMedia({ media: 'print' });
  await page.locator('.print-list').waitFor();
});

inBrowser('a file that was cut short says so', async () => {
  const page = await browser.open(address);
  await inPage(page, `document.querySelectorAll('script[id^=data-trials]').forEach((part) => part.remove())`);
  await page.locator('[data-row="1"][data-column="2"]').click();
  await page
    .getByRole('alert')
    .getByText(/may have been cut short/)
    .waitFor();
});
