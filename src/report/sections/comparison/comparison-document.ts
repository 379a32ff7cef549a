import type { CellChange, Comparison, ModelComparison, RunComparison } from '../../../compare/comparison.ts';
import { NOTHING_COMPARED } from './change-sentence.ts';
import { changeItem, judgedItem, measuredItem, onlyItems } from './change-items.ts';
import { type Block, type Item, type Section, type Tone, section } from '../../document.ts';
import { groupSection } from '../group-section.ts';
import { stoppedNote, untilItems } from '../until-section.ts';
import { legendOf, modelColumns, modelNames } from '../model-table.ts';
import { nameList } from '../name-list.ts';
import { count, counted, duration, pValue, ratio, usd } from '../../../text/numbers.ts';
import { decidedSelection, selectionSection } from './selection-section.ts';
import { gatewayTable, OF_MODELS, OF_RUNS, pairColumns, pairItems, pairNotes, pairTable } from './pair-table.ts';

/** A comparison as sections. A comparison of models begins with their table; a comparison of runs shows only changes. */
export function comparisonDocument(comparison: Comparison): Section[] {
  return comparison.kind === 'models' ? modelSections(comparison) : runSections(comparison);
}

function modelSections(comparison: ModelComparison): Section[] {
  const { baseline, until, models, pairs, groups, gateways, definitions, orders } = comparison;
  const decidedHere = until?.against === baseline;
  const nameOf = ({ candidate }: { candidate: string }): string => candidate;
  return [
    ...section('Models, best first', [
      { kind: 'table', names: modelNames(models), columns: modelColumns(models) },
      ...legendOf(models).map((text): Block => ({ kind: 'note', text })),
    ]),
    ...section(`Against the baseline ${baseline}`, [
      pairTable(pairs, nameOf, OF_MODELS),
      pairColumns(OF_MODELS),
      ...pairNotes(pairs, until),
      ...(until === null ? [] : [decidedHere ? untilItems(until) : stoppedNote(until)]),
      pairItems(pairs, nameOf, OF_MODELS),
    ]),
    ...definitions.flatMap((pair) => selectionSection(pair)),
    ...orders.flatMap((pair) => selectionSection(pair)),
    ...(decidedHere ? [] : groupSection(groups, until)),
    ...section('The same model through two gateways', gateways.length === 0 ? [] : gatewayTable(gateways)),
  ];
}

function runSections(comparison: RunComparison): Section[] {
  const { pairs, changes, findings, latency, cost } = comparison;
  const byName = comparison.matchedBy === 'name';
  const nameOf = ({ base, candidate }: { base: string; candidate: string }): string =>
    byName ? candidate : `${base} → ${candidate}`;
  const listed = <T>(from: { total: number; items: readonly T[] }, item: (one: T) => Item): Block[] => [
    { kind: 'list', items: from.items.map(item), hidden: from.total - from.items.length },
  ];
  const changed = (title: string, kind: CellChange['kind'], tone: Tone): Section[] =>
    section(
      `${title}: ${count(changes[kind].total)}`,
      listed(changes[kind], (change) => changeItem(change, tone)),
    );
  return [
    ...section(null, [{ kind: 'text', text: headline(comparison), tone: comparison.unchanged ? 'good' : 'plain' }]),
    ...(comparison.unchanged
      ? []
      : section('More than chance?', [
          pairTable(pairs, nameOf, OF_RUNS),
          pairColumns(OF_RUNS),
          ...pairNotes(pairs),
          pairItems(pairs, nameOf, OF_RUNS),
        ])),
    ...comparison.selection.flatMap(decidedSelection),
    ...changed('Newly failing', 'newly-failing', 'bad'),
    ...changed('Newly passing', 'newly-passing', 'good'),
    ...changed('Flakier', 'flakier', 'warn'),
    ...changed('Steadier', 'steadier', 'good'),
    ...changed('Failing for another reason', 'fails-differently', 'plain'),
    ...section(
      `No longer judged: ${count(comparison.noLongerJudged.total)}`,
      listed(comparison.noLongerJudged, judgedItem('warn')),
    ),
    ...section(
      `Newly judged: ${count(comparison.newlyJudged.total)}`,
      listed(comparison.newlyJudged, judgedItem('plain')),
    ),
    ...section('Speed and cost', [
      {
        kind: 'list',
        items: [...drifts(latency, 'slower', 'faster'), ...drifts(cost, 'dearer', 'cheaper')],
        hidden: 0,
      },
    ]),
    ...section(`Slower: ${count(comparison.slower.total)}`, listed(comparison.slower, measuredItem(duration))),
    ...section(`Dearer: ${count(comparison.dearer.total)}`, listed(comparison.dearer, measuredItem(usd))),
    ...section('Wire findings', [{ kind: 'list', items: findings.flatMap(findingItems), hidden: 0 }]),
    ...section('In one run only', [
      {
        kind: 'list',
        items: [
          ...onlyItems('older run', comparison.onlyInBase),
          ...onlyItems('newer run', comparison.onlyInCandidate),
        ],
        hidden: 0,
      },
    ]),
  ];
}

/** `Nothing changed: 45 scenarios × models compared.`, or the number of changes. */
function headline(comparison: RunComparison): string {
  const { unchanged, cells, regressions, changes, differing, noLongerJudged, newlyJudged } = comparison;
  if (cells === 0) return NOTHING_COMPARED;
  const compared = `${counted(cells, 'scenario × model', 'scenarios × models')} compared`;
  if (unchanged) return `Nothing changed: ${compared}.`;
  const moved = Object.values(changes).reduce((sum, { total }) => sum + total, 0);
  const behind = [
    [noLongerJudged.total, 'no longer judged'],
    [newlyJudged.total, 'newly judged'],
    [differing.calls, 'answered with other calls'],
    [differing.recordings, 'with another recording'],
    [differing.rules, 'judged by another rule'],
    [differing.trials, 'with other trials'],
  ] as const;
  const parts = behind.filter(([cell]) => cell > 0).map(([cell, what]) => `${count(cell)} ${what}`);
  const verdicts =
    moved === 0 ? 'no verdict changed' : `${count(moved)} changed, ${counted(regressions, 'regression')}`;
  return `${compared}: ${[verdicts, ...parts].join(', ')}.`;
}

function drifts(from: RunComparison['latency'], more: string, less: string): Item[] {
  return from
    .filter(({ verdict }) => verdict !== 'same')
    .map(({ model, verdict, medianRatio, more: up, less: down, p }) => ({
      tone: verdict === 'more' ? 'warn' : 'good',
      lead: model,
      text: `${verdict === 'more' ? more : less}, ${ratio(medianRatio)} times the older run in the median (${count(up)} up, ${count(down)} down, p ${pValue(p)})`,
    }));
}

function findingItems({ model, check, came, went }: RunComparison['findings'][number]): Item[] {
  const lead = `${model} · ${check}`;
  return [
    ...(came.total === 0 ? [] : [{ tone: 'warn' as const, lead, text: `came in ${nameList(came.items, came.total)}` }]),
    ...(went.total === 0 ? [] : [{ tone: 'good' as const, lead, text: `went in ${nameList(went.items, went.total)}` }]),
  ];
}
