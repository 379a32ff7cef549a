import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const OF_NODE = 'v22.20.0-x64-0123abcd-0';

test('a version that starts first removes the compile caches of older ones, and nothing else', async () => {
  const home = tempDir({
    [`.cache/tooltape/${OF_NODE}/a`]: '',
    '.cache/tooltape/v24.0.0-x64-0123abcd-1': 'a file',
    '.cache/tooltape/notes/a': '',
    '.cache/other/a': '',
    'elsewhere/a': '',
  });
  const cache = join(home, '.cache/tooltape');
  const others = ['0.0.1', '0.0.2', '0.0.3-beta.1', '0.0.10'];
  for (const [i, name] of others.entries()) {
    mkdirSync(join(cache, name));
    utimesSync(join(cache, name), 1000 + i, 1000 + i);
  }
  symlinkSync(join(home, 'elsewhere'), join(cache, '0.0.0'));
  const start = async (): Promise<string[]> => {
    const { code, stderr } = await runCli(['--version'], { cwd: home, env: { HOME: home, XDG_CACHE_HOME: '' } });
    expect([code, stderr]).toEqual([0, '']);
    return readdirSync(cache).toSorted();
  };
  const left = ['0.0.0', ...others.slice(1), version, 'notes', 'v24.0.0-x64-0123abcd-1'].toSorted();
  expect(await start()).toEqual(left);
  expect([existsSync(join(home, 'elsewhere/a')), existsSync(join(home, '.cache/other/a'))]).toEqual([true, true]);
  expect(readdirSync(join(cache, version))).toHaveLength(1);

  // A later start of the version looks at nothing there.
  mkdirSync(join(cache, OF_NODE));
  expect(await start()).toEqual([...left, OF_NODE].toSorted());
});
