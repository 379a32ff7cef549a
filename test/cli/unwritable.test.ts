import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cannotBeOther, nodeAsOther, runAsOther } from '../support/other-user.ts';
import { WEATHER } from '../support/project.ts';
import { ROOT, runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

function changeMode(mode: string, dir: string): void {
  expect(spawnSync('chmod', ['-R', mode, dir]).status).toBe(0);
}

/** A project with a recording that passes and one that fails. Nobody but root may write there, only into `out`. */
async function readOnly(): Promise<string> {
  const dir = tempDir({
    'scenarios/a.json': { ...WEATHER, id: 'a' },
    'relay.yaml':
      'gateway: { base_url: http://127.0.0.1:2/v1 }\nupstream: { port: 0 }\nlanes: [{ name: a, in: chat, out: chat, model: stub }]\n',
  });
  expect((await runCli(['run', '--models', 'oracle,talker'], { cwd: dir })).code).toBe(0);
  mkdirSync(join(dir, 'out'));
  changeMode('a+rX,a-w', dir);
  onTestFinished(() => changeMode('u+w', dir));
  chmodSync(join(dir, 'out'), 0o777);
  return dir;
}

const WARNING =
  'warning: .tooltape: it cannot be written: permission denied (EACCES); this run is judged, and not kept. To keep it, add --output <file>\n';

test.skipIf(cannotBeOther)(
  'a replay in a folder without the right to write has the verdicts of any replay, and a warning',
  async () => {
    const dir = await readOnly();
    const kept = readFileSync(join(dir, '.tooltape/last-run.json'), 'utf8');
    const replay = ['replay', '--models', 'oracle,talker'];
    const plain = runAsOther(replay, dir, { TMPDIR: join(dir, 'out') });
    expect([plain.code, plain.stderr]).toEqual([0, WARNING]);
    expect(plain.stdout).toContain('1 of 2 judged trials passed');
    expect(readdirSync(join(dir, 'out'))).toEqual([]);
    const nowhere = runAsOther(replay, dir, { TMPDIR: join(dir, 'scenarios') });
    expect([nowhere.code, nowhere.stdout]).toEqual([2, '']);
    expect(nowhere.stderr).toMatch(/^error OUTPUT: \.tooltape: it cannot be written: .*\n {2}fix: .*--output <file>/);
    const report = ['--reporter', 'table,junit:out/junit.xml,html:out/page.html'];
    const gated = runAsOther([...replay, '--min-pass', '0.9', ...report], dir);
    expect(gated.code, gated.stderr).toBe(1);
    expect(gated.stdout).toMatch(/✗ Not met: --min-pass\n$/);
    expect(readFileSync(join(dir, 'out/junit.xml'), 'utf8')).toContain('name="talker"');
    expect(readFileSync(join(dir, 'out/page.html'), 'utf8')).toContain('<html');
    const unrecorded = runAsOther(['replay', '--models', 'oracle,flaky'], dir);
    expect([unrecorded.code, unrecorded.stderr]).toEqual([4, expect.stringContaining(WARNING)]);
    const asRun = runAsOther(['run', '--record', 'none', '--models', 'oracle,talker'], dir);
    expect([asRun.code, asRun.stdout]).toEqual([0, plain.stdout]);
    const named = runAsOther([...replay, '--output', 'out/run.json'], dir);
    expect([named.code, named.stdout]).toEqual([0, plain.stdout]);
    expect(named.stderr).not.toContain('warning');
    expect(existsSync(join(dir, 'out/run.json'))).toBe(true);
    expect(readFileSync(join(dir, '.tooltape/last-run.json'), 'utf8')).toBe(kept);

    const library = `import { replay } from ${JSON.stringify(join(ROOT, 'dist/index.js'))};
      const { summary, unkept, file, trials } = await replay({ models: ['oracle', 'talker'] });
      console.log(JSON.stringify([summary.map(({ pass }) => pass), unkept, file.startsWith(process.cwd()), [...trials()].length]));`;
    const called = nodeAsOther(['--input-type=module', '-e', library], dir, { TMPDIR: '/tmp' });
    expect(called.stderr).toBe('');
    expect(JSON.parse(called.stdout)).toEqual([[1, 0], expect.stringMatching(/permission denied/), false, 2]);

    changeMode('u+w', dir);
    rmSync(join(dir, '.tooltape'), { recursive: true });
    changeMode('a-w', dir);
    const first = runAsOther(replay, dir);
    expect([first.code, first.stdout, first.stderr]).toEqual([0, plain.stdout, WARNING]);

    // The owner's replay prints the same.
    changeMode('u+w', dir);
    const owner = await runCli(replay, { cwd: dir });
    expect([owner.code, owner.stdout, owner.stderr]).toEqual([0, plain.stdout, '']);
  },
);

test.skipIf(cannotBeOther)(
  'a place that the user names and that cannot be written is told before the work',
  async () => {
    const dir = await readOnly();
    for (const [line, place] of [
      ['replay --models oracle --output run.json', 'run.json'],
      ['replay --models oracle --reporter table,junit:junit.xml', 'junit.xml'],
      ['replay --models oracle --watch --output run.json', 'run.json'],
      ['replay --models oracle --name good', '.tooltape/runs'],
      ['run --models oracle --record all', 'cassettes'],
      ['compare --reporter table,html:page.html', 'page.html'],
      ['report --reporter table,html:page.html', 'page.html'],
      ['relay --reporter table,json:relay.json', 'relay.json'],
      ['bless', 'baseline.json'],
      ['merge .tooltape/last-run.json -o all.json', 'all.json'],
    ] as const) {
      const { code, stdout, stderr } = runAsOther(line.split(' '), dir);
      expect([code, stdout, stderr], line).toEqual([2, '', expect.stringContaining(`error OUTPUT: ${place}: `)]);
      expect(stderr, line).toMatch(/permission denied \(EACCES\).*\n {2}fix: /);
    }
    // What only reads needs no right to write.
    expect(runAsOther(['compare'], dir).code).toBe(0);
    expect(runAsOther(['report', '--reporter', 'table'], dir).code).toBe(0);
  },
);
