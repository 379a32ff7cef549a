import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HAS_PYTHON } from '../support/machine.ts';
import { outcomes, runAndRead } from '../support/project.ts';
import { ROOT } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

test.skipIf(!HAS_PYTHON)('the agent in Python runs against the sandbox, and replays', async () => {
  const dir = tempDir();
  cpSync(join(ROOT, 'examples/python-agent'), dir, { recursive: true });
  for (const command of ['run', 'replay']) {
    const { code, run } = await runAndRead([command], { cwd: dir });
    expect(code).toBe(0);
    for (const model of ['oracle', 'bot']) expect(outcomes(run, model)).toEqual({ weather: 'pass' });
  }
});
