import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NO_BROWSER, ReportBrowser } from '../report-html/browser.ts';
import { faults } from '../report-html/page.ts';
import { WEATHER } from '../support/project.ts';
import { runCli, type CliResult } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Viewer {
  readonly url: URL;
  /** Ends it as Ctrl-C does. */
  readonly stop: () => Promise<CliResult>;
}

async function project(): Promise<string> {
  const dir = tempDir({ 'scenarios/weather.json': WEATHER });
  expect((await runCli(['run', '--models', 'oracle,talker'], { cwd: dir })).code).toBe(0);
  return dir;
}

async function viewer(dir: string, ...args: string[]): Promise<Viewer> {
  let child: ChildProcess | undefined;
  const ended = runCli(['view', ...args], { cwd: dir, onStart: (started) => (child = started) });
  onTestFinished(() => void child?.kill('SIGKILL'));
  const [text] = (await once(child?.stdout ?? process.stdin, 'data')) as [string];
  return {
    url: new URL(text.trim()),
    stop: () => {
      child?.kill('SIGINT');
      return ended;
    },
  };
}

/** A request as somebody else's page would make it: with a Host header of its choice. */
function ask(url: URL, host: string): Promise<number | undefined> {
  return new Promise((done, fail) => {
    request(url, { headers: { host } }, (response) => {
      response.resume();
      done(response.statusCode);
    })
      .on('error', fail)
      .end();
  });
}

test('the page is served on loopback, to those who have its address, until Ctrl-C', async () => {
  const { url, stop } = await viewer(await project());
  expect(url.hostname).toBe('127.0.0.1');
  expect(url.pathname).toMatch(/^\/[\w-]{22}\/$/);
  const page = await fetch(url);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(await page.text()).toContain('<title>tooltape report</title>');
  expect((await fetch(new URL('/', url))).status).toBe(404);
  expect((await fetch(new URL('/wrong/', url))).status).toBe(404);
  expect((await fetch(url, { method: 'POST' })).status).toBe(405);
  expect(await ask(url, 'evil.example')).toBe(403);
  expect(await ask(url, `localhost:${url.port}`)).toBe(200);
  const { code, stderr } = await stop();
  expect([code, stderr]).toEqual([0, expect.stringContaining('serving .tooltape/last-run.json to this machine')]);
});

test.skipIf(NO_BROWSER !== null)('an open page follows the next run and keeps its place', async () => {
  const dir = await project();
  const { url, stop } = await viewer(dir);
  const browser = new ReportBrowser();
  onTestFinished(() => browser[Symbol.asyncDispose]());
  const page = await browser.open(url.href);
  await page.getByText('oracle', { exact: true }).first().waitFor();
  await page.evaluate("location.hash = 'q=weather'");
  expect(await page.getByText('one-at-a-time', { exact: true }).count()).toBe(0);
  await runCli(['run', '--models', 'oracle,one-at-a-time'], { cwd: dir });
  await page.getByText('one-at-a-time', { exact: true }).first().waitFor({ timeout: 20_000 });
  expect(new URL(page.url()).hash).toBe('#q=weather');
  const odd = browser.offences.filter((offence) => !offence.includes('/events') && !offence.includes('ERR_'));
  expect(odd).toEqual([]);
  await stop();
});

test.skipIf(NO_BROWSER !== null)(
  'a page is changed to a kept run, holds two side by side, and shows every recording',
  async () => {
    const dir = await project();
    expect((await runCli(['replay', '--models', 'oracle', '--name', 'only-oracle'], { cwd: dir })).code).toBe(0);
    const { url, stop } = await viewer(dir, 'previous');
    const browser = new ReportBrowser();
    onTestFinished(() => browser[Symbol.asyncDispose]());
    const page = await browser.open(url.href);
    const settled = (): Promise<void> => page.locator('html[data-ready]').waitFor();
    await page.getByText('talker', { exact: true }).first().waitFor();
    await page.getByRole('combobox', { name: 'Run', exact: true }).selectOption({ index: 1 });
    await page.waitForURL(/run=.*-only-oracle/);
    await settled();
    expect(await page.locator('.about').textContent()).toContain('kept as only-oracle');
    await page.getByRole('combobox', { name: 'Compare with', exact: true }).selectOption({ index: 1 });
    await page.waitForURL(/against=shown/);
    await settled();
    await page.getByRole('heading', { name: /^Since / }).waitFor();
    expect(await page.locator('h1').textContent()).toContain('No verdict changed: 1 scenario × model compared.');
    expect(await faults(page)).toEqual([]);
    await page.locator('[data-row="0"][data-column="2"]').click();
    const before = page.getByRole('article', { name: /^Before/ });
    await before.getByText('Raw requests and responses').click();
    await before.getByText('Request 1: POST /chat/completions').waitFor();
    const made = (query: string): Promise<Response> => fetch(new URL(`exchanges?${query}`, url));
    expect(await (await made('scenario=weather&model=oracle&trial=1&hash=other')).json()).toBe(null);
    expect(await (await made('scenario=..%2F..&model=..%2Fpackage&trial=1&hash=x')).json()).toBe(null);
    expect((await made('run=nothing')).status).toBe(500);
    expect((await fetch(new URL('?run=nothing', url))).status).toBe(500);
    await stop();
  },
);

test.each([
  [['view'], 'there is no last run here'],
  [['view', 'none.json'], 'none.json: there is no such file'],
  [['view', 'broken.json'], 'broken.json'],
  [['view', 'run.json', '--port', 'x'], '--port'],
])('%j is refused', async (args, message) => {
  const dir = tempDir({ 'broken.json': '{', 'run.json': '{' });
  const { code, stderr } = await runCli(args, { cwd: dir });
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test('a port in use is told', async () => {
  const dir = await project();
  const { url, stop } = await viewer(dir);
  const { code, stderr } = await runCli(['view', '--port', url.port], { cwd: dir });
  expect([code, stderr]).toEqual([2, expect.stringContaining(`--port ${url.port}: the port is taken`)]);
  await stop();
});

test('a run file that breaks while it is served says so in the page', async () => {
  const dir = await project();
  const { url, stop } = await viewer(dir);
  writeFileSync(join(dir, '.tooltape/last-run.json'), '{');
  const page = await fetch(url);
  expect([page.status, await page.text()]).toEqual([500, expect.stringContaining('last-run.json')]);
  await stop();
});
