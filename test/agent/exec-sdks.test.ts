import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/server.ts';
import { loadScenarios } from '../../src/scenario/load.ts';
import { WEATHER } from '../support/project.ts';
import { runCli, type CliResult } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const PROGRAM = new URL('programs/sdk.ts', import.meta.url).pathname;
/** What the mount catches, as no variable reaches it. */
const MOUNTED = 'ai-google';
const KEYS = { OPENAI_API_KEY: 'x', ANTHROPIC_API_KEY: 'x', GEMINI_API_KEY: 'x', GOOGLE_GENERATIVE_AI_API_KEY: 'x' };

/** What each SDK's requests are stored under: every way of writing paths comes to one. */
const ENDPOINTS: Readonly<Record<string, string>> = {
  'openai-chat': '/chat/completions',
  'openai-responses': '/responses',
  'ai-openai': '/responses',
  'ai-openai-chat': '/chat/completions',
  'ai-anthropic': '/messages',
  'ai-google': '/models/oracle:',
  langchain: '/chat/completions',
  'openai-agents': '/responses',
  anthropic: '/messages',
  genai: '/models/oracle:',
};

test.each(Object.keys(ENDPOINTS).flatMap((sdk) => ['whole', 'stream'].map((how) => [sdk, how] as const)))(
  '%s, %s, is recorded and replayed by its environment alone, and a changed prompt is a miss',
  async (sdk, how) => {
    const dir = tempDir({ 'scenarios/weather.json': WEATHER });
    const sandbox = await startSandbox({ scenarios: loadScenarios([], { cwd: dir }).scenarios });
    const origins = ['', 'anthropic=', 'gemini='].flatMap((vendor) => ['--origin', `${vendor}${sandbox.baseUrl}`]);
    const run = async (options: readonly string[], prompt: string, env: object): Promise<CliResult> => {
      // Without NODE_OPTIONS there is no mount: what is caught then is caught by the variables.
      const alone = sdk === MOUNTED ? [] : ['env', '-u', 'NODE_OPTIONS'];
      const command = [...alone, process.execPath, PROGRAM, sdk, how, prompt];
      const args = ['exec', '--cassette', 'tape.json', ...options, '--', ...command];
      const { code, stdout, stderr } = await runCli(args, { cwd: dir, env: { ...env } });
      const ours = stderr.slice(stderr.search(/^(?:tooltape|miss|warning|error)/m));
      return { code, stdout, stderr: ours };
    };
    const recorded = await run(origins, WEATHER.prompt, KEYS);
    await sandbox.close();
    expect(recorded).toEqual({
      code: 0,
      stdout: expect.stringContaining('22') as string,
      stderr: 'tooltape: recorded 2 answers into tape.json\n',
    });
    const tape = readFileSync(join(dir, 'tape.json'), 'utf8');
    const stored = [...tape.matchAll(/"endpoint": "([^"]+)"/g)].map(([, endpoint = '']) => endpoint);
    expect(stored.filter((endpoint) => endpoint.startsWith(ENDPOINTS[sdk] ?? ''))).toHaveLength(2);

    const replayed = await run(['--record', 'none'], WEATHER.prompt, {});
    expect(replayed).toEqual({ ...recorded, stderr: 'tooltape: replayed 2 answers from tape.json\n' });

    const changed = await run(['--record', 'none'], 'What is the weather in Rome?', {});
    expect([changed.code, changed.stdout]).toEqual([4, '']);
    expect(changed.stderr).toMatch(/miss: .*request \d+, \S+: .*changed/);
    expect(changed.stderr).toContain('Rome');
    expect(readFileSync(join(dir, 'tape.json'), 'utf8')).toBe(tape);
  },
);
