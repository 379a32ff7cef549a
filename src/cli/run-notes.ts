import { explainMiss } from '../cassette/miss.ts';
import { escapeLines, escapeText } from '../report/escape.ts';
import { counted } from '../report/numbers.ts';
import type { RunResult } from '../harness.ts';
import type { PreparedRun, RunOptions } from './run-request.ts';
import type { Terminal } from './terminal.ts';

const SHOWN = 20;

/** What a run has to say beside its result: misses with the command to paste, changed behaviour, what was spent. */
export function printRunNotes(result: RunResult, prepared: PreparedRun, options: RunOptions, terminal: Terminal): void {
  const say = (text: string): void => terminal.err(`${text}\n`);
  printMisses(result, prepared, options, terminal);
  if (result.changes.length > 0) {
    say(`\n${terminal.paint('bold', `Recorded anew, these behave differently: ${result.changes.length}`)}`);
    for (const change of result.changes.slice(0, SHOWN)) {
      say(`${change.scenario} × ${change.model}, trial ${change.trial}`);
      for (const line of change.before) say(terminal.paint('red', `  - ${escapeText(line)}`));
      for (const line of change.after) say(terminal.paint('green', `  + ${escapeText(line)}`));
    }
    if (result.changes.length > SHOWN) say(`… and ${result.changes.length - SHOWN} more`);
  }
  for (const { model, scenarios } of prepared.leftOut) {
    say(`note: ${model} has no recording of ${counted(scenarios, 'selected scenario')}; left out`);
  }
  if (result.unused > 0) {
    say(
      `warning: ${counted(result.unused, 'recorded interaction')} no longer asked for; record the scenario anew to drop them`,
    );
  }
  if (prepared.request.mode !== 'replay') {
    const spent = [`${counted(result.recorded, 'trial')} recorded`, counted(result.requests, 'request')];
    if (result.retries > 0) spent.push(result.retries === 1 ? '1 retry' : `${result.retries} retries`);
    if (result.costUsd > 0) spent.push(`$${result.costUsd.toFixed(4)}`);
    say(spent.join(', '));
  }
  if (result.stoppedBy === 'interrupt') say('interrupted: run again to go on; what was finished is recorded');
  if (result.stoppedBy === 'cost') say('stopped by --max-cost: run again with a higher limit to go on');
  if (result.stoppedBy === 'requests') say('stopped by --max-requests: run again to go on');
}

function printMisses(result: RunResult, prepared: PreparedRun, options: RunOptions, terminal: Terminal): void {
  const total = result.summary.reduce((sum, row) => sum + row.unrecorded, 0);
  if (total === 0) return;
  const further = [
    ...prepared.paths,
    ...(options.cassettes === 'cassettes' ? [] : ['--cassettes', options.cassettes]),
    ...(options.config === undefined ? [] : ['--config', options.config]),
    ...(options.stream === undefined ? [] : ['--stream', options.stream]),
  ];
  terminal.err(`\n${terminal.paint('red', `error CASSETTE_MISS: ${counted(total, 'trial')} could not be replayed`)}\n`);
  for (const { row, miss } of result.misses.slice(0, SHOWN)) {
    const context = { scenario: row.scenario, model: row.model, trial: row.trial, options: further };
    terminal.err(`${escapeLines(explainMiss(miss, context))}\n`);
  }
  if (total <= SHOWN) return;
  const cells = new Set(result.misses.slice(SHOWN).map(({ row }) => `${row.scenario} × ${row.model}`));
  terminal.err(`and also: ${[...cells].slice(0, 200).join(', ')}${cells.size > 200 ? ', …' : ''}\n`);
}
