/** Makes the pictures of README and documentation from what the program prints and writes: `npm run pictures`. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** The pages of the documentation, as Chromium shows them. */
async function pagePictures(): Promise<void> {
  const { chromium } = await import('playwright-core');
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  if (executablePath === undefined) throw new Error('no Chromium is installed: apt-get install chromium');
  const folder = mkdtempSync(join(tmpdir(), 'tooltape-pictures-'));
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  try {
    const reports = makeReports(folder);
    for (const { name, of, width, height, scheme, hash, unfold, from } of PAGES) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
      const page = await context.newPage();
      await page.goto(`${pathToFileURL(reports[of]).href}${hash}`);
      await page.locator('html[data-ready]').waitFor();
      if (unfold !== undefined) for (const one of await page.locator(unfold).all()) await one.click();
      if (from !== undefined) await page.locator(from).first().scrollIntoViewIfNeeded();
      if (from !== undefined) await page.evaluate(`document.querySelector('${from}').scrollIntoView()`);
      // The sheet slides in.
      await page.waitForTimeout(400);
      await page.screenshot({ path: join(ROOT, `docs/images/${name}.png`) });
      await context.close();
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Reports {
  readonly run: string;
  /** Of recordings in which a gateway loses the ids of calls. */
  readonly wire: string;
  /** Of two runs, between which a prompt was edited and a model was replaced. */
  readonly compare: string;
}

function makeReports(folder: string): Reports {
  const reports = { run: '', wire: '', compare: '' };
  for (const name of Object.keys(reports) as (keyof Reports)[]) reports[name] = join(folder, `${name}.html`);
  const tooltape = (cwd: string, ...args: string[]): void => {
    const ended = spawnSync(process.execPath, [join(ROOT, 'dist/cli/main.js'), ...args], { cwd, stdio: 'ignore' });
    if (ended.error !== undefined || (ended.status ?? 2) > 1) throw new Error(`tooltape ${args.join(' ')} failed`);
  };
  tooltape(ROOT, 'replay');
  tooltape(ROOT, 'report', '--reporter', `html:${reports.run}`);

  const faulty = projectIn(join(folder, 'faulty'));
  cpSync(join(ROOT, 'cassettes'), join(faulty, 'cassettes'), { recursive: true });
  for (const file of readdirSync(join(faulty, 'cassettes'), { recursive: true, encoding: 'utf8' })) {
    if (/(?:flaky|eager)\.json$/.test(file)) loseIds(join(faulty, 'cassettes', file), file.endsWith('eager.json'));
  }
  tooltape(faulty, 'replay', '--models', 'oracle,eager,flaky', '--reporter', `html:${reports.wire}`);

  const edited = projectIn(join(folder, 'edited'));
  configure(edited, 'oracle');
  const models = ['--models', 'assistant,one-at-a-time'];
  tooltape(edited, 'run', ...models, '--name', 'before-prompt-change');
  configure(edited, 'flaky');
  const scenario = join(edited, 'scenarios/nested-arguments.yaml');
  writeFileSync(scenario, readFileSync(scenario, 'utf8').replace('Please send two', 'Send me two'));
  tooltape(edited, 'run', '--record', 'all', ...models);
  tooltape(edited, 'compare', 'before-prompt-change', '--reporter', `html:${reports.compare}`);
  return reports;
}

function projectIn(folder: string): string {
  cpSync(join(ROOT, 'scenarios'), join(folder, 'scenarios'), { recursive: true });
  cpSync(join(ROOT, 'tooltape.config.yaml'), join(folder, 'tooltape.config.yaml'));
  return folder;
}

/** Answers as a gateway passes them on that loses ids, and all but the first when it loses more. */
function loseIds(file: string, alsoReasons: boolean): void {
  const text = readFileSync(file, 'utf8').replaceAll(/"tool_calls":\[\{"id":"call_\d+"/g, '"tool_calls":[{"id":""');
  writeFileSync(file, alsoReasons ? text.replaceAll('"finish_reason":"tool_calls"', '"finish_reason":"stop"') : text);
}

/** `assistant` is a simulated model of this persona. */
function configure(folder: string, persona: string): void {
  writeFileSync(
    join(folder, 'tooltape.config.yaml'),
    `gateways:
  sandbox: { sandbox: true }
models:
  assistant: { gateway: sandbox, model: ${persona} }
  one-at-a-time: { gateway: sandbox }
`,
  );
}

export interface Picture {
  readonly name: string;
  readonly of: keyof Reports;
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
  readonly hash: string;
  /** What is clicked open first. */
  readonly unfold?: string;
  /** What the picture begins with. */
  readonly from?: string;
}

const TRIAL = '#scenario=book-what-was-found&model=wrong-arguments';
const CHANGE = '#scenario=answer-holds-result&model=assistant&before=';

/** Pages of the documentation: which report, how large, and what is open. */
export const PAGES: readonly Picture[] = [
  { name: 'page-light', of: 'run', width: 1200, height: 800, scheme: 'light', hash: '' },
  { name: 'page-dark', of: 'run', width: 1200, height: 800, scheme: 'dark', hash: '' },
  { name: 'page-phone', of: 'run', width: 400, height: 800, scheme: 'light', hash: '' },
  { name: 'page-trial', of: 'run', width: 1000, height: 1100, scheme: 'light', hash: TRIAL },
  { name: 'page-trial-phone', of: 'run', width: 400, height: 900, scheme: 'dark', hash: TRIAL },
  {
    name: 'page-wire',
    of: 'wire',
    width: 1100,
    height: 620,
    scheme: 'light',
    hash: '',
    unfold: '.wire-evidence > details:first-child > summary',
    from: '.wire',
  },
  { name: 'page-compare', of: 'compare', width: 1200, height: 900, scheme: 'light', hash: '' },
  { name: 'page-compare-dark', of: 'compare', width: 1200, height: 900, scheme: 'dark', hash: CHANGE },
  { name: 'page-about', of: 'run', width: 1100, height: 480, scheme: 'light', hash: '', from: '.about' },
];

if (import.meta.main) {
  for (const terminal of TERMINALS) writeFileSync(join(ROOT, terminal.file), terminalPicture(terminal));
  await pagePictures();
  console.log('wrote docs/images');
}
