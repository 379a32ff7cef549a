import type { ModelRow, RunHeader, Summary } from '../../domain/run.ts';
import { count, counted } from '../../text/numbers.ts';
import { type Block, type Section, section } from '../document.ts';
import type { GateResult } from '../../compare/gates/check-gates.ts';
import { gateName } from './gates/gate-document.ts';
import { leadSentence } from './lead-sentence.ts';

/** The result of a run: the totals, the sentence about the models, and which gates were not met. */
export function verdictSection(
  header: RunHeader,
  summary: readonly Summary[],
  retries: number,
  gates: readonly GateResult[],
): Section[] {
  const missed = gates.filter(({ met }) => !met);
  const names = (of: readonly GateResult[]): string => of.map(gateName).join(', ');
  const blocks: Block[] = [
    { kind: 'text', text: `${totals(header, summary, retries)}.` },
    { kind: 'text', text: leadSentence(summary, header.models) },
  ];
  if (missed.length > 0) blocks.push({ kind: 'text', text: `✗ Not met: ${names(missed)}`, tone: 'bad' });
  else if (gates.length > 0) blocks.push({ kind: 'text', text: `✓ Met: ${names(gates)}`, tone: 'good' });
  return section(null, blocks);
}

/** `30 of 35 judged trials passed, 1 error: 12 scenarios, 3 models`. */
function totals(header: RunHeader, summary: readonly Summary[], retries: number): string {
  const sum = (of: (row: Summary) => number): number => summary.reduce((total, row) => total + of(row), 0);
  const error = sum((row) => row.error);
  const unrecorded = sum((row) => row.unrecorded);
  const parts = [
    `${count(sum((row) => row.pass))} of ${counted(
      sum((row) => row.judged),
      'judged trial',
    )} passed`,
    ...(error === 0 ? [] : [counted(error, 'error')]),
    ...(unrecorded === 0 ? [] : [`${count(unrecorded)} unrecorded`]),
    ...(retries === 0 ? [] : [counted(retries, 'retry', 'retries')]),
  ];
  const models = counted(summary.length, 'model');
  return `${parts.join(', ')}: ${counted(header.scenarios.length, 'scenario')}, ${models}${simulated(header.models)}`;
}

/** ` (all simulated)` or ` (simulated: oracle)`, because answers of the sandbox show nothing about a model. */
function simulated(models: readonly ModelRow[]): string {
  const names = models.filter(({ gateway }) => gateway === 'sandbox').map(({ name }) => name);
  if (names.length === 0) return '';
  return names.length === models.length ? ' (all simulated)' : ` (simulated: ${names.join(', ')})`;
}
