import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { cassetteFiles } from '../../../src/cassette/store/cassette-files.ts';
import { verifyCassettes } from '../../../src/cassette/store/library.ts';
import { createKeyer } from '../../../src/cassette/lookup/key.ts';
import { parseCassette } from '../../../src/cassette/format/read-format.ts';
import { createRedactor } from '../../../src/redact/redact.ts';
import { startServer } from '../server.ts';
import { tempDir } from '../temp-dir.ts';

const run = promisify(execFile);
const program = new URL('programs/recording.ts', import.meta.url).pathname;
const redactor = createRedactor();
const keyer = createKeyer({ redactor });

function recordedTrials(dir: string): number {
  let trials = 0;
  for (const path of cassetteFiles(dir) as Iterable<string>)
    trials += parseCassette(readFileSync(join(dir, path), 'utf8'), path).trials.length;
  return trials;
}

test('a recording that is killed leaves whole files, and the next asks only for what is missing', async () => {
  const server = await startServer(async (response, body) => {
    await new Promise((done) => setTimeout(done, 5));
    response.end(JSON.stringify({ echo: body, choices: [{ finish_reason: 'stop' }] }));
  });
  for (const after of [3, 60, 150]) {
    const dir = tempDir();
    const before = server.requests.length;
    const child = spawn(process.execPath, [program, server.origin, dir], { stdio: 'ignore' });
    while (server.requests.length < before + after) await new Promise((done) => setTimeout(done, 1));
    child.kill('SIGKILL');
    await new Promise((done) => child.once('exit', done));

    const kept = recordedTrials(dir);
    const asked = server.requests.length - before;
    expect(asked).toBeLessThan(200);
    expect(kept).toBeGreaterThanOrEqual(asked - 8);
    expect([...verifyCassettes(dir, { keyer, redactor })]).toEqual([]);

    const { stdout } = await run(process.execPath, [program, server.origin, dir]);
    const made = Number(stdout);
    expect(made).toBe(200 - kept);
    expect(recordedTrials(dir)).toBe(200);
    expect(readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  }
});
