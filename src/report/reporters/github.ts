import type { TrialRow } from '../../domain/run.ts';
import { counted } from '../../text/numbers.ts';
import { escapeText } from '../../text/escape.ts';
import { shorten } from '../../text/shorten.ts';
import type { Item } from '../document.ts';
import type { GateResult } from '../../compare/gates/check-gates.ts';
import { gateDocument } from '../sections/gates/gate-document.ts';
import { collectAttention } from '../sections/noted/attention.ts';
import type { NotedCell } from '../sections/noted/cell-tally.ts';
import { trialSentence } from '../sections/trial-sentence.ts';
import type { ReportOptions, ReportSource } from '../source.ts';

/** Most annotations of a kind: GitHub shows no more for a step. */
const SHOWN = 10;
const TEXT = 1000;

interface Note {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly text: string;
  /** Id of the scenario in question. */
  readonly scenario?: string | undefined;
}

/**
 * Workflow commands for GitHub, which shows them beside the lines of scenario files. What broke a gate is an error; failing,
 * errored and unrecorded scenarios are warnings.
 */
export function* githubReport(source: ReportSource, { gates = [] }: ReportOptions): Generator<string> {
  const noted = collectAttention(source.trials(), SHOWN);
  const known = new Set(source.header.scenarios.map(({ id }) => id));
  const errors = gates.filter(({ met }) => !met).flatMap((gate) => gateNotes(gate, known));
  const told = new Set(errors.map(({ title }) => title));
  const warnings = [noted.unrecorded, noted.errors, noted.failing]
    .flatMap(({ cells }) => cells.map((cell) => cellNote(cell)))
    .filter(({ title }) => !told.has(title));
  for (const notes of [errors, warnings]) {
    for (const note of notes.slice(0, SHOWN)) yield command(note, source.places?.(note.scenario ?? '') ?? null);
  }
  const { total } = noted.failing;
  if (total > 0)
    yield `::notice title=tooltape::${property(`${counted(total, 'trial')} failed; the summary lists ${total === 1 ? 'it' : 'them'}`)}\n`;
}

function gateNotes(gate: GateResult, scenarios: ReadonlySet<string>): Note[] {
  const notes = gateDocument(gate).flatMap(({ title, blocks }) =>
    blocks.flatMap((block) =>
      block.kind === 'list'
        ? block.items.filter(({ tone }) => tone === 'bad').map((item) => itemNote(item, title, scenarios))
        : [],
    ),
  );
  // The loss of a model is the sum of its scenarios, so it is left out where these are listed.
  const ofScenarios = notes.filter(({ scenario }) => scenario !== undefined);
  return ofScenarios.length > 0 ? ofScenarios : notes;
}

function itemNote({ lead, text, sides }: Item, title: string | null, scenarios: ReadonlySet<string>): Note {
  const [scenario = ''] = lead.split(' · ');
  const pair = sides === undefined ? '' : `\nexpected ${sides.expected}\nmade     ${sides.made}`;
  const what = title === null ? '' : `${title}: `;
  return {
    level: 'error',
    title: lead,
    text: `${what}${text}${pair}`,
    scenario: scenarios.has(scenario) ? scenario : undefined,
  };
}

function cellNote({ row }: NotedCell): Note {
  return { level: 'warning', title: titleOf(row), text: trialSentence(row), scenario: row.scenario };
}

function titleOf({ scenario, model }: TrialRow): string {
  return `${scenario} · ${model}`;
}

function command({ level, title, text }: Note, place: { file: string; line: number } | null): string {
  const where = place === null ? '' : `file=${property(place.file)},line=${place.line},`;
  const lines = text.split('\n').map((line) => shorten(escapeText(line), TEXT));
  return `::${level} ${where}title=${property(escapeText(title))}::${data(lines.join('\n'))}\n`;
}

/** Escapes text after the second `::` of a workflow command. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Escapes the value of a workflow command's property. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
