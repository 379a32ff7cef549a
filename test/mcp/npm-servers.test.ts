import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outcomes, runAndRead } from '../support/project.ts';
import { ROOT, runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';
import { NPM_SERVERS } from './support.ts';

const CONFIG = 'tooltape.config.json';
const SCENARIOS = {
  scenarios: [
    {
      id: 'echo-and-sum',
      prompt: 'Echo hello, add 2 and 3, show the logo, and the weather of Chicago',
      tools: [
        { mcp: 'everything', only: ['echo', 'get-*'], prefix: 'ev_' },
        { mcp: 'files', only: ['list_*'], prefix: 'fs_' },
      ],
      expect: {
        calls: [
          { name: 'ev_echo', arguments: { message: 'hello' } },
          { name: 'ev_get-sum', arguments: { a: 2, b: 3 } },
          { name: 'ev_get-tiny-image' },
          { name: 'ev_get-structured-content', arguments: { location: 'Chicago' }, id: 'weather' },
          { name: 'ev_get-resource-reference', arguments: { resourceType: 'Text', resourceId: 1 } },
          { name: 'fs_list_allowed_directories' },
        ],
      },
    },
    {
      id: 'remember',
      prompt: 'Remember that Ann works at Acme, and tell me all you know',
      tools: [{ mcp: 'memory' }],
      expect: {
        steps: [
          [
            {
              name: 'create_entities',
              arguments: { entities: [{ name: 'Ann', entityType: 'person', observations: ['works at Acme'] }] },
            },
          ],
          [{ name: 'read_graph' }],
        ],
      },
    },
  ],
};

const offline = spawnSync('unshare', ['-rn', 'true']).status === 0;

/** Replays as a process without a network, and gives the trials and the summary back, byte for byte. */
function replayOffline(dir: string): string {
  const main = join(ROOT, 'dist/cli/main.js');
  const args = [process.execPath, main, 'replay', '-o', 'replayed.json'];
  const [program = '', ...rest] = offline ? ['unshare', '-rn', ...args] : args;
  execFileSync(program, rest, { cwd: dir, stdio: 'pipe' });
  return judged(join(dir, 'replayed.json'));
}

function judged(file: string): string {
  const text = readFileSync(file, 'utf8');
  return text.slice(text.indexOf('"trials"'));
}

test('the servers of npm are recorded with the model, and replayed without them and without a network', async () => {
  const dir = tempDir({
    'scenarios/all.json': SCENARIOS,
    [CONFIG]: { servers: NPM_SERVERS, defaults: { models: ['oracle', 'one-at-a-time'], trials: 4, concurrency: 8 } },
  });
  const recorded = await runAndRead(['run', '-o', 'recorded.json'], { cwd: dir });
  expect(recorded.code, recorded.stderr).toBe(0);
  expect(outcomes(recorded.run, 'oracle')).toEqual({ 'echo-and-sum': 'pass', remember: 'pass' });

  // Each trial has a memory of its own: with eight side by side none sees what another wrote.
  const graphs = recorded.run.trials
    .filter(({ scenario }) => scenario === 'remember')
    .map(({ steps }) => steps[1]?.results[0]?.content);
  expect(graphs).toHaveLength(8);
  for (const graph of graphs) {
    expect(JSON.parse(graph ?? '')).toEqual({
      entities: [{ name: 'Ann', entityType: 'person', observations: ['works at Acme'] }],
      relations: [],
    });
  }

  const snapshot = JSON.parse(readFileSync(join(dir, 'cassettes/_mcp/everything.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  expect(Object.keys(snapshot)).toEqual(['format', 'server', 'version', 'protocol', 'tools']);
  expect(snapshot).toMatchObject({ format: 'tooltape.mcp/1', server: 'everything', protocol: '2025-11-25' });

  // The servers are gone: their commands lead nowhere.
  const gone = Object.fromEntries(Object.keys(NPM_SERVERS).map((name) => [name, { command: ['/no/such/program'] }]));
  writeFileSync(
    join(dir, CONFIG),
    JSON.stringify({ servers: gone, defaults: { models: ['oracle', 'one-at-a-time'] } }),
  );
  const first = replayOffline(dir);
  expect(replayOffline(dir) === first).toBe(true);
  // A replay makes no attempt.
  expect(first === judged(join(dir, 'recorded.json')).replaceAll(/"attempts":\d+/g, '"attempts":0')).toBe(true);
});

test('a changed argument and a changed result are misses with their paths', async () => {
  const dir = tempDir({
    'scenarios/all.json': { scenarios: [SCENARIOS.scenarios[1]] },
    [CONFIG]: { servers: NPM_SERVERS, defaults: { models: ['oracle'] } },
  });
  expect((await runCli(['run'], { cwd: dir })).code).toBe(0);
  const file = join(dir, 'cassettes/remember/oracle.json');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('"tooltape.cassette/2"');

  writeFileSync(file, text.replace(/("tool":"create_entities","arguments":.*?)Acme/, '$1Umbrella'));
  const argument = await runCli(['replay'], { cwd: dir });
  expect(argument.code).toBe(4);
  expect(argument.stdout + argument.stderr).toContain('calls[0].arguments.entities[0].observations[0]');
  expect(argument.stdout + argument.stderr).toContain('works at Umbrella');

  writeFileSync(file, text.replace(/("content":\[\{"type":"text","text":".*?)Ann/, '$1Bob'));
  const result = await runCli(['replay'], { cwd: dir });
  expect(result.code).toBe(4);
  expect(result.stdout + result.stderr).toContain('messages[2].content');
});
