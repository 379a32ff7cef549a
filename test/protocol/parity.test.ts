import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunFile, TrialRow } from '../../src/domain/run.ts';
import { PERSONAS } from '../../src/domain/sandbox.ts';
import { PROTOCOLS } from '../../src/protocol/protocols.ts';
import { runAndRead } from '../support/project.ts';
import { ROOT } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

/** The shipped scenarios, with the sandbox spoken to in one protocol. */
function project(protocol: string): string {
  const cwd = tempDir();
  cpSync(join(ROOT, 'scenarios'), join(cwd, 'scenarios'), { recursive: true });
  const config = {
    gateways: { sandbox: { sandbox: true, protocol } },
    models: Object.fromEntries(PERSONAS.map((name) => [name, { gateway: 'sandbox' }])),
    defaults: { models: PERSONAS, max_tokens: 8192 },
  };
  writeFileSync(join(cwd, 'tooltape.config.yaml'), JSON.stringify(config));
  return cwd;
}

/** Scenarios that a protocol cannot carry: Gemini cannot be asked for one call at a time. */
const UNSAYABLE: { readonly [protocol: string]: readonly string[] } = { gemini: ['one-call-per-response'] };

/** What does not depend on how a protocol counts tokens and names its ends. */
function comparable(run: RunFile, protocol: string): object[] {
  const rows = run.trials.filter((row) => UNSAYABLE[protocol]?.includes(row.scenario) !== true);
  return rows.map((row: TrialRow) => ({
    ...row,
    steps: row.steps.map(({ text, results }) => ({ text, results })),
    usage: null,
    latencyMs: null,
    recordingHash: null,
  }));
}

/** The committed recordings of chat, judged again. */
async function judgedChat(protocol: string): Promise<object[]> {
  const cwd = project('chat');
  cpSync(join(ROOT, 'cassettes'), join(cwd, 'cassettes'), { recursive: true });
  const { code, run } = await runAndRead(['replay'], { cwd });
  expect(code).toBe(0);
  return comparable(run, protocol);
}

const others = PROTOCOLS.map(({ name }) => name).filter((name) => name !== 'chat');

test.each(
  others.flatMap(
    (name) =>
      [
        [name, 'false'],
        [name, 'true'],
      ] as const,
  ),
)(
  'the shipped scenarios get the same verdicts, scores and transcripts through %s, stream %s, as through chat',
  async (protocol, stream) => {
    const chat = await judgedChat(protocol);
    const cwd = project(protocol);
    const recorded = await runAndRead(['run', '--record', 'missing', '--stream', stream], { cwd });
    expect(recorded.stderr).not.toContain('error');
    expect(comparable(recorded.run, protocol).map((row) => ({ ...row, attempts: 0 }))).toEqual(chat);
    const replayed = await runAndRead(['replay', '--stream', stream], { cwd });
    expect(replayed.code).toBe(0);
    expect(comparable(replayed.run, protocol)).toEqual(chat);
  },
);
