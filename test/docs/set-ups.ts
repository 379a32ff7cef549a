import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox } from '../../src/sandbox/server.ts';
import { startProxy } from '../relay/proxy.ts';
import { loadOne } from '../sandbox/load-yaml.ts';
import { WEATHER } from '../support/project.ts';
import { ROOT } from '../support/run-cli.ts';
import { freePort } from '../support/scripted-server.ts';
import { onTestFinished } from 'vitest';
import type { Shell } from './shell.ts';

/** What a page takes for granted: files of the reader, servers, variables. */
export interface SetUp {
  /** Variables of the shell. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the reader that the page does not show. */
  readonly files?: (shell: Shell) => void;
  /** Texts of the page that are other ones here: ports that are free, protocols of a gateway that passes everything on. */
  readonly replace?: readonly (readonly [told: string, here: string])[];
}

/** The set-up of a page, by its path; a page without one starts in an empty project. */
export const SET_UPS: Readonly<Record<string, () => Promise<SetUp>>> = {
  'README.md': async () => ({ ...(await gateway()), ...(await sandboxed()) }),
  'docs/exec.md': sandboxed,
  'docs/from-http-recorders.md': sandboxed,
  'docs/from-vitest-evals.md': sandboxed,
  'docs/test-your-agent.md': sandboxed,
  'docs/relay.md': gateway,
  'docs/mcp.md': async () => ({
    files: (shell) => {
      shell.write('notes.md', 'Ann is on holiday until Monday.\n');
    },
  }),
  'docs/cassettes.md': async () => ({ files: recorded }),
  'docs/ci.md': async () => ({ env: { GITHUB_STEP_SUMMARY: 'summary.md' }, files: accepted }),
  'docs/watch.md': async () => ({ files: recorded }),
  'docs/page.md': async () => ({ files: recorded }),
};

/** Agents in Python and in TypeScript that ask a simulated model, in place of the reader's. */
async function sandboxed(): Promise<SetUp> {
  const server = await startSandbox({ scenarios: [loadOne(JSON.stringify(WEATHER))] });
  onTestFinished(() => server.close());
  return {
    env: {
      GITHUB_STEP_SUMMARY: 'summary.md',
      OPENAI_BASE_URL: server.baseUrl,
      OPENAI_API_KEY: 'no-key-is-needed',
      MODEL: 'oracle',
    },
    files: (shell) => {
      copyFileSync(join(ROOT, 'examples/python-agent/agent.py'), join(shell.dir, 'agent.py'));
      for (const file of ['agent.ts', 'weather.ts']) {
        shell.write(`openai/${file}`, readFileSync(join(ROOT, 'examples/openai', file), 'utf8'));
      }
      shell.write('agent.ts', AGENT);
    },
  };
}

/** The agent of the pages: one question, one answer. */
const AGENT = `import { ask as asked } from './openai/agent.ts';

export function ask(prompt: string): Promise<string> {
  return asked(prompt, { api: 'chat', stream: false });
}
`;

/** A gateway that passes on what it is sent, so that its lanes have one protocol at both ends. */
async function gateway(): Promise<SetUp> {
  const upstream = await freePort();
  const proxy = await startProxy(() => upstream);
  return {
    env: { GW_KEY: 'key-of-the-gateway' },
    replace: [
      ['127.0.0.1:8787', `127.0.0.1:${proxy.port}`],
      ['port: 9000', `port: ${upstream}`],
      ['in: chat, out: messages', 'in: chat, out: chat'],
      ['in: messages, out: gemini', 'in: messages, out: messages'],
    ],
  };
}

/** The scenarios and recordings of this repository, under version control. */
function recorded(shell: Shell): void {
  for (const part of ['scenarios', 'cassettes', 'tooltape.config.yaml']) {
    cpSync(join(ROOT, part), join(shell.dir, part), { recursive: true });
  }
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd: shell.dir, stdio: 'ignore' });
  git('init');
  git('add', 'scenarios', 'cassettes');
  git('-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', 'commit', '-m', 'Record');
}

/** The same, with the baseline that was accepted last. */
function accepted(shell: Shell): void {
  recorded(shell);
  for (const args of [['replay'], ['bless']]) {
    execFileSync(process.execPath, [join(ROOT, 'dist/cli/main.js'), ...args], { cwd: shell.dir, stdio: 'ignore' });
  }
}
