import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

import { htmlReport } from '../../src/report/reporters/html/html.ts';
import type { ReportOptions, ReportSource } from '../../src/report/source.ts';

const PLACES = [
  process.env['CHROMIUM_PATH'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const found = PLACES.find((path) => path !== '' && existsSync(path));
/** The browser's program; empty without one. */
export const CHROMIUM: string = found ?? '';
const required = [process.env['CI'], process.env['REQUIRE_BROWSER']].includes('true');

/** Why the tests that need a browser do not run here; null where they do. */
export const NO_BROWSER: string | null =
  found === undefined ? 'no Chromium is installed (`apt-get install chromium`, or set CHROMIUM_PATH)' : null;

if (NO_BROWSER !== null && required) throw new Error(NO_BROWSER);

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Reports on disk, opened in a real browser that notes whatever should not happen. */
export class ReportBrowser {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tooltape-report-'));
  #browser: Browser | null = null;
  /** Console messages, page errors and requests that no page may make, of all pages. */
  readonly offences: string[] = [];

  /** Writes a report; returns its address. */
  write(name: string, source: ReportSource, options: ReportOptions = {}): string {
    return this.writePage(name, [...htmlReport(source, options)].join(''));
  }

  /** Writes a page; returns its address. */
  writePage(name: string, text: string): string {
    const file = join(this.#folder, `${name}.html`);
    writeFileSync(file, text);
    return pathToFileURL(file).href;
  }

  /**
   * Opens an address and waits until the report stands, which is when `stands` matches; `before` is run in the page before its own
   * script.
   */
  async open(
    url: string,
    options: BrowserContextOptions = {},
    before = '',
    stands = 'html[data-ready]',
  ): Promise<Page> {
    this.#browser ??= await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    if (before !== '') await page.addInitScript(before);
    page.on('console', (message) => this.offences.push(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.offences.push(`page error: ${error.message}`));
    page.on('dialog', (dialog) => this.offences.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => {
      const address = request.url();
      if (!address.startsWith('data:') && address.split('#')[0] !== url.split('#')[0])
        this.offences.push(`request: ${address}`);
    });
    await page.goto(url);
    await page.locator(stands).waitFor();
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
