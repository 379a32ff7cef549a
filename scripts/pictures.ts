/** Makes the pictures of README and documentation from what the program prints and writes: `npm run pictures`. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { terminalSvg } from './terminal-svg.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** Terminals of the documentation: the command and the columns. */
export const TERMINALS = [
  { file: 'docs/images/run.svg', columns: 100, args: ['replay', '--models', 'oracle,one-at-a-time,flaky'] },
  { file: 'docs/images/run-80.svg', columns: 80, args: ['replay', '--models', 'oracle,one-at-a-time,flaky'] },
] as const;

/** The picture of a terminal, of the recordings in this repository: the same each time. */
export function terminalPicture({ columns, args }: (typeof TERMINALS)[number]): string {
  const output = execFileSync(process.execPath, ['dist/cli/main.js', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], COLUMNS: String(columns), FORCE_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return terminalSvg(output, `$ npx tooltape ${args.join(' ')}`, columns);
}

/** The page of the same run, as Chromium shows it. */
async function pagePictures(): Promise<void> {
  const { chromium } = await import('playwright-core');
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  if (executablePath === undefined) throw new Error('no Chromium is installed: apt-get install chromium');
  const folder = mkdtempSync(join(tmpdir(), 'tooltape-pictures-'));
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  try {
    const report = join(folder, 'report.html');
    execFileSync(process.execPath, ['dist/cli/main.js', 'replay', '--reporter', `html:${report}`], {
      cwd: ROOT,
      stdio: 'ignore',
    });
    for (const { name, width, height, scheme, hash } of PAGES) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
      const page = await context.newPage();
      await page.goto(`${pathToFileURL(report).href}${hash}`);
      await page.locator('html[data-ready]').waitFor();
      await page.screenshot({ path: join(ROOT, `docs/images/${name}.png`) });
      await context.close();
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const PAGES = [
  { name: 'page-light', width: 1200, height: 800, scheme: 'light', hash: '' },
  { name: 'page-dark', width: 1200, height: 800, scheme: 'dark', hash: '' },
  { name: 'page-phone', width: 400, height: 800, scheme: 'light', hash: '' },
] as const;

if (import.meta.main) {
  for (const terminal of TERMINALS) writeFileSync(join(ROOT, terminal.file), terminalPicture(terminal));
  await pagePictures();
  console.log('wrote docs/images');
}
