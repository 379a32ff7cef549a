import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blocks } from '../support/guide.ts';
import { ROOT } from '../support/run-cli.ts';
import { installTarball, type EmptyProject } from './installed.ts';

/** The commands that the README begins with, without their comments. */
const COMMANDS = blocks(/^## Start$([^]*?)^## /m.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1] ?? '', 'sh')
  .slice(0, 1)
  .flatMap((block) => block.trim().split('\n'))
  .map((line) => line.replace(/ +#.*$/, ''));
const [INSTALL = '', ...FURTHER] = COMMANDS;

let project: EmptyProject | null = null;

beforeAll(() => {
  project = installTarball(INSTALL);
}, 300_000);

afterAll(() => {
  if (project !== null) rmSync(project.dir, { recursive: true, force: true });
});

function shell(dir: string): { readonly cwd: string; readonly env: NodeJS.ProcessEnv } {
  const { CI: _, ...env } = process.env;
  return { cwd: dir, env: { ...env, NO_COLOR: '1', PATH: `${dirname(process.execPath)}${delimiter}${env['PATH']}` } };
}

/** What the command prints until it has printed a line, and the running program. */
function printed(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      if (text.includes('\n')) done(text);
    });
    child.once('close', (code) => fail(new Error(`ended with ${code} before it printed a line`)));
  });
}

/** The status and the title of the page that a command serves until it is interrupted. */
async function served(command: string, dir: string): Promise<string> {
  const view = spawn('sh', ['-c', `exec ${command}`], { ...shell(dir), detached: true });
  try {
    const page = await fetch((await printed(view)).trim());
    return `${page.status} ${/<title>[^<]*<\/title>/.exec(await page.text())?.[0]}`;
  } finally {
    // npx, and the program that it started.
    if (view.pid !== undefined) process.kill(-view.pid, 'SIGINT');
  }
}

test('the README leads from an empty folder to an understood failure and its page, in at most six commands', async ({
  skip,
}) => {
  if (project === null) return skip();
  const { dir } = project;
  expect(COMMANDS.length).toBeLessThanOrEqual(6);
  const printedBy = new Map<string, string>();
  for (const command of FURTHER) {
    const [, name = ''] = /^npx tooltape (\w+)/.exec(command) ?? [];
    if (name === 'view') {
      printedBy.set(name, await served(command, dir));
      continue;
    }
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { ...shell(dir), encoding: 'utf8' });
    const text = `${stdout}${stderr}`;
    expect({ command, status, text }).toEqual({ command, status: 0, text });
    printedBy.set(name, text);
  }
  expect(printedBy.get('init')).toMatch(/^Next:\n {2}npx tooltape run /m);
  expect(printedBy.get('run')).toMatch(/ {2}✗ wrong-arguments — 1 trial: .*\n {6}expected {2}.+\n {6}made {6}.+\n/);
  expect(printedBy.get('view')).toBe('200 <title>tooltape report</title>');
  const { scripts = {} } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { scripts?: object };
  expect(scripts).toMatchObject({ eval: 'tooltape run', 'eval:watch': 'tooltape run --watch' });
}, 120_000);
