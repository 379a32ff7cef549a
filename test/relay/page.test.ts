import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, expect, test } from 'vitest';
import { htmlRelay } from '../../src/relay/report/html.ts';
import type { RelayResult } from '../../src/relay/result.ts';
import { SITUATIONS } from '../../src/relay/situations.ts';
import { NO_BROWSER, ReportBrowser } from '../report-html/browser.ts';
import { faults, inPage } from '../report-html/page.ts';
import { relayThrough } from './planted.ts';

const HOSTILE = `</script><script>window.__ran = true;</script><img src=x onerror="window.__ran=true">\x1b[31m\u202e${'x'.repeat(300)}`;
const STANDS = 'footer.colophon';
const browser = new ReportBrowser();
const inBrowser = test.skipIf(NO_BROWSER !== null);
let address = '';

/** A relay through a gateway whose every text is hostile: what it asks, what it answers, and why it refuses. */
async function hostileRelay(): Promise<RelayResult> {
  const { run } = await relayThrough('chat');
  const situations = SITUATIONS.filter((_, i) => i % 4 === 0);
  const lane = await run(
    {
      request: (body) => {
        body['seed'] = HOSTILE;
        body['tools'] = [{ type: 'function', function: { name: HOSTILE, description: HOSTILE } }];
      },
      answer: (text, stream) =>
        stream
          ? JSON.stringify({ error: { message: HOSTILE } })
          : text.replaceAll(/"content":"[^"]*"/g, () => `"content":${JSON.stringify(HOSTILE)}`),
    },
    { situations },
  );
  const refused = lane.fields.slice(0, 3).map((row) => ({ ...row, word: 'refused' as const, note: HOSTILE }));
  const named = { ...lane, name: `<b>${HOSTILE}`, stopped: HOSTILE, fields: [...lane.fields, ...refused] };
  return { format: 'tooltape.relay/1', tool: { version: '0' }, lanes: [named, lane] };
}

/** Opens the page, and every loss on it; the relay runs in the first test that asks for it. */
async function opened(options: BrowserContextOptions = {}): Promise<Page> {
  if (address === '') address = browser.writePage('relay', [...htmlRelay(await hostileRelay())].join(''));
  const page = await browser.open(address, options, '', STANDS);
  await inPage(page, `document.querySelectorAll('details').forEach((one) => (one.open = true))`);
  return page;
}

afterEach(() => {
  expect(browser.offences.splice(0)).toEqual([]);
});
afterAll(() => browser[Symbol.asyncDispose]());

inBrowser('nothing of a gateway is taken as markup on the page of a relay', async () => {
  const page = await opened();
  expect(await inPage(page, `'__ran' in window`)).toBe(false);
  expect(await page.locator('body :is(script, img, iframe, object, embed, link, style, base, form)').count()).toBe(0);
  const text = (await page.locator('main').textContent()) ?? '';
  expect(text).toContain('</script><script>window.__ran = true;');
  for (const code of ['\\x1b', '\\u{202e}']) expect(text).toContain(code);
  expect(await page.locator('details').count()).toBeGreaterThan(3);
});

inBrowser.each(['light', 'dark'] as const)(
  'axe finds no serious fault on the page of a relay, %s',
  async (colorScheme) => {
    const page = await opened({ colorScheme, reducedMotion: 'reduce' });
    expect(await faults(page)).toEqual([]);
  },
);

inBrowser.each([400, 1280])('the page of a relay fits %i pixels, whatever its texts are', async (width) => {
  const page = await opened({ viewport: { width, height: 700 } });
  expect(await inPage(page, 'document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
});
