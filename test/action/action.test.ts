import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { WEATHER } from '../support/project.ts';
import { runCli, type CliResult } from '../support/run-cli.ts';
import { scriptedServer, type ScriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ACTION = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
  inputs: Record<string, { description: string }>;
  runs: { steps: { if?: string; uses?: string; run?: string; env?: Record<string, string> }[] };
};

/** The commands of the action that are scripts of this repository, in their order. */
const [REPLAY = '', COMMENT = ''] = ACTION.runs.steps.flatMap(({ run }) =>
  run?.includes('$GITHUB_ACTION_PATH') === true ? [run] : [],
);

/** A project with one recorded scenario and a baseline, in which `npx tooltape` is the program that was built. */
async function project(): Promise<string> {
  const dir = tempDir({ 'scenarios/weather.json': WEATHER, 'package.json': '{"name":"p","private":true}' });
  expect((await runCli(['run', '--models', 'oracle'], { cwd: dir })).code).toBe(0);
  writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify({ defaults: { models: ['oracle'] } }));
  expect((await runCli(['bless'], { cwd: dir })).code).toBe(0);
  mkdirSync(join(dir, 'node_modules/.bin'), { recursive: true });
  mkdirSync(join(dir, 'temp'));
  symlinkSync(join(ROOT, 'dist/cli/main.js'), join(dir, 'node_modules/.bin/tooltape'));
  return dir;
}

/** Runs a step as the runner does. */
function step(command: string, dir: string, env: Record<string, string> = {}): Promise<CliResult> {
  return new Promise((done) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', command], {
      cwd: dir,
      env: {
        PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`,
        HOME: dir,
        CI: 'true',
        GITHUB_ACTION_PATH: ROOT,
        GITHUB_STEP_SUMMARY: join(dir, 'temp/summary.md'),
        RUNNER_TEMP: join(dir, 'temp'),
        ...env,
      },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

/** GitHub's comments of one pull request. */
async function github(): Promise<ScriptedServer & { comments: { id: number; body: string; user: object }[] }> {
  const comments = Array.from({ length: 100 }, (_, id) => ({ id, body: 'x', user: { type: 'User' } }));
  const server = await scriptedServer(({ url, body }, response) => {
    const send = (value: unknown): void => void response.end(JSON.stringify(value));
    const page = /page=(\d+)$/.exec(url)?.[1];
    if (page !== undefined) return send(comments.slice((Number(page) - 1) * 100, Number(page) * 100));
    const id = /comments\/(\d+)$/.exec(url)?.[1];
    const text = String(body['body']);
    if (id === undefined) comments.push({ id: comments.length, body: text, user: { type: 'Bot' } });
    else Object.assign(comments[Number(id)] ?? {}, { body: text });
    send({});
  });
  return Object.assign(server, { comments });
}

const commentEnv = (dir: string, api: string): Record<string, string> => {
  writeFileSync(join(dir, 'temp/event.json'), JSON.stringify({ pull_request: { number: 7 } }));
  return { TOKEN: 't', GITHUB_API_URL: api, GITHUB_REPOSITORY: 'o/r', GITHUB_EVENT_PATH: join(dir, 'temp/event.json') };
};

test('every action it uses is pinned, and every input has its place', () => {
  for (const { uses } of ACTION.runs.steps) if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
  const text = readFileSync(join(ROOT, 'action.yml'), 'utf8');
  for (const name of Object.keys(ACTION.inputs)) expect(text).toContain(`inputs.${name}`);
  // What a user typed reaches a script as a variable, never as a part of a command.
  for (const { run } of ACTION.runs.steps) expect(run ?? '').not.toContain('${{');
});

test('a pull request that breaks nothing is green, and says so', async () => {
  const dir = await project();
  const { code, stdout } = await step(REPLAY, dir, { BASELINE: 'baseline.json', ARGUMENTS: '--wire raw' });
  expect([code, stdout]).toEqual([0, expect.stringContaining('✓ Met: --baseline')]);
  expect(readFileSync(join(dir, 'temp/summary.md'), 'utf8')).toMatch(/^1 of 1 judged trial passed/);
});

test('one that breaks something is red, annotated, and commented on once', async () => {
  const dir = await project();
  writeFileSync(
    join(dir, 'scenarios/weather.json'),
    JSON.stringify({ ...WEATHER, expect: { calls: [{ name: 'get_weather', arguments: { city: 'Rome' } }] } }),
  );
  const api = await github();
  const env = commentEnv(dir, `http://127.0.0.1:${api.port}`);
  const { code, stderr } = await step(REPLAY, dir, { BASELINE: 'baseline.json' });
  expect([code, stderr]).toEqual([1, expect.stringContaining('::error file=scenarios/weather.json,line=1,')]);
  expect(await step(COMMENT, dir, env)).toMatchObject({ code: 0, stdout: 'commented on the pull request\n' });
  expect(await step(COMMENT, dir, env)).toMatchObject({
    code: 0,
    stdout: 'replaced the comment on the pull request\n',
  });
  const own = api.comments.filter(({ body }) => body.startsWith('<!-- tooltape -->'));
  expect(own).toHaveLength(1);
  expect(own[0]?.body).toContain('✗ Not met: --baseline');
  expect(own[0]?.body).toContain('- expected "Rome"');
});

test('a project without a baseline is replayed all the same, and words are no commands', async () => {
  const dir = await project();
  const { code, stderr } = await step(REPLAY, dir, {
    BASELINE: 'none.json',
    ARGUMENTS: '--tag $(touch${IFS}hit) ; touch hit',
  });
  expect([code, stderr]).toEqual([2, expect.stringContaining('hit: There is no such file')]);
  expect(existsSync(join(dir, 'hit'))).toBe(false);
  expect((await step(REPLAY, dir, { BASELINE: 'none.json' })).code).toBe(0);
});

test('a token that may not comment is told, and breaks nothing', async () => {
  const dir = await project();
  await step(REPLAY, dir, { BASELINE: 'baseline.json' });
  const server = await scriptedServer((_, response) => void response.writeHead(403).end('{}'));
  const result = await step(COMMENT, dir, commentEnv(dir, `http://127.0.0.1:${server.port}`));
  expect(result).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('::notice title=tooltape::the token may not'),
  });
  const down = await scriptedServer((_, response) => void response.writeHead(500).end('{}'));
  expect((await step(COMMENT, dir, commentEnv(dir, `http://127.0.0.1:${down.port}`))).code).not.toBe(0);
});

test('each project of a repository has its comment, and nobody else’s is replaced', async () => {
  const dir = await project();
  writeFileSync(join(dir, 'temp/tooltape.md'), 'green\n');
  const foreign = { id: 0, body: '<!-- tooltape -->\nof somebody else', user: { type: 'Bot', login: 'other[bot]' } };
  const comments: { id: number; body: string; user: object }[] = [foreign];
  const server = await scriptedServer(({ url, body }, response) => {
    const id = /comments\/(\d+)$/.exec(url)?.[1];
    const text = String(body['body']);
    if (id !== undefined) Object.assign(comments[Number(id)] ?? {}, { body: text });
    else if (body['body'] !== undefined) {
      comments.push({ id: comments.length, body: text, user: { type: 'User', login: 'me' } });
    }
    response.end(JSON.stringify(url === '/user' ? { login: 'me' } : comments));
  });
  const env = commentEnv(dir, `http://127.0.0.1:${server.port}`);
  for (const DIRECTORY of ['.', 'evals/a', '.', 'evals/a']) {
    expect(await step(COMMENT, dir, { ...env, DIRECTORY })).toMatchObject({ code: 0 });
  }
  expect(comments.map(({ body }) => body.split('\n')[0])).toEqual([
    '<!-- tooltape -->',
    '<!-- tooltape -->',
    '<!-- tooltape evals%2Fa -->',
  ]);
  expect(foreign.body).toContain('of somebody else');
});

test('it refuses to run where the code of a pull request could take secrets', async () => {
  const [first] = ACTION.runs.steps;
  expect(first?.if).toBe("github.event_name == 'pull_request_target'");
  expect(await step(first?.run ?? '', tempDir())).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^::error /),
  });
});

test('arguments may stand on several lines', async () => {
  const dir = await project();
  const { code, stderr } = await step(REPLAY, dir, { BASELINE: 'none.json', ARGUMENTS: '--wire raw\n--tag none\n' });
  expect([code, stderr]).toEqual([2, expect.stringContaining('none')]);
});

test('a long report is cut at a line, with what is open closed', async () => {
  const dir = await project();
  const api = await github();
  const long = `<details><summary>x</summary>\n\n\`\`\`diff\n${'- a line of a diff\n'.repeat(6000)}\`\`\`\n</details>\n`;
  writeFileSync(join(dir, 'temp/tooltape.md'), long);
  expect((await step(COMMENT, dir, commentEnv(dir, `http://127.0.0.1:${api.port}`))).code).toBe(0);
  const body = api.comments.at(-1)?.body ?? '';
  expect(body.length).toBeLessThan(65_536);
  expect(body).toMatch(/- a line of a diff\n```\n<\/details>\n\n… the summary of the job has the rest\.\n$/);
});
