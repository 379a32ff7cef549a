import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunFile } from '../../../src/domain/run.ts';
import { gatewayConfig, outcomes, WEATHER } from '../../support/project.ts';
import { indexOf } from '../../support/report-page.ts';
import { runCli } from '../../support/run-cli.ts';
import { scriptedServer, sendCompletion } from '../../support/scripted-server.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { startWatcher, WAITING } from './watcher.ts';

const MODULE_TOOL = { ...WEATHER.tools[0], returns: [{ module: './tools.mjs#weather' }] };
const CONFIG = { defaults: { models: ['oracle', 'talker'] } };
const FILES = {
  'tooltape.config.json': CONFIG,
  'scenarios/weather.json': WEATHER,
  'scenarios/umbrella.json': { ...WEATHER, id: 'umbrella', prompt: 'Is it dry in Paris?' },
  'scenarios/module.json': { ...WEATHER, id: 'module', prompt: 'And by a module?', tools: [MODULE_TOOL] },
  'scenarios/tools.mjs':
    "import { degrees } from './degrees.mjs';\nexport const weather = () => ({ temperature: degrees });\n",
  'scenarios/degrees.mjs': 'export const degrees = 22;\n',
};

const WRONG = 'fail wrong-arguments';

async function recorded(files: Parameters<typeof tempDir>[0] = FILES): Promise<string> {
  const dir = tempDir(files);
  const { code, stderr } = await runCli(['run'], { cwd: dir });
  expect([code, stderr]).toEqual([0, expect.stringContaining('recorded')]);
  return dir;
}

function lastRun(dir: string): RunFile {
  return JSON.parse(readFileSync(join(dir, '.tooltape/last-run.json'), 'utf8')) as RunFile;
}

const expecting = (city: string, id = 'weather'): string =>
  JSON.stringify({
    ...WEATHER,
    id,
    ...(id === 'umbrella' && { prompt: 'Is it dry in Paris?' }),
    expect: { calls: [{ name: 'get_weather', arguments: { city } }] },
  });

/** Saves at once: a reader finds the old text or the new one. The new file comes from where nobody watches. */
function save(dir: string, name: string, text: string): void {
  const made = join(tempDir(), 'made');
  writeFileSync(made, text);
  renameSync(made, join(dir, name));
}

test('each save judges what it touches, and nothing else', async () => {
  const dir = await recorded();
  const at = (name: string): string => join(dir, name);
  const watcher = startWatcher(dir, ['replay', '--watch']);
  expect(await watcher.until(WAITING)).toMatch(/3 of 6 judged trials passed[^]*6 trials judged in/);

  save(dir, 'scenarios/weather.json', expecting('Rome'));
  const fails = await watcher.until(WAITING);
  expect(fails).toMatch(
    /Since the last save\n {2}✗ weather · oracle · fails now — wrong-arguments, call 1 get_weather, city\n/,
  );
  expect(fails).toMatch(/expected {2}"Rome"\n +made {6}"Paris"/);
  expect(fails).toMatch(/2 of 6 judged trials passed[^]*scenarios\/weather.json: 2 of 6 trials judged in/);

  save(dir, 'scenarios/weather.json', JSON.stringify(WEATHER));
  expect(await watcher.until(WAITING)).toMatch(
    /✓ weather · oracle · passes now\n[^]*3 of 6 judged[^]*2 of 6 trials judged/,
  );

  // The same meaning in other words.
  save(dir, 'scenarios/weather.json', JSON.stringify(WEATHER, null, 2));
  await watcher.until(/^scenarios\/weather.json: nothing that is judged changed\n/m);

  save(dir, 'scenarios/weather.json', '{ "id": "weather", ');
  expect(await watcher.until(WAITING)).toMatch(/error SCENARIO: [^]*scenarios\/weather.json/);
  save(dir, 'scenarios/weather.json', JSON.stringify(WEATHER));
  expect(await watcher.until(WAITING)).toMatch(/3 of 6 judged trials passed/);

  save(dir, 'scenarios/new.json', expecting('Paris', 'new'));
  const added = await watcher.until(WAITING);
  expect(added).toMatch(/! new · oracle · new: unrecorded — never-recorded[^]*2 of 8 trials judged/);
  expect(added).toContain("npx tooltape run --record missing --grep '^new$'");
  rmSync(at('scenarios/new.json'));
  expect(await watcher.until(WAITING)).toMatch(/· new · oracle — no longer selected[^]*3 of 6 judged/);

  mkdirSync(at('scenarios/more'));
  save(dir, 'scenarios/more/deep.json', expecting('Paris', 'deep'));
  expect(await watcher.until(WAITING)).toContain('deep · oracle · new: unrecorded');
  rmSync(at('scenarios/more'), { recursive: true });
  expect(await watcher.until(WAITING)).toContain('deep · oracle — no longer selected');

  renameSync(at('cassettes/umbrella'), at('umbrella'));
  expect(await watcher.until(WAITING)).toMatch(/! umbrella · oracle · unrecorded now[^]*2 of 4 judged/);
  renameSync(at('umbrella'), at('cassettes/umbrella'));
  expect(await watcher.until(WAITING)).toMatch(/✓ umbrella · oracle · passes now[^]*2 of 6 trials judged/);

  save(dir, 'scenarios/degrees.mjs', 'export const degrees = 23;\n');
  expect(await watcher.until(WAITING)).toMatch(
    /module · oracle · unrecorded now — request-changed[^]*degrees.mjs: 2 of 6 trials judged/,
  );
  save(dir, 'scenarios/tools.mjs', 'export const weather = () => ({ temperature: 22 });\n');
  expect(await watcher.until(WAITING)).toMatch(/✓ module · oracle · passes now/);

  save(dir, 'tooltape.config.json', '{ "defaults": { "modells": [] } }');
  expect(await watcher.until(WAITING)).toMatch(/error CONFIG: [^]*modells/);
  save(dir, 'tooltape.config.json', JSON.stringify({ defaults: { models: ['oracle', 'eager'] } }));
  // A configured model with recordings is replayed, whether or not the defaults name it.
  expect(await watcher.until(WAITING)).toMatch(
    /! umbrella · eager · new: unrecorded[^]*3 of 6 judged trials passed, 3 unrecorded[^]*\b3 of 9 trials judged/,
  );

  expect(await watcher.end()).toBe(0);
  expect(outcomes(lastRun(dir), 'oracle')).toEqual({ module: 'pass', umbrella: 'pass', weather: 'pass' });
});

test('the run file and the reports follow, and stay whole', async () => {
  const dir = await recorded();
  writeFileSync(join(dir, 'baseline.json'), readFileSync(join(dir, '.tooltape/last-run.json')));
  const reports = 'table,junit:out/junit.xml,html:report.html';
  const args = ['replay', '--watch', '-o', 'run.json', '--reporter', reports, '--baseline', 'baseline.json'];
  const watcher = startWatcher(dir, args);
  expect(await watcher.until(WAITING)).toContain('✓ Met: --baseline');
  save(dir, 'scenarios/weather.json', expecting('Rome'));
  expect(await watcher.until(WAITING)).toContain('✗ Not met: --baseline');
  // A save that comes while files are written breaks that off, and the end of the watching writes what is left.
  save(dir, 'scenarios/umbrella.json', expecting('Oslo', 'umbrella'));
  expect(await watcher.until(WAITING)).toContain('umbrella · oracle');
  expect(await watcher.end()).toBe(0);
  for (const name of ['run.json', '.tooltape/last-run.json']) {
    const run = JSON.parse(readFileSync(join(dir, name), 'utf8')) as RunFile;
    expect(outcomes(run, 'oracle')).toEqual({ module: 'pass', umbrella: WRONG, weather: WRONG });
  }
  expect(readFileSync(join(dir, 'out/junit.xml'), 'utf8')).toContain('umbrella');
  const page = readFileSync(join(dir, 'report.html'), 'utf8');
  expect(page).toMatch(/<\/html>\s*$/);
  expect(indexOf(page).against?.name).toBe('baseline.json');
});

test('a save sends no request: `run --watch` asks for what is missing once, before it watches', async () => {
  const server = await scriptedServer((_, response, index) =>
    sendCompletion(
      response,
      index % 2 === 0 ? { calls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] } : { text: '22' },
    ),
  );
  const dir = tempDir({ 'tooltape.config.json': gatewayConfig(server.baseUrl), 'scenarios/weather.json': WEATHER });
  const watcher = startWatcher(dir, ['run', '--watch'], { TEST_KEY: 'sk-test' });
  expect(await watcher.until(/watching 1 scenario.*\n/)).toMatch(/1 of 1 judged trial passed/);
  expect(server.requests).toHaveLength(2);
  save(dir, 'scenarios/weather.json', JSON.stringify({ ...WEATHER, prompt: 'Is it warm in Paris?' }));
  const stale = await watcher.until(WAITING);
  expect(stale).toMatch(/! weather · m · unrecorded now — request-changed/);
  expect(stale).toContain('Is it warm in Paris?');
  // Somebody records it elsewhere.
  const beside = await runCli(['run'], { cwd: dir, env: { TEST_KEY: 'sk-test' } });
  expect(beside.code).toBe(0);
  expect(await watcher.until(/✓ weather · m · passes now[^]*waiting for.*\n/)).toContain('1 of 1 judged trial passed');
  expect(server.requests).toHaveLength(4);
  expect(await watcher.end('SIGTERM')).toBe(0);
});

test('`run --watch` asks simulated models again, which cost nothing', async () => {
  const dir = tempDir({ ...FILES, 'scenarios/module.json': { ...FILES['scenarios/module.json'], id: 'by-module' } });
  const watcher = startWatcher(dir, ['run', '--watch']);
  await watcher.until(/watching 3 scenarios.*\n/);
  save(
    dir,
    'scenarios/weather.json',
    JSON.stringify({ ...WEATHER, prompt: 'Is it warm in Paris?', expect: { calls: [] } }),
  );
  expect(await watcher.until(WAITING)).toMatch(/4 of 6 judged trials passed/);
  expect(readFileSync(join(dir, 'cassettes/weather/talker.json'), 'utf8')).toContain('Is it warm in Paris?');
  // The program with a tool module is not run for it.
  const { prompt: _, ...rest } = FILES['scenarios/module.json'];
  save(dir, 'scenarios/module.json', JSON.stringify({ ...rest, id: 'by-module', prompt: 'Otherwise?' }));
  expect(await watcher.until(WAITING)).toContain('by-module · oracle · unrecorded now');
  expect(await watcher.end()).toBe(0);
});

test('an edit breaks a pass off, and so does Ctrl-C', async () => {
  const dir = await recorded();
  const slow = `import { existsSync } from 'node:fs';
    import { setTimeout } from 'node:timers/promises';
    export const weather = async () => {
      process.stderr.write('module runs\\n');
      while (existsSync(${JSON.stringify(join(dir, 'hold'))})) await setTimeout(5);
      // Two turns of the event loop, in which what came before is heard.
      await setTimeout(1);
      await setTimeout(1);
      return { temperature: 22 };
    };`;
  writeFileSync(join(dir, 'hold'), '');
  save(dir, 'scenarios/tools.mjs', slow);
  const watcher = startWatcher(dir, ['replay', '--watch']);
  await watcher.until(/module runs\n/);
  save(dir, 'scenarios/umbrella.json', expecting('Oslo', 'umbrella'));
  rmSync(join(dir, 'hold'));
  const said = await watcher.until(WAITING);
  expect(said.match(/\d of 6 judged trials passed/g)).toEqual(['2 of 6 judged trials passed']);

  writeFileSync(join(dir, 'hold'), '');
  save(dir, 'scenarios/tools.mjs', `${slow}\n`);
  await watcher.until(/module runs\n/);
  const ended = watcher.end();
  await watcher.until(/ending after the trial in flight/);
  rmSync(join(dir, 'hold'));
  expect(await ended).toBe(130);
  expect(existsSync(join(dir, '.tooltape/last-run.json'))).toBe(true);
});

test('it waits where there is nothing to judge yet', async () => {
  const dir = tempDir({ 'tooltape.config.json': CONFIG });
  const watcher = startWatcher(dir, ['replay', '--watch']);
  expect(await watcher.until(WAITING)).toMatch(/error SCENARIO/);
  mkdirSync(join(dir, 'scenarios'));
  save(dir, 'scenarios/weather.json', JSON.stringify(WEATHER));
  expect(await watcher.until(/never-recorded[^]*waiting for.*\n/)).toContain('weather');
  expect((await runCli(['run'], { cwd: dir })).code).toBe(0);
  expect(await watcher.until(/✓ weather · oracle · passes now[^]*waiting for.*\n/)).toBeTruthy();
  expect(await watcher.end()).toBe(0);
});

test.each([
  [['--watch'], { CI: 'true' }, '--watch waits for edits, and CI is set'],
  [
    ['--watch', '--reporter', 'json'],
    {},
    '--watch prints the table after each save, and --reporter json would print there, too',
  ],
  [['--watch', '--reporter', 'table,html:.tooltape/last-run.json'], {}, 'it would replace the run file'],
])('replay %j is refused', async (args, env, message) => {
  const dir = tempDir(FILES);
  const { code, stderr } = await runCli(['replay', ...args], { cwd: dir, env });
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test.each(['--dry-run', '--until=decided', '--max-trials=3'])('run --watch %s is refused', async (option) => {
  const { code, stderr } = await runCli(['run', '--watch', option], { cwd: tempDir(FILES) });
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining(`--watch and ${option.split('=')[0]} exclude each other`),
  ]);
});
