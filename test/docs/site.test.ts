import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SECTIONS } from '../../site/pages.ts';
import { CHROMIUM, NO_BROWSER } from '../report-html/browser.ts';
import { faults } from '../report-html/page.ts';
import { ROOT } from '../support/run-cli.ts';

const SITE = join(ROOT, '.site');
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const inBrowser = test.skipIf(NO_BROWSER !== null);
if (NO_BROWSER !== null) process.stderr.write(`skipped: ${NO_BROWSER}\n`);

/** Where the site is served. */
let home = '';
let server: Server | null = null;
let browser: Browser | null = null;
/** Requests to other hosts, and what the console says, of all pages. */
const offences: string[] = [];

beforeAll(async () => {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'docs:build'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(`${stdout}${stderr}`).toContain('built in');
  expect(status, stderr).toBe(0);
  server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname);
    const file = join(SITE, path === '/' ? 'index.html' : path);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(file));
  });
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 300_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  browser ??= await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith(home) && !request.url().startsWith('data:')) offences.push(request.url());
  });
  page.on('console', (message) => offences.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => offences.push(`page error: ${error.message}`));
  await page.goto(`${home}${path}`, { waitUntil: 'networkidle' });
  return page;
}

function filesOf(ending: string): string[] {
  return readdirSync(SITE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));
}

test('every page of the documentation stands in the site, once in its contents', () => {
  const pages = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.replace(/\.md$/, ''));
  expect(pages.filter((page) => !existsSync(join(SITE, `${page}.html`)))).toEqual([]);
  const listed = SECTIONS.flatMap(({ items }) => items.map(({ link }) => link.slice(1)));
  const unlisted = pages.filter((page) => page !== 'index' && !/^decisions\/(?!README)/.test(page));
  expect(listed.toSorted()).toEqual(unlisted.toSorted());
});

test('the built files load no script, style, font or picture of another host', () => {
  const pages = filesOf('.html');
  expect(pages.length).toBeGreaterThan(30);
  const loaded = pages.flatMap((page) => {
    const html = readFileSync(join(SITE, page), 'utf8');
    const tags = [
      ...html.matchAll(/<(?:script|link|img|iframe|source|video|audio)\b[^>]*?(?:src|href|srcset)="([^"]*)"/g),
    ];
    return tags.map(([, address = '']) => `${page}: ${address}`);
  });
  expect(loaded.length).toBeGreaterThan(30);
  expect(loaded.filter((each) => /: (?:https?:)?\/\//.test(each))).toEqual([]);
  const styles = filesOf('.css').map((name) => readFileSync(join(SITE, name), 'utf8'));
  expect(styles.join('\n').match(/(?:url\(|@import)\s*["']?(?:https?:)?\/\/[^)"';]*/g)).toBeNull();
});

inBrowser('a search finds the page without leaving the machine', async () => {
  const page = await open('/index.html');
  await page.locator('.rp-search-button').first().click();
  await page.locator('.rp-search-panel__input, input').first().fill('McNemar');
  const hit = page.locator('a[href*="/scoring"], [class*="suggest"]').filter({ hasText: 'McNemar' }).first();
  await hit.click();
  await page.waitForURL(/scoring/);
  await page.locator('h1').filter({ hasText: 'Scoring' }).waitFor();
  expect(offences).toEqual([]);
});

inBrowser.each(['light', 'dark'] as const)('axe finds no serious fault of accessibility, %s', async (colorScheme) => {
  for (const path of ['/index.html', '/first-hour.html', '/agents.html', '/wire.html', '/404.html']) {
    const page = await open(path, { colorScheme });
    const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(background).toBe(colorScheme === 'dark' ? 'rgb(20, 21, 23)' : 'rgb(255, 255, 255)');
    expect(await faults(page), path).toEqual([]);
    await page.context().close();
  }
  expect(offences).toEqual([]);
});

inBrowser('a page fits a phone of 400 pixels', async () => {
  const page = await open('/scenarios.html', { viewport: { width: 400, height: 800 } });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
  await page.context().close();
});
