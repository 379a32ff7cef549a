import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { IMPORTERS } from '../../src/import/importers.ts';
import { ROOT, runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const COMMANDS = [
  'run',
  'replay',
  'compare',
  'report',
  'bless',
  'merge',
  'init',
  'check',
  'cassettes',
  'cassettes diff',
  'cassettes list',
  'cassettes rename',
  'cassettes verify',
  'cassettes prune',
  'cassettes redact',
  'import',
  ...Object.keys(IMPORTERS)
    .sort()
    .map((name) => `import ${name}`),
  'mcp',
  'mcp call',
  'mcp diff',
  'mcp list',
  'exec',
  'relay',
  'runs',
  'runs list',
  'runs name',
  'runs remove',
  'models',
  'sandbox',
  'view',
  'schema',
  'help',
];

const helps = new Map<string, Promise<string>>();

/** The help of a command, asked for once. */
function helpOf(command: string): Promise<string> {
  const asked = helps.get(command) ?? askHelp(command);
  helps.set(command, asked);
  return asked;
}

async function askHelp(command: string): Promise<string> {
  const words = command === '' ? [] : command.split(' ');
  const { code, stdout, stderr } = await runCli([...words, '--help'], { cwd: ROOT });
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

test('every command has a help', async () => {
  const texts = await Promise.all(['', ...COMMANDS].map(helpOf));
  const shown = texts.map((text, i) => `$ tooltape ${['', ...COMMANDS][i] ?? ''} --help\n${text}`);
  await expect(shown.join('\n')).toMatchFileSnapshot('golden/help.txt');
});

test('the list of commands here is the whole list', async () => {
  const listed = async (command: string): Promise<string[]> => {
    const parts = (await helpOf(command)).split('\n\n').slice(1);
    const lists = parts.filter((part) => !/^(?:Options|Arguments|Examples|Exit codes|A first run)/.test(part));
    return [...lists.join('\n').matchAll(/^ {2}([a-z]+)(?= )/gm)].map((match) => `${command} ${match[1]}`.trim());
  };
  const all = [
    ...(await listed('')),
    ...(await listed('cassettes')),
    ...(await listed('import')),
    ...(await listed('mcp')),
    ...(await listed('runs')),
  ];
  expect(all.sort()).toEqual([...COMMANDS].sort());
});

test.each(COMMANDS)('the help of %s fits into 80 columns and ends with an example of it', async (command) => {
  const text = await helpOf(command);
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  const examples = text.split('\nExamples:\n')[1] ?? '';
  expect(examples).toMatch(new RegExp(`^ {2}\\$ tooltape ${command}`));
  expect(text).toContain('-h, --help');
});

test('help is narrower on a narrow terminal, and never wider than 80 columns', async () => {
  const widest = async (COLUMNS: string): Promise<number> => {
    const { stdout } = await runCli(['models', '--help'], { cwd: ROOT, env: { COLUMNS } });
    return Math.max(...stdout.split('\n').map((line) => line.length));
  };
  expect(await widest('50')).toBeLessThanOrEqual(50);
  expect(await widest('200')).toBeLessThanOrEqual(80);
});

test('help <command> and <command> --help say the same', async () => {
  const { code, stdout } = await runCli(['help', 'cassettes', 'prune'], { cwd: ROOT });
  expect([code, stdout]).toEqual([0, await helpOf('cassettes prune')]);
});

test('the program without a command explains itself, and is not done', async () => {
  const result = await runCli([], { cwd: tempDir() });
  expect([result.code, result.stdout, result.stderr]).toEqual([2, '', await helpOf('')]);
});

/** Commands as they stand in examples and documents: `run scenarios --models a,b`, with their place. */
function documented(): { readonly place: string; readonly line: string }[] {
  const docs = readdirSync(resolve(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`);
  return ['README.md', 'CONTRIBUTING.md', ...docs].flatMap((place) => {
    const text = readFileSync(resolve(ROOT, place), 'utf8').replace(/>\n\s+npx tooltape/g, 'npx tooltape');
    const whole = text.replace(/(npx tooltape [^\n`]*)\n\s+(--\S[^\n]*)/g, '$1 $2');
    const found = whole.matchAll(/(?:npx tooltape|npm run eval --|`tooltape) ([a-z][^\n`#]*)/g);
    return [...found].map((match) => ({ place, line: (match[1] ?? '').trim() }));
  });
}

test('every command and option in the documents exists', async () => {
  const lines = documented();
  expect(lines.length).toBeGreaterThan(20);
  for (const { place, line } of lines) {
    const words = line.split(/\s+/);
    const pair = words.slice(0, 2).join(' ');
    const command = COMMANDS.includes(pair) ? pair : (words[0] ?? '');
    expect(COMMANDS, `${place}: ${line}`).toContain(command);
    const help = await helpOf(command);
    for (const [option] of line.matchAll(/(?<= )--?[a-z][\w-]*/g)) {
      expect(help, `${place}: ${line}`).toMatch(new RegExp(`(?:^|[ ,])${option}\\b`, 'm'));
    }
  }
});
