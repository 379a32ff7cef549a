import { createKeyer } from '../../cassette/lookup/key.ts';
import { createRedactor } from '../../redact/redact.ts';
import { EXIT } from '../../domain/errors.ts';
import { count, counted, NONE, usd } from '../../text/numbers.ts';
import { estimateRun, type ModelEstimate } from '../../run/limits/estimate.ts';
import { scenarioRedactions } from '../../run/trial/scenario-redaction.ts';
import type { PreparedRun } from '../../run/prepare-run.ts';
import { visibleDifferences } from './visible-differences.ts';
import { printTable } from '../output/table.ts';
import type { Terminal } from '../output/terminal.ts';

/**
 * `--dry-run`: prints the estimated requests, tokens and cost of the run, from earlier recordings. Sends nothing and needs no
 * key.
 */
export async function dryRun({ request }: PreparedRun, terminal: Terminal): Promise<number> {
  const redactor = createRedactor({ secrets: request.secrets, patterns: request.redact });
  const rows = estimateRun(request, scenarioRedactions(redactor, createKeyer({ ignore: request.ignore, redactor })));
  const free = new Set(request.models.filter((model) => model.gateway.sandbox).map((model) => model.name));
  const cost = (row: ModelEstimate): string => {
    if (row.costUsd !== null) return usd(row.costUsd);
    return row.requests === 0 || free.has(row.model) ? NONE : 'no price';
  };
  const numbers = (title: string, of: (row: ModelEstimate) => number) =>
    ({ title, align: 'right', cells: rows.map((row) => count(Math.round(of(row)))) }) as const;
  printTable(
    terminal,
    [
      { title: 'model', cells: rows.map((row) => row.model) },
      numbers('trials', (row) => row.trials),
      numbers('replayed', (row) => row.replayed),
      numbers('requests', (row) => row.requests),
      { title: 'tokens in/out', align: 'right', cells: rows.map(tokens) },
      { title: 'cost', align: 'right', cells: rows.map(cost) },
    ],
    ['', ...conclusion(rows, free, request.until !== null), ...visibleDifferences(request)],
  );
  return EXIT.done;
}

function tokens({ inputTokens, outputTokens }: ModelEstimate): string {
  return inputTokens === 0 ? NONE : `${count(Math.round(inputTokens))}/${count(Math.round(outputTokens))}`;
}

function conclusion(rows: readonly ModelEstimate[], free: ReadonlySet<string>, untilDecided: boolean): string[] {
  const sum = (of: (row: ModelEstimate) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const requests = Math.round(sum((row) => row.requests));
  if (requests === 0) return ['Everything is recorded: this run would send nothing and cost nothing.'];
  const unpriced = rows.filter((row) => row.costUsd === null && row.requests > 0 && !free.has(row.model));
  const known = sum((row) => row.costUsd ?? 0);
  const guessed = sum((row) => row.guessed);
  return [
    `${untilDecided ? 'At most about' : 'About'} ${counted(requests, 'request')}${price(known, unpriced)}. Nothing was sent.`,
    ...(untilDecided ? ['Models that are decided sooner are asked no more.'] : []),
    ...(guessed === 0
      ? []
      : [
          `For ${counted(guessed, 'trial')} there is no recording to go by: requests are counted from the expectation, tokens from the length of the prompt.`,
        ]),
  ];
}

function price(known: number, unpriced: readonly ModelEstimate[]): string {
  if (unpriced.length === 0) return ` and ${usd(known)}`;
  const without = `${names(unpriced)} ${unpriced.length === 1 ? 'has' : 'have'} no price`;
  return known === 0 ? `; the cost is not known, as ${without}` : ` and ${usd(known)}, and more: ${without}`;
}

function names(rows: readonly ModelEstimate[]): string {
  return rows.length > 3 ? `${rows.length} models` : rows.map((row) => row.model).join(' and ');
}
