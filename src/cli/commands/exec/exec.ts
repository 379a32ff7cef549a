import { modeOf, type RecordWord } from '../../../domain/recording.ts';
import { randomUUID } from 'node:crypto';
import { divertingVariables } from '../../../agent/diverting.ts';
import { execProgram, type ExecOutcome } from '../../../agent/exec.ts';
import { readOrigins } from '../../../agent/origin.ts';
import { exitCodeOf, type Program } from '../../../agent/start-program.ts';
import { VENDORS } from '../../../domain/agents/vendors.ts';
import { shellWord } from '../../../text/shell.ts';
import { loadConfig } from '../../../config/load.ts';
import { credentialsInQuery, secretsOf } from '../../../config/secrets.ts';
import { EXIT, TooltapeError } from '../../../domain/errors.ts';
import { createCleaner } from '../../../redact/cleaner.ts';
import { escapeLines, escapeText } from '../../../text/escape.ts';
import type { CommandContext } from '../../command-context.ts';
import type { Terminal } from '../../output/terminal.ts';
import { printError } from '../../output/print-error.ts';

export interface ExecArguments {
  readonly cassette: string;
  readonly origin?: readonly string[];
  readonly record?: RecordWord;
  readonly config?: string;
}

/**
 * `tooltape exec`: runs a program. Resolves to the program's exit code, unless a request found no recording or the program made
 * none.
 */
export async function exec(
  { terminal }: CommandContext,
  command: readonly string[],
  options: ExecArguments,
): Promise<number> {
  const { env } = process;
  const mode = modeOf(options.record, env['CI']);
  const config = loadConfig({ file: options.config ?? null, cwd: process.cwd() });
  const origins = readOrigins(options.origin ?? [], env);
  const inQueries = [...origins.values()].flatMap(({ base, query }) => credentialsInQuery(`${base}?${query}`));
  const secrets = [...secretsOf(config, env), ...keysIn(env), ...inQueries];
  terminal.hide(createCleaner(secrets));
  const stop = new AbortController();
  let program: Program | null = null;
  const release = passSignalsOn(stop, () => program);
  let outcome: ExecOutcome | null;
  try {
    outcome = await execProgram({
      command,
      origins,
      env,
      recordAnew: commandOf(command, options),
      file: options.cassette,
      mode,
      secrets,
      redact: config.redact,
      ignore: config.ignore,
      now: Date.now,
      clock: () => performance.now(),
      id: randomUUID(),
      signal: stop.signal,
      onWait: (lock, holder) =>
        say(terminal, `waiting for ${holder}, which records into the same file (${escapeText(lock)}); Ctrl-C ends it`),
      onStart: (started) => (program = started),
    });
  } finally {
    release();
  }
  if (outcome === null) return EXIT.interrupted;
  tell(outcome, options.cassette, terminal);
  const code = exitCodeOf(outcome.end);
  if (outcome.end.signal !== null) return code;
  if (outcome.misses.length > 0) return EXIT.unrecorded;
  if (outcome.asked) return code;
  if (code === 0) return printError(askedNothing(outcome, env), terminal);
  // What the program says of its failure is more useful than the variables that it was given.
  say(terminal, `the command asked no model before it ended with exit code ${code}`);
  return code;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Passes signals to the program, which decides how to react. Returns the function that stops passing. */
function passSignalsOn(stop: AbortController, programOf: () => Program | null): () => void {
  let interrupts = 0;
  const pass = (signal: NodeJS.Signals): void => {
    const program = programOf();
    if (program === null) return stop.abort();
    // A terminal sends Ctrl-C to the program as well, so the first is not passed. A second one is.
    interrupts += signal === 'SIGINT' ? 1 : 0;
    if (signal === 'SIGINT' && process.stdin.isTTY && interrupts === 1) return;
    program.child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  return () => {
    for (const signal of SIGNALS) process.off(signal, pass);
  };
}

function say(terminal: Terminal, text: string): void {
  terminal.err(`tooltape: ${text}\n`);
}

function tell(outcome: ExecOutcome, cassette: string, terminal: Terminal): void {
  const { misses, troubles, recorded, replayed, unkept, unkeptFor, unused, part, end } = outcome;
  const file = escapeText(cassette);
  for (const text of misses) terminal.err(`${terminal.paint('red', 'miss:')} ${escapeLines(text)}\n`);
  for (const text of troubles) terminal.err(`${terminal.paint('yellow', 'warning:')} ${escapeText(text)}\n`);
  const counts = [
    ...(recorded > 0 ? [`recorded ${answers(recorded)} into ${file}`] : []),
    ...(replayed > 0 ? [`replayed ${answers(replayed)}${recorded > 0 ? '' : ` from ${file}`}`] : []),
    ...(unkept > 0 ? [`${answers(unkept)} not kept (${unkeptFor.join(', ')})`] : []),
    ...(unused > 0 && end.signal === null ? [`${answers(unused)} of the recording not asked for`] : []),
  ];
  if (counts.length > 0) say(terminal, counts.join('; '));
  if (part !== null) {
    say(
      terminal,
      `the program was ended by a signal: what it recorded stays in ${escapeText(part)}, and ${file} as it was`,
    );
  }
}

function answers(count: number): string {
  return `${count} ${count === 1 ? 'answer' : 'answers'}`;
}

/** The command line that records everything anew. */
function commandOf(command: readonly string[], { cassette, origin = [], config }: ExecArguments): string {
  const named = config === undefined ? [] : ['--config', config];
  const options = ['--cassette', cassette, ...origin.flatMap((url) => ['--origin', url]), ...named, '--record', 'all'];
  return ['npx', 'tooltape', 'exec', ...options, '--', ...command].map(shellWord).join(' ');
}

/** Secret values of the environment. They are never written or printed. */
function keysIn(env: NodeJS.ProcessEnv): string[] {
  const names = Object.values(VENDORS).flatMap(({ keyVariables, tokenVariables }) => [
    ...keyVariables,
    ...tokenVariables,
  ]);
  return names.map((name) => (env[name] ?? '').trim()).filter((value) => value !== '');
}

function askedNothing({ pointed }: ExecOutcome, env: NodeJS.ProcessEnv): TooltapeError {
  const diverting = divertingVariables(env);
  const elsewhere =
    diverting.length === 0
      ? ''
      : `; ${diverting.join(' and ')} ${diverting.length === 1 ? 'is' : 'are'} set, which may send its client elsewhere`;
  return new TooltapeError(
    'USAGE',
    `the command asked no model: ${pointed.join(', ')} told it where to ask, and nothing came${elsewhere}`,
    {
      remedy:
        'Give its client the base URL of one of these variables. Clients with a base URL in the code, @ai-sdk/google outside of Node, and those of Azure, Bedrock, Vertex AI and WebSockets read none of them.',
    },
  );
}
