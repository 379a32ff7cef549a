import type { RunHeader, Summary } from '../../domain/run.ts';
import { FAIL_REASONS } from '../../domain/score.ts';
import type { Attention, Noted } from './attention.ts';
import { type Block, type Item, type Section, type Tone, section } from '../document.ts';
import { groupSection } from './group-section.ts';
import { legendOf, modelColumns, modelNames } from './model-table.ts';
import { names } from './name-list.ts';
import { count, counted } from '../../text/numbers.ts';
import { runNotes } from './run-notes.ts';
import { BY_TAG, PASS_AT_K, passAtKColumns, tagTable } from './summary-columns.ts';
import { untilSection } from './until-section.ts';
import { trialName, trialSentence } from './trial-sentence.ts';

/** A run as sections: the table of models first, then what to look at, most important first, then the totals. */
export function runDocument(header: RunHeader, summary: readonly Summary[], noted: Attention): Section[] {
  const several = summary.some(({ trials, scenarios }) => trials > scenarios);
  const judged = summary.reduce((total, row) => total + row.judged, 0);
  const table = (columns: Block & { kind: 'table' }, ...notes: readonly string[]): Block[] => [
    columns,
    ...notes.map(note),
  ];
  const by = (columns: ReturnType<typeof modelColumns>): Block & { kind: 'table' } => ({
    kind: 'table',
    names: modelNames(summary),
    columns,
  });
  return [
    ...section(null, table(by(modelColumns(summary)), ...legendOf(summary), ...runNotes(header, summary))),
    ...untilSection(header.until),
    ...groupSection(noted.groups),
    ...section('Passed by tag', table(tagTable(summary), BY_TAG)),
    ...section('Over several trials', table(by(passAtKColumns(summary)), PASS_AT_K)),
    ...rows(
      `Failing: ${count(noted.failing.total)} of ${counted(judged, 'judged trial')}`,
      'bad',
      noted.failing,
      several,
    ),
    ...section('Failing by reason', noted.failing.total > MANY ? [reasons(summary)] : []),
    ...rows(`Errors, not judged: ${count(noted.errors.total)}`, 'warn', noted.errors, several),
    ...rows(`Unrecorded, not judged: ${count(noted.unrecorded.total)}`, 'warn', noted.unrecorded, several),
    ...section('Flaky: passed in some trials, failed in others', [flaky(summary)]),
    ...section('On the wire', [findings(noted)]),
    ...rows('Simulated tools had no result for the arguments', 'plain', noted.unsimulated, several),
    ...section(null, [{ kind: 'text', text: totals(header, summary, noted.retries) }]),
  ];
}

/** From here on a list is no overview. */
const MANY = 20;

function note(text: string): Block {
  return { kind: 'note', text };
}

function rows(title: string, tone: Tone, of: Noted, several: boolean): Section[] {
  const items = of.rows.map((row) => ({
    tone,
    lead: trialName(row, several),
    text: row.status === 'pass' ? '' : trialSentence(row),
  }));
  return section(title, [{ kind: 'list', items, hidden: of.total - of.rows.length }]);
}

function reasons(summary: readonly Summary[]): Block {
  const failures: readonly string[] = FAIL_REASONS;
  const items = summary.flatMap((row): Item[] => {
    const counts = Object.entries(row.reasons)
      .filter(([reason, times]) => failures.includes(reason) && times > 0)
      .sort(([, a], [, b]) => b - a)
      .map(([reason, times]) => `${count(times)} ${reason}`);
    return counts.length === 0 ? [] : [{ tone: 'plain', lead: row.model, text: counts.join(', ') }];
  });
  return { kind: 'list', items, hidden: 0 };
}

function flaky(summary: readonly Summary[]): Block {
  const items = summary
    .filter((row) => row.flaky.length > 0)
    .map((row): Item => ({ tone: 'warn', lead: row.model, text: names(row.flaky) }));
  return { kind: 'list', items, hidden: 0 };
}

function findings(noted: Attention): Block {
  const items = noted.findings.map(({ model, check, severity, trials, example }): Item => {
    const tone = severity === 'breaking' ? 'bad' : severity === 'degrading' ? 'warn' : 'plain';
    const text = `${severity}, in ${counted(trials, 'trial')}; ${example.scenario}: ${example.finding.message}`;
    return { tone, lead: `${model} · ${check}`, text };
  });
  return { kind: 'list', items, hidden: 0 };
}

/** `12 scenarios, 3 models: 36 trials, 35 judged, 30 passed, 1 error`. */
function totals(header: RunHeader, summary: readonly Summary[], retries: number): string {
  const sum = (of: (row: Summary) => number): number => summary.reduce((total, row) => total + of(row), 0);
  const error = sum((row) => row.error);
  const unrecorded = sum((row) => row.unrecorded);
  return [
    `${counted(header.scenarios.length, 'scenario')}, ${counted(summary.length, 'model')}: ${counted(
      sum((row) => row.trials),
      'trial',
    )}`,
    `${count(sum((row) => row.judged))} judged`,
    `${count(sum((row) => row.pass))} passed`,
    ...(error === 0 ? [] : [counted(error, 'error')]),
    ...(retries === 0 ? [] : [counted(retries, 'retry', 'retries')]),
    ...(unrecorded === 0 ? [] : [`${count(unrecorded)} unrecorded`]),
  ].join(', ');
}
