import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const ON_LINUX = process.platform === 'linux';
if (!ON_LINUX) process.stderr.write('skipped: only Linux shows the environment of processes that an agent leaves\n');

/** An agent that starts processes in sessions of their own, writes down their ids and ends, or waits for a minute. */
const AGENT = `
  import { spawn } from 'node:child_process';
  import { writeFileSync } from 'node:fs';
  const forever = ['--eval', 'setInterval(() => {}, 1000)'];
  const start = (env) => {
    const child = spawn(process.execPath, forever, { detached: true, stdio: 'ignore', env });
    child.unref();
    return child.pid;
  };
  const { TOOLTAPE_AGENT: _, ...unmarked } = process.env;
  writeFileSync('pids.json', JSON.stringify({ left: [start(process.env), start(process.env)], apart: start(unmarked) }));
  if (process.argv[2] === 'waits') await new Promise((done) => setTimeout(done, 60_000));
  console.log('done');
`;

/** True while a process runs; false for one that has ended and that nobody has waited for. */
function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test.skipIf(!ON_LINUX).for(['ends', 'waits'])(
  'an agent that %s takes processes in sessions of their own with it, but those without its mark',
  async (how) => {
    const command = [process.execPath, 'agent.mjs', how];
    const dir = tempDir({
      'agent.mjs': AGENT,
      'scenarios/a.json': { id: 'a', prompt: 'Hello', expect: { calls: [] } },
      'tooltape.config.json': {
        gateways: { none: { base_url: 'http://127.0.0.1:9/v1' } },
        models: { bot: { agent: { command, timeout_ms: 1500 }, gateways: ['none'] } },
      },
    });
    const { code } = await runCli(['run', '--models', 'bot'], { cwd: dir });
    const { left, apart } = JSON.parse(readFileSync(join(dir, 'pids.json'), 'utf8')) as {
      left: number[];
      apart: number;
    };
    onTestFinished(() => {
      for (const pid of [...left, apart].filter(isRunning)) process.kill(pid, 'SIGKILL');
    });
    // The agent asked no model.
    expect(code).toBe(3);
    await expect.poll(() => left.filter(isRunning), { timeout: 10_000 }).toEqual([]);
    expect(isRunning(apart)).toBe(true);
  },
);
