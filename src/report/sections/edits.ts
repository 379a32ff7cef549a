import type { Json } from '../../json/json.ts';
import type { ScenarioRow } from '../../domain/run.ts';
import { differences } from '../../score/state/differences.ts';
import { counted } from '../../text/numbers.ts';
import { shortJson } from '../../text/shorten.ts';
import { type Block, type Section, section } from '../document.ts';
import { nameList } from './name-list.ts';

/** Most edits that are shown. */
const SHOWN = 10;
/** Most differences of one edit. */
const LINES = 20;
const VALUE = 240;

/** Edits of scenarios, each with the scenarios that it is the same in. */
export interface Edits {
  /** Scenarios with an edit. */
  readonly scenarios: number;
  readonly list: readonly { readonly scenarios: readonly string[]; readonly lines: readonly string[] }[];
  /** Edits that are not listed. */
  readonly more: number;
}

/** What was edited in scenarios since the baseline: messages, tools and expectations as a diff. */
export function editsSection(baseline: readonly ScenarioRow[], scenarios: readonly ScenarioRow[]): Section[] {
  const edits = editsOf(baseline, scenarios);
  const blocks = edits.list.flatMap(({ scenarios: ids, lines }): Block[] => [
    { kind: 'text', text: nameList(ids) },
    { kind: 'code', language: 'diff', lines },
  ]);
  if (edits.more > 0) blocks.push({ kind: 'note', text: `… and ${counted(edits.more, 'more edit')}` });
  return section(`Edited since the baseline: ${counted(edits.scenarios, 'scenario')}`, blocks);
}

/** The edits between two states of scenarios, at most `shown` of them. */
export function editsOf(
  baseline: readonly ScenarioRow[],
  scenarios: readonly ScenarioRow[],
  shown: number = SHOWN,
): Edits {
  const before = new Map(baseline.map((row) => [row.id, row]));
  // A tool that scenarios share is edited once.
  const edits = new Map<string, { scenarios: string[]; lines: string[] }>();
  let edited = 0;
  for (const row of scenarios) {
    const old = before.get(row.id);
    const lines = old === undefined ? [] : editLines(old, row);
    if (lines.length === 0) continue;
    edited += 1;
    const known = edits.get(lines.join('\n'));
    if (known === undefined) edits.set(lines.join('\n'), { scenarios: [row.id], lines });
    else known.scenarios.push(row.id);
  }
  return { scenarios: edited, list: [...edits.values()].slice(0, shown), more: Math.max(0, edits.size - shown) };
}

function asJson(value: ScenarioRow['messages' | 'tools']): Json {
  return Array.isArray(value) ? [...value] : (value as Json);
}

function editLines(before: ScenarioRow, after: ScenarioRow): string[] {
  const found = (['messages', 'tools', 'expect'] as const).flatMap((part) =>
    differences(asJson(before[part]), asJson(after[part]), part),
  );
  const lines = found
    .slice(0, LINES)
    .flatMap(({ path, expected, actual, detail }) => [
      ...(detail === 'unexpected' ? [] : [`- ${path}: ${shortJson(expected, VALUE)}`]),
      ...(detail === 'missing' ? [] : [`+ ${path}: ${shortJson(actual, VALUE)}`]),
    ]);
  if (found.length > LINES) lines.push(`… and ${counted(found.length - LINES, 'more difference')}`);
  return lines;
}
