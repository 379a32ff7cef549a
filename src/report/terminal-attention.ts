import type { Summary, TrialRow } from '../domain/run.ts';
import { FAIL_REASONS } from '../domain/score.ts';
import type { Attention, Noted } from './attention.ts';
import { escapeText } from './escape.ts';
import { shortenEnd, wrap } from './fit.ts';
import { names } from './name-list.ts';
import { count, counted } from './numbers.ts';
import type { Style } from './style.ts';
import { trialName, trialSentence } from './trial-sentence.ts';

/** A sentence about a trial is cut here: longer ones are found in the other reports. */
const SENTENCE = 480;

/** What to look at after the table, most important first; sections without content are left out. */
export function attentionSections(
  summary: readonly Summary[],
  noted: Attention,
  width: number,
  style: Style,
): string[][] {
  const several = summary.some(({ trials, scenarios }) => trials > scenarios);
  const judged = summary.reduce((total, row) => total + row.judged, 0);
  const rows = (title: string, mark: string, of: Noted): string[] => section(title, mark, of, several, width, style);
  return [
    [
      ...rows(
        `Failing: ${count(noted.failing.total)} of ${counted(judged, 'judged trial')}`,
        style.bad('✗'),
        noted.failing,
      ),
      ...(noted.failing.total > noted.failing.rows.length ? reasons(summary, width, style) : []),
    ],
    rows(`Errors, not judged: ${count(noted.errors.total)}`, style.warn('!'), noted.errors),
    rows(`Unrecorded, not judged: ${count(noted.unrecorded.total)}`, style.warn('?'), noted.unrecorded),
    flaky(summary, width, style),
    findings(noted, several, width, style),
    unsimulated(noted.unsimulated, several, width, style),
  ];
}

function section(title: string, mark: string, of: Noted, several: boolean, width: number, style: Style): string[] {
  if (of.total === 0) return [];
  const lines = of.rows.flatMap((row) => item(mark, `${trialName(row, several)} — `, trialSentence(row), width, style));
  return [style.bold(title), ...lines, ...more(of.total - of.rows.length, style)];
}

/** A marked paragraph with a hanging indent; its lead is bold. */
function item(mark: string, lead: string, sentence: string, width: number, style: Style): string[] {
  const start = escapeText(lead);
  const lines = wrap(`${start}${shortenEnd(escapeText(sentence), SENTENCE)}`, width - 4);
  return lines.map((line, at) => {
    if (at > 0) return `    ${line}`;
    return `  ${mark} ${line.startsWith(start) ? style.bold(start) + line.slice(start.length) : line}`;
  });
}

function more(hidden: number, style: Style): string[] {
  return hidden <= 0
    ? []
    : [style.dim(`  … and ${count(hidden)} more; the reports html, markdown, csv and json show them.`)];
}

/** Failures by reason for each model, where they are too many to list. */
function reasons(summary: readonly Summary[], width: number, style: Style): string[] {
  const failures: readonly string[] = FAIL_REASONS;
  const lines = summary.flatMap((row) => {
    const counts = Object.entries(row.reasons)
      .filter(([reason, times]) => failures.includes(reason) && times > 0)
      .sort(([, a], [, b]) => b - a)
      .map(([reason, times]) => `${count(times)} ${reason}`);
    return counts.length === 0 ? [] : hanging(`${row.model}: ${counts.join(', ')}`, width);
  });
  return lines.length === 0 ? [] : [style.bold('By reason'), ...lines];
}

function flaky(summary: readonly Summary[], width: number, style: Style): string[] {
  const lines = summary.flatMap((row) =>
    row.flaky.length === 0 ? [] : hanging(`${row.model}: ${names(row.flaky)}`, width),
  );
  return lines.length === 0 ? [] : [style.bold('Flaky: passed in some trials, failed in others'), ...lines];
}

function findings(noted: Attention, several: boolean, width: number, style: Style): string[] {
  if (noted.findings.length === 0) return [];
  const lines = noted.findings.flatMap(({ model, check, severity, trials, example }) =>
    item(
      severity === 'breaking' ? style.bad('●') : style.warn('○'),
      `${model} · ${check} `,
      `${severity}, in ${counted(trials, several ? 'trial' : 'scenario')}; ${example.scenario}: ${example.finding.message}`,
      width,
      style,
    ),
  );
  return [style.bold('On the wire'), ...lines];
}

function unsimulated(of: Noted, several: boolean, width: number, style: Style): string[] {
  if (of.total === 0) return [];
  const named = [...new Set(of.rows.map((row: TrialRow) => trialName(row, several)))];
  const title = `Simulated tools without a result for the arguments: ${counted(of.total, 'trial')}`;
  return [style.bold(title), ...hanging(names(named), width)];
}

function hanging(text: string, width: number): string[] {
  return wrap(escapeText(text), width - 4, 0).map((line, at) => (at === 0 ? `  ${line}` : `    ${line}`));
}
