import { TooltapeError, type Issue } from '../../domain/errors.ts';
import { createAggregator } from '../../run/aggregate.ts';
import { createRunWriter, serializeTrial } from '../../run/file/run-file-write.ts';
import { count, counted } from '../../text/numbers.ts';
import { optionValue, optionValues } from '../importer.ts';
import type { ImportContext, ImportOutcome, ImportRequest } from '../importer.ts';
import { lineIssue } from '../json-lines.ts';
import { readColumnMap } from './column-map.ts';
import { readVerdicts } from './read-verdicts.ts';
import type { PublishedVerdict } from './verdict.ts';
import { verdictRun } from './verdict-run.ts';

/** Places of one kind that a note names. */
const NAMED = 5;

/**
 * Writes the verdicts of all files as one run file. Errors: USAGE for a wrong map; IMPORT for a file that is no table, and for rows
 * that are no verdicts or contradict each other, all of them at once: nothing is written then.
 */
export function importVerdicts(request: ImportRequest, context: ImportContext): ImportOutcome {
  const map = readColumnMap(optionValues(request, 'map', true) ?? []);
  const output = optionValue(request, 'output') ?? '';
  const issues: Issue[] = [];
  const read = request.paths.flatMap((file) => readVerdicts(file, map, issues));
  const { kept, repeated } = withoutRepeated(read, issues);
  if (issues.length > 0) {
    const wrong = new Set(issues.map(({ file, line }) => `${file}:${line}`)).size;
    throw new TooltapeError('IMPORT', `${counted(wrong, 'row')} cannot be imported; nothing was written`, {
      remedy: 'Mend the rows, or take them out.',
      issues,
    });
  }
  if (kept.length === 0) {
    throw new TooltapeError('IMPORT', `${request.paths.join(', ')}: no verdict in it`, {
      remedy: 'A row holds model, item and pass, and may hold trial, error, tag, latency_ms and cost.',
    });
  }
  const { header, trials } = verdictRun(kept, context.version, context.clock().toISOString());
  const aggregator = createAggregator(
    header.models.map(({ name }) => name),
    header.scenarios,
  );
  const writer = createRunWriter(output, header);
  for (const row of trials) {
    writer.addLine(serializeTrial(row));
    aggregator.add(row);
  }
  const summary = aggregator.summarize();
  writer.finish(summary);
  const errors = summary.reduce((sum, row) => sum + row.error, 0);
  return {
    result: [
      `${counted(header.models.length, 'model')}, ${counted(header.scenarios.length, 'item')}: ${counted(kept.length, 'verdict')}` +
        (errors === 0 ? '' : `, of which ${counted(errors, 'error')}, not judged`),
    ],
    notes: [...(repeated.length === 0 ? [] : [`told twice, counted once: ${some(repeated)}`]), ...gaps(kept)],
    warnings: [],
    next: ['compare', output],
  };
}

/** A verdict that stands twice counts once; two that contradict each other are issues. */
function withoutRepeated(
  verdicts: readonly PublishedVerdict[],
  issues: Issue[],
): { readonly kept: readonly PublishedVerdict[]; readonly repeated: readonly string[] } {
  const first = new Map<string, PublishedVerdict>();
  const repeated: string[] = [];
  for (const verdict of verdicts) {
    const key = JSON.stringify([verdict.model, verdict.item, verdict.trial]);
    const before = first.get(key);
    if (before === undefined) first.set(key, verdict);
    else if (before.outcome === verdict.outcome) repeated.push(verdict.place);
    else issues.push(contradiction(verdict, before));
  }
  return { kept: [...first.values()], repeated };
}

function contradiction({ model, item, trial, outcome, place }: PublishedVerdict, before: PublishedVerdict): Issue {
  const at = place.lastIndexOf(':');
  const what = `${model} on ${item}, trial ${trial}: ${outcome}, but ${before.outcome} at ${before.place}`;
  return lineIssue(
    place.slice(0, at),
    Number(place.slice(at + 1)),
    'verdict',
    `${what}; trials of an item need numbers`,
  );
}

/** Names the items and trials that a model lacks and another has. */
function gaps(verdicts: readonly PublishedVerdict[]): string[] {
  const all = new Map(verdicts.map(({ item, trial }) => [JSON.stringify([item, trial]), `${item}, trial ${trial}`]));
  const byModel = new Map<string, Set<string>>();
  for (const { model, item, trial } of verdicts) {
    const cells = byModel.get(model) ?? new Set<string>();
    byModel.set(model, cells.add(JSON.stringify([item, trial])));
  }
  return [...byModel].flatMap(([model, cells]) => {
    const lacking = [...all].filter(([key]) => !cells.has(key)).map(([, name]) => name);
    return lacking.length === 0
      ? []
      : [`${model} lacks ${count(lacking.length)} of ${count(all.size)}: ${some(lacking)}`];
  });
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).join('; ');
  return names.length > NAMED ? `${shown}; … ${count(names.length - NAMED)} more` : shown;
}
