import type { UntilRow } from '../../../domain/run.ts';
import type { GatewayPair, Pair } from '../../../compare/comparison.ts';
import { untilMethod } from '../until-section.ts';
import type { Block, Item } from '../../document.ts';
import { columnsOf, verdictColumn } from './columns.ts';
import { nameList } from '../name-list.ts';
import { NONE, count, counted, pValue, points, pointsInterval, scoreNumber } from '../../../text/numbers.ts';

/** The names of the two sides of a pair: in the heads of columns, and in sentences. */
export interface PairSides {
  readonly heads: readonly [base: string, candidate: string];
  readonly sides: readonly [base: string, candidate: string];
}

/** Two models of one run. */
export const OF_MODELS: PairSides = { heads: ['baseline only', 'this only'], sides: ['baseline', 'model'] };
/** A model in two runs. */
export const OF_RUNS: PairSides = { heads: ['older only', 'newer only'], sides: ['older run', 'newer run'] };

/** A table with one row for each pair: the verdict, the difference with its interval, the counts, and p. */
export function pairTable(pairs: readonly Pair[], nameOf: (pair: Pair) => string, { heads }: PairSides): Block {
  const column = columnsOf(pairs);
  return {
    kind: 'table',
    names: { title: 'model', align: 'left', cells: pairs.map((pair) => ({ text: nameOf(pair) })) },
    columns: [
      verdictColumn(pairs),
      column('points (95%)', ({ difference, interval }) => `${points(difference)} ${pointsInterval(interval)}`.trim()),
      column('pairs', ({ n }) => count(n)),
      column('p', ({ p }) => pValue(p)),
      ...(pairs.length > 1 ? [column('p (Holm)', ({ pAdjusted }) => pValue(pAdjusted))] : []),
      column('both', ({ bothPass }) => count(bothPass)),
      column(heads[0], ({ basePassOnly }) => count(basePassOnly)),
      column(heads[1], ({ candidatePassOnly }) => count(candidatePassOnly)),
      column('neither', ({ bothFail }) => count(bothFail)),
    ],
  };
}

/** A note on the test and the correction behind the table. */
export function pairNotes(pairs: readonly Pair[], until: UntilRow | null = null): Block[] {
  if (until !== null && pairs.some(({ test }) => test === 'sequential'))
    return [{ kind: 'note', text: untilMethod(until) }];
  const clustered = pairs.some(({ test }) => test === 'sign-flip');
  const test = clustered ? 'exact sign-flip test over scenarios' : 'exact McNemar test';
  const holm = pairs.length > 1 ? ', Holm-corrected' : '';
  return [
    {
      kind: 'note',
      text: `Paired on the same trials; ${test}, two-sided${holm}; better or worse below 0.05.${clustered ? ' Intervals by a bootstrap over scenarios.' : ''}`,
    },
  ];
}

/** A note on what the columns of `pairTable` count. */
export function pairColumns({ sides: [base, candidate] }: PairSides): Block {
  return {
    kind: 'note',
    text: `points: difference of the pass rates, in percentage points · pairs of trials: passed in both, in the ${base} only, in the ${candidate} only, in neither.`,
  };
}

/** Items below the table: about how many more scenarios an undecided pair needs, and which trials a pair left out. */
export function pairItems(pairs: readonly Pair[], nameOf: (pair: Pair) => string, { sides }: PairSides): Block {
  const items = pairs.flatMap((pair): Item[] => [
    ...undecided(pair, nameOf(pair)),
    ...dropped(pair, nameOf(pair), sides[0]),
  ]);
  return { kind: 'list', items, hidden: 0 };
}

function undecided(pair: Pair, lead: string): Item[] {
  if (pair.n === 0) return [{ tone: 'warn', lead, text: 'no trial was judged on both sides' }];
  if (pair.moreScenarios === null) return [];
  const text = `inconclusive; about ${counted(pair.moreScenarios, 'more scenario')} would decide a difference like this`;
  return [{ tone: 'plain', lead, text }];
}

function dropped(
  { dropped: { error, unrecorded, baseOnly, candidateOnly, scenarios } }: Pair,
  lead: string,
  base: string,
): Item[] {
  const kinds = [
    [error, 'for an error'],
    [unrecorded, 'for want of a recording'],
    [baseOnly, `that only the ${base} has`],
    [candidateOnly, `that the ${base} does not have`],
  ] as const;
  const left = kinds.filter(([trials]) => trials > 0).map(([trials, why]) => `${count(trials)} ${why}`);
  if (left.length === 0) return [];
  return [{ tone: 'warn', lead, text: `left out: ${left.join(', ')} (${nameList(scenarios.items, scenarios.total)})` }];
}

/** A table of models through two gateways: how well the second agrees with the first. */
export function gatewayTable(pairs: readonly GatewayPair[]): Block[] {
  const column = columnsOf(pairs);
  const floors = pairs.filter(({ noiseFloor }) => noiseFloor !== null);
  const findings = pairs.flatMap((pair): Item[] => {
    const text = pair.findings.map(({ check, base, candidate }) => `${check} ${count(base)} → ${count(candidate)}`);
    return text.length === 0
      ? []
      : [{ tone: 'warn', lead: nameOf(pair), text: `trials with findings: ${text.join(', ')}` }];
  });
  return [
    {
      kind: 'table',
      names: { title: 'gateways', align: 'left', cells: pairs.map((pair) => ({ text: nameOf(pair) })) },
      columns: [
        column('pairs', ({ n }) => count(n)),
        column('trigger F1', ({ triggerF1 }) => scoreNumber(triggerF1)),
        column('same calls', ({ callAgreement }) => scoreNumber(callAgreement)),
        column('same tools', ({ nameAgreement }) => scoreNumber(nameAgreement)),
        column(
          'schema accuracy',
          ({ schemaAccuracy: { base, candidate } }) => `${scoreNumber(base)} → ${scoreNumber(candidate)}`,
        ),
        ...(floors.length === 0
          ? []
          : [
              column('first with itself', ({ noiseFloor }) =>
                noiseFloor === null ? NONE : scoreNumber(noiseFloor.callAgreement),
              ),
            ]),
      ],
    },
    {
      kind: 'note',
      text: 'trigger F1: does it call a tool where the first gateway does; same calls: names and arguments, step by step; first with itself: the same between trials of the first.',
    },
    { kind: 'list', items: findings, hidden: 0 },
  ];
}

/** `base → candidate`, with the protocols where one of them is not chat. */
function nameOf({ base, candidate, protocols }: GatewayPair): string {
  const over = (name: string, protocol: string | undefined): string =>
    protocol === undefined ? name : `${name} (${protocol})`;
  return `${over(base, protocols?.base)} → ${over(candidate, protocols?.candidate)}`;
}
