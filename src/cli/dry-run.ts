import { createKeyer } from '../cassette/key.ts';
import { createRedactor } from '../cassette/redact.ts';
import { EXIT } from '../domain/errors.ts';
import { estimateRun } from '../trial/estimate.ts';
import type { PreparedRun } from './run-request.ts';
import type { Terminal } from './terminal.ts';
import Table from 'cli-table3';
import { escapeText } from '../report/escape.ts';

/** `--dry-run`: what the run would take, from earlier recordings; sends nothing and needs no key. */
export async function dryRun({ request }: PreparedRun, terminal: Terminal): Promise<number> {
  const redactor = createRedactor({ secrets: request.secrets, patterns: request.redact });
  const rows = estimateRun(request, createKeyer({ ignore: request.ignore, redactor }));
  const table = new Table({
    head: ['model', 'trials', 'recorded', 'requests', 'tokens in', 'tokens out', 'cost'],
    style: { head: terminal.color ? ['bold'] : [], border: [], compact: true },
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
  });
  for (const row of rows) {
    table.push([
      escapeText(row.model),
      row.trials,
      row.replayed,
      number(row.requests),
      number(row.inputTokens),
      number(row.outputTokens),
      row.costUsd === null ? 'no price' : `$${row.costUsd.toFixed(4)}`,
    ]);
  }
  terminal.out(`${table.toString()}\n`);
  const guessed = rows.reduce((sum, row) => sum + row.guessed, 0);
  const requests = rows.reduce((sum, row) => sum + row.requests, 0);
  const cost = rows.reduce((sum, row) => sum + (row.costUsd ?? 0), 0);
  terminal.out(`About ${number(requests)} requests and $${cost.toFixed(4)}; nothing was sent.\n`);
  if (guessed > 0) {
    terminal.out(
      `${number(guessed)} trials have no earlier recording: their requests are counted from the expectation, their tokens from the length of the prompt.\n`,
    );
  }
  return EXIT.done;
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
