import type { RunHeader, Summary } from '../domain/run.ts';
import { type Attention, type Noted, collectAttention } from './attention.ts';
import { shortenEnd } from './fit.ts';
import type { Column } from './grid.ts';
import { MARKDOWN_BYTES, markdownTable, markdownText, withinBytes } from './markdown-text.ts';
import { LEGEND, modelColumns, modelNames } from './model-table.ts';
import { names } from './name-list.ts';
import { count, counted } from './numbers.ts';
import { runNotes } from './run-notes.ts';
import type { ReportSource } from './source.ts';
import { createStyle } from './style.ts';
import { PASS_AT_K, passAtKColumns, tagColumns } from './summary-columns.ts';
import { trialName, trialSentence } from './trial-sentence.ts';

/** Rows of each kind; a reviewer reads no more, and the rest is counted. */
const ROWS = 500;
const SENTENCE = 600;

/** For a pull request or a job summary: at most 1,000,000 bytes, all text of models escaped. */
export function* markdownReport(source: ReportSource): Generator<string> {
  const { header, summary } = source;
  const noted = collectAttention(source.trials(), ROWS);
  const several = summary.some(({ trials, scenarios }) => trials > scenarios);
  const bytes = { left: MARKDOWN_BYTES };
  const sections = [
    overview(header, summary),
    table('Passed by tag', summary, tagColumns(summary)),
    table('Over several trials', summary, passAtKColumns(summary), PASS_AT_K),
    ...rowSections(summary, noted, several),
    flaky(summary),
    findings(noted),
  ];
  for (const section of sections.filter(({ length }) => length > 0)) {
    yield* withinBytes(
      [...section, ''],
      bytes,
      (missing) => `\n… ${counted(missing, 'more line')} left out: the report is full.\n`,
    );
  }
}

function overview(header: RunHeader, summary: readonly Summary[]): string[] {
  const sum = (of: (row: Summary) => number): number => summary.reduce((total, row) => total + of(row), 0);
  const notJudged = sum((row) => row.error) + sum((row) => row.unrecorded);
  return [
    `## ${counted(summary.length, 'model')} on ${counted(header.scenarios.length, 'scenario')}`,
    '',
    ...markdownTable([modelNames(summary), ...modelColumns(summary, createStyle(false))]),
    '',
    `${counted(
      sum((row) => row.trials),
      'trial',
    )}, ${count(sum((row) => row.judged))} judged, ${count(sum((row) => row.pass))} passed${notJudged === 0 ? '' : `, ${count(notJudged)} not judged`}.`,
    ...[...LEGEND, ...runNotes(header, summary)].map((note) => `\n${markdownText(note)}`),
  ];
}

function table(title: string, summary: readonly Summary[], columns: readonly Column[], ...below: string[]): string[] {
  if (columns.length === 0) return [];
  return [
    `### ${title}`,
    '',
    ...markdownTable([modelNames(summary), ...columns]),
    ...below.map((line) => `\n${markdownText(line)}`),
  ];
}

function rowSections(summary: readonly Summary[], noted: Attention, several: boolean): string[][] {
  const judged = summary.reduce((total, row) => total + row.judged, 0);
  return [
    rows(`Failing: ${count(noted.failing.total)} of ${counted(judged, 'judged trial')}`, noted.failing, several),
    rows(`Errors, not judged: ${count(noted.errors.total)}`, noted.errors, several),
    rows(`Unrecorded, not judged: ${count(noted.unrecorded.total)}`, noted.unrecorded, several),
  ];
}

function rows(title: string, of: Noted, several: boolean): string[] {
  if (of.total === 0) return [];
  const hidden = of.total - of.rows.length;
  return [
    `### ${title}`,
    '',
    ...of.rows.map(
      (row) =>
        `- **${markdownText(trialName(row, several))}** — ${markdownText(shortenEnd(trialSentence(row), SENTENCE))}`,
    ),
    ...(hidden === 0 ? [] : [`- … and ${count(hidden)} more`]),
  ];
}

function flaky(summary: readonly Summary[]): string[] {
  const lines = summary
    .filter((row) => row.flaky.length > 0)
    .map((row) => `- **${markdownText(row.model)}**: ${markdownText(names(row.flaky, row.flaky.length, 20))}`);
  return lines.length === 0 ? [] : ['### Flaky: passed in some trials, failed in others', '', ...lines];
}

function findings(noted: Attention): string[] {
  const lines = noted.findings.map(
    ({ model, check, severity, trials, example }) =>
      `- **${markdownText(`${model} · ${check}`)}** — ${severity}, in ${counted(trials, 'trial')}; ${markdownText(shortenEnd(`${example.scenario}: ${example.finding.message}`, SENTENCE))}`,
  );
  return lines.length === 0 ? [] : ['### On the wire', '', ...lines];
}
