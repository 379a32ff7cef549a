import type { SelectionPair, SelectionTest } from '../../../compare/comparison.ts';
import { count, counted, percent, pValue } from '../../../text/numbers.ts';
import { section, type Block, type Section } from '../../document.ts';
import { columnsOf, verdictColumn, VERDICT_TONES } from './columns.ts';

/** Most tools in the table. The others differ least. */
const LISTED = 30;

/** Whether the candidate chooses tools better or worse, over all tools and for each. */
export function selectionSection(pair: SelectionPair): Section[] {
  const { base, candidate, overall, tools } = pair;
  return section(`Selection of tools: ${candidate} against ${base}`, [
    { kind: 'text', text: headline(overall), tone: VERDICT_TONES[overall.verdict] },
    toolTable(tools.slice(0, LISTED)),
    ...(tools.length > LISTED ? [note(`… and ${counted(tools.length - LISTED, 'more tool')}, less clear.`)] : []),
    note(
      'A tool is chosen rightly in a trial that calls it as often as the scenario wants: never, where it wants none. Exact sign-flip test over scenarios (McNemar with one trial each), Holm-corrected over the tools; better or worse below 0.05.',
    ),
  ]);
}

/** Like `selectionSection`, with only the tools whose difference is decided; `[]` where nothing is. */
export function decidedSelection(pair: SelectionPair): Section[] {
  const decided = pair.tools.filter(({ verdict }) => verdict !== 'inconclusive');
  if (decided.length === 0 && pair.overall.verdict === 'inconclusive') return [];
  return selectionSection({ ...pair, tools: decided });
}

function headline({ verdict, base, candidate, n, scenarios, pAdjusted }: SelectionTest): string {
  const word = verdict === 'inconclusive' ? 'no significant difference' : verdict;
  const pairs = `${counted(n, 'pair')} of trials in ${counted(scenarios, 'scenario')}`;
  return `${word}: the right tools in ${percent(candidate)} of the trials, ${percent(base)} before (${pairs}, p ${pValue(pAdjusted)}).`;
}

type Row = SelectionPair['tools'][number];

function toolTable(tools: readonly Row[]): Block {
  const column = columnsOf(tools);
  return {
    kind: 'table',
    names: { title: 'tool', align: 'left', cells: tools.map(({ tool }) => ({ text: tool })) },
    columns: [
      verdictColumn(tools),
      column('before', ({ base }) => percent(base)),
      column('now', ({ candidate }) => percent(candidate)),
      column('pairs', ({ n }) => count(n)),
      column('scenarios', ({ scenarios }) => count(scenarios)),
      column('p', ({ p }) => pValue(p)),
      column('p (Holm)', ({ pAdjusted }) => pValue(pAdjusted)),
    ],
  };
}

function note(text: string): Block {
  return { kind: 'note', text };
}
