import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as afterReading, setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runAgent } from '../../src/agent/agent-process.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Prints lines. After each it writes down how many there are. */
const TALKER = `
  import { writeFileSync } from 'node:fs';
  let lines = 0;
  const talking = setInterval(() => {
    process.stdout.write('line\\n');
    writeFileSync('lines.txt', String(++lines));
    if (lines > 5000) clearInterval(talking);
  }, 5);
`;

test('an agent that printed while this process was busy was not silent', async () => {
  const dir = tempDir({ 'agent.mjs': TALKER });
  const stop = new AbortController();
  const printed = (): number =>
    existsSync(join(dir, 'lines.txt')) ? Number(readFileSync(join(dir, 'lines.txt'), 'utf8')) : 0;
  let ahead = 0;
  const running = runAgent({
    command: [process.execPath, 'agent.mjs'],
    cwd: dir,
    env: process.env,
    mark: dir,
    prompts: ['Hello'],
    patience: () => 60_000,
    lastSeen: () => 0,
    clock: () => performance.now() + ahead,
    signal: stop.signal,
    onTurn: () => {},
  });
  while (printed() === 0) await sleep(10);
  // Two minutes of the agent's clock pass here in one piece, in which nothing that the agent prints can be read. Timers come next.
  await afterReading();
  const [before, began] = [printed(), performance.now()];
  while (printed() < before + 2 || performance.now() < began + 150);
  ahead = 120_000;
  await sleep(300);
  stop.abort();
  expect((await running).failure).toBe('the run was stopped');
});
