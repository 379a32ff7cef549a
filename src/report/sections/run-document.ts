import type { RunHeader, Summary } from '../../domain/run.ts';
import { FAIL_REASONS } from '../../domain/score.ts';
import type { Attention } from './noted/attention.ts';
import { type Block, type Item, type Section, section } from '../document.ts';
import { groupSection } from './group-section.ts';
import { legendOf, modelColumns, modelNames } from './model-table.ts';
import { nameList } from './name-list.ts';
import { causeList, cellList } from './noted/noted-items.ts';
import { count, counted } from '../../text/numbers.ts';
import { runNotes } from './run-notes.ts';
import { BY_TAG, PASS_AT_K, passAtKColumns, tagTable } from './summary-columns.ts';
import { untilSection } from './until-section.ts';

/** `brief` shows causes with one trial each; `whole` lists every scenario × model that needs attention. */
export type Length = 'brief' | 'whole';

/** A run as sections, without its verdict: the table of models, then what needs attention, most important first. */
export function runDocument(
  header: RunHeader,
  summary: readonly Summary[],
  noted: Attention,
  length: Length,
): Section[] {
  const judged = summary.reduce((total, row) => total + row.judged, 0);
  const whole = length === 'whole';
  const table = (columns: Block & { kind: 'table' }, ...notes: readonly string[]): Block[] => [
    columns,
    ...notes.map(note),
  ];
  const by = (columns: ReturnType<typeof modelColumns>): Block & { kind: 'table' } => ({
    kind: 'table',
    names: modelNames(summary),
    columns,
  });
  const tried = judged === 0 ? [] : modelColumns(summary);
  const repeated = summary.some(({ trials, scenarios }) => trials >= 2 * scenarios);
  return [
    ...section(null, table(by(tried), ...legendOf(summary), ...runNotes(header, summary))),
    ...untilSection(header.until),
    // Tests of a fixed number of trials would contradict the one that stopped the run.
    ...(header.until === undefined ? groupSection(noted.groups) : []),
    ...(whole ? section('Passed by tag', table(tagTable(summary), BY_TAG)) : []),
    ...(whole || repeated ? section('Over several trials', table(by(passAtKColumns(summary)), PASS_AT_K)) : []),
    ...section(`Failing: ${count(noted.failing.total)} of ${counted(judged, 'judged trial')}`, [
      ...(whole ? failingCells(noted) : failingByCause(noted)),
      ...flaky(summary),
    ]),
    ...(whole ? section('Failing by reason', noted.failing.total > MANY ? [reasons(summary)] : []) : []),
    ...(whole ? wholeTroubles(noted) : briefTroubles(noted)),
    ...section('On the wire', [findings(noted)]),
    ...section(null, hostedTools(noted)),
    ...section(`Simulated tools had no result for the arguments: ${counted(noted.unsimulated.total, 'trial')}`, [
      cellList('plain', noted.unsimulated),
    ]),
    ...section(`Judged by a placeholder, because redaction hides the value: ${counted(noted.hidden.total, 'trial')}`, [
      cellList('plain', noted.hidden),
    ]),
  ];
}

function failingCells({ failing }: Attention): Block[] {
  return failing.total === 0 ? [] : [cellList('bad', failing)];
}

function failingByCause({ failures }: Attention): Block[] {
  if (failures.length === 0) return [];
  const more = failures.length > CAUSES ? `… and ${counted(failures.length - CAUSES, 'more reason')}. ` : '';
  return [
    causeList('bad', failures.slice(0, CAUSES), CAUSES),
    note(`${more}Each of them: tooltape report. As a page in the browser: tooltape view.`),
  ];
}

/** Most items of a list in an overview. */
const MANY = 20;
/** Causes that a brief report shows. */
const CAUSES = 4;

function wholeTroubles({ errors, unrecorded }: Attention): Section[] {
  return [
    ...section(`Errors, not judged: ${count(errors.total)}`, [cellList('warn', errors)]),
    ...section(`Unrecorded, not judged: ${count(unrecorded.total)}`, [cellList('warn', unrecorded)]),
  ];
}

function briefTroubles({ errors, unrecorded, troubles }: Attention): Section[] {
  const total = errors.total + unrecorded.total;
  return section(`Not judged: ${counted(total, 'trial')}`, [causeList('warn', troubles, CAUSES)]);
}

function note(text: string): Block {
  return { kind: 'note', text };
}

function hostedTools({ hosted }: Attention): Block[] {
  if (hosted.length === 0) return [];
  const ran = nameList(hosted.map(([name, times]) => `${name} (${counted(times, 'time')})`));
  const text = `Run by the providers themselves, no calls of the model and not judged: ${ran}`;
  return [{ kind: 'text', text, tone: 'plain' }];
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

function flaky(summary: readonly Summary[]): Block[] {
  const models = summary.filter((row) => row.flaky.length > 0);
  if (models.length === 0) return [];
  const named = models.map((row) => `${row.model} (${nameList(row.flaky)})`).join(', ');
  return [{ kind: 'text', text: `Flaky, passed in some trials and failed in others: ${named}`, tone: 'warn' }];
}

function findings(noted: Attention): Block {
  const items = noted.findings.map(({ model, check, severity, trials, example }): Item => {
    const tone = severity === 'breaking' ? 'bad' : severity === 'degrading' ? 'warn' : 'plain';
    const text = `${severity}, in ${counted(trials, 'trial')}; ${example.scenario}: ${example.finding.message}`;
    return { tone, lead: `${model} · ${check}`, text };
  });
  return { kind: 'list', items, hidden: 0 };
}
