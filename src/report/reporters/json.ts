import type { Comparison } from '../../compare/comparison.ts';
import type { ReportSource } from '../source.ts';

/** Trials that are written at a time. */
const BATCH = 256;

/** The run file, byte for byte as a run writes it: a field, model, scenario, trial or summary a line. */
export function* jsonReport(source: ReportSource): Generator<string> {
  const { models, scenarios, stoppedBy, ...rest } = source.header;
  const fields = Object.entries(rest).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)},\n`);
  yield `{${fields.join('')}"models":[${lines(models)}],\n"scenarios":[${lines(scenarios)}],\n"trials":[`;
  let batch: string[] = [];
  let separator = '\n';
  for (const row of source.trials()) {
    batch.push(JSON.stringify(row));
    if (batch.length < BATCH) continue;
    yield separator + batch.join(',\n');
    separator = ',\n';
    batch = [];
  }
  if (batch.length > 0) yield separator + batch.join(',\n');
  const end = stoppedBy === undefined ? '' : `,\n"stoppedBy":${JSON.stringify(stoppedBy)}`;
  yield `\n],\n"summary":[${lines(source.summary)}]${end}}\n`;
}

function lines(items: readonly unknown[]): string {
  return items.length === 0 ? '' : `\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n`;
}

/** The comparison as one JSON document: `tooltape.comparison/1`. */
export function* jsonComparison(comparison: Comparison): Generator<string> {
  yield `${JSON.stringify(comparison, null, 2)}\n`;
}
