import { EXIT, TooltapeError } from '../../../domain/errors.ts';
import { createCleaner } from '../../../redact/cleaner.ts';
import { loadRelay } from '../../../relay/config/load.ts';
import { checkRelayBaseline, checkMaxLost, readRelayBaseline, type RelayGate } from '../../../relay/gates.ts';
import type { RelayConfig } from '../../../relay/lane.ts';
import { RELAY_REPORTERS } from '../../../relay/report/reporters.ts';
import type { RelayResult } from '../../../relay/result.ts';
import { runRelay } from '../../../relay/run.ts';
import { closest } from '../../../text/closest.ts';
import { escapeText } from '../../../text/escape.ts';
import type { CommandContext } from '../../command-context.ts';
import { untilInterrupted } from '../../interrupt.ts';
import { createProgress } from '../../output/progress.ts';
import { emitReport, expectOwnFiles, expectPlaces, parseReporters } from '../../output/reports.ts';
import type { Terminal } from '../../output/terminal.ts';

export interface RelayCommandOptions {
  readonly lane?: readonly string[];
  readonly maxLost?: number;
  /** Path of the JSON report of an earlier relay. */
  readonly baseline?: string;
  readonly reporter: string;
}

/** `tooltape relay`: prints what a gateway loses in translation, measured at our client and at our server. */
export async function relay(
  { terminal, version }: CommandContext,
  file: string | undefined,
  options: RelayCommandOptions,
): Promise<number> {
  const targets = parseReporters(options.reporter, RELAY_REPORTERS);
  const { baseline, maxLost } = options;
  expectOwnFiles(targets, baseline === undefined ? [] : [baseline]);
  const config = chooseLanes(loadRelay({ file, cwd: process.cwd(), env: process.env }), options.lane ?? []);
  const cleaner = createCleaner(config.secrets);
  terminal.hide(cleaner);
  const before = baseline === undefined ? null : { file: baseline, rows: readRelayBaseline(baseline) };
  expectPlaces(targets);
  const found = await run(config, version, terminal);
  if (found === null) return EXIT.interrupted;
  // A gateway may repeat its key in an answer.
  const result = JSON.parse(cleaner.out(JSON.stringify(found))) as RelayResult;
  for (const target of targets) {
    const render = await target.load();
    emitReport(target, (how) => render(result, how), terminal);
  }
  const gates = [
    ...(maxLost === undefined ? [] : [checkMaxLost(result, maxLost)]),
    ...(before === null ? [] : [checkRelayBaseline(result, before.rows, before.file)]),
  ];
  const inTable = targets.some((target) => target.name === 'table' && target.file === null);
  for (const gate of gates) showGate(gate, terminal, inTable ? terminal.out : terminal.err);
  const stopped = result.lanes.filter((lane) => lane.stopped !== null);
  for (const { name, stopped: why } of stopped) {
    terminal.err(
      `${terminal.paint('red', 'error:')} ${escapeText(`${name}: the gateway gave no answer any more; first at ${why}`)}\n`,
    );
  }
  if (stopped.length > 0) return EXIT.errored;
  return gates.every(({ met }) => met) ? EXIT.done : EXIT.gate;
}

/** Resolves to null where Ctrl-C ended it. */
async function run(config: RelayConfig, version: string, terminal: Terminal): Promise<RelayResult | null> {
  const relaying = async (signal: AbortSignal): Promise<RelayResult> => {
    const progress = await createProgress(terminal, 'relaying', () => performance.now());
    try {
      return await runRelay(config, { version, signal, onProgress: (done, total) => progress.update(done, total) });
    } finally {
      progress.end();
    }
  };
  return untilInterrupted(relaying, () => terminal.err('stopping\n'));
}

function chooseLanes(config: RelayConfig, names: readonly string[]): RelayConfig {
  if (names.length === 0) return config;
  const known = config.lanes.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const near = closest(unknown, known);
    const hint = near === null ? '' : `; did you mean ${near}?`;
    throw new TooltapeError('USAGE', `--lane ${unknown}: ${config.file} has no such lane${hint}`, {
      remedy: `Name one or more of: ${known.join(', ')}.`,
    });
  }
  return { ...config, lanes: config.lanes.filter(({ name }) => names.includes(name)) };
}

/** Most lines that a terminal shows of findings that break a gate. */
const BREACHES = 20;

function showGate({ met, verdict, breaches }: RelayGate, terminal: Terminal, print: (text: string) => void): void {
  print(`\n${terminal.paintOut(met ? 'green' : 'red', escapeText(verdict))}\n`);
  for (const breach of breaches.slice(0, BREACHES)) print(`  ${escapeText(breach)}\n`);
  if (breaches.length > BREACHES) print(`  … and ${breaches.length - BREACHES} more\n`);
}
