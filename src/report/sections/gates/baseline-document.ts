import type { BaselineResult } from '../../../compare/gates/baseline.ts';
import type { Bounded, CellSide, Pair } from '../../../compare/comparison.ts';
import { type Block, type Item, type Section, section, type Tone } from '../../document.ts';
import { count, counted, pValue, points } from '../../../text/numbers.ts';
import { changeItem, judgedItem, onlyItems } from '../comparison/change-items.ts';

/** The result of `--baseline`: why it was not met, and what only one of the runs holds. */
export function baselineDocument(result: BaselineResult): Section[] {
  const { met, tolerance, regressions, missing, noLongerJudged, trials, pairs, onlyInRun, sampled } = result;
  const option = tolerance === 'chance' ? '--baseline, --baseline-tolerance chance' : '--baseline';
  const offer = !met && tolerance === 'none' && sampled && regressions.total > 0;
  const regressed: Tone = tolerance === 'none' || !met ? 'bad' : 'warn';
  return [
    { title: `Gate ${option}: ${met ? 'met' : 'not met'}`, blocks: [{ kind: 'text', text: reason(result) }] },
    ...section(null, [
      { kind: 'list', items: pairs.map((pair) => pairItem(pair, result)), hidden: 0 },
      ...(offer ? [hint('The trials were asked anew: --baseline-tolerance chance allows what chance explains.')] : []),
    ]),
    ...listed('Passing a smaller share than in the baseline', regressions, (one) => changeItem(one, regressed)),
    ...listed('Judged in the baseline, missing here', missing, ({ scenario, model, base }) => ({
      tone: 'bad',
      lead: `${scenario} · ${model}`,
      text: `${share(base)} passed in the baseline`,
    })),
    ...listed('Judged in the baseline, not judged here', noLongerJudged, judgedItem('bad')),
    ...listed('Numbers of trials that differ', trials, ({ scenario, model, base, candidate }) => ({
      tone: 'warn',
      lead: `${scenario} · ${model}`,
      text: `${counted(base, 'trial')} in the baseline, ${count(candidate)} here`,
    })),
    ...section('Not compared', [{ kind: 'list', items: onlyItems('run', onlyInRun), hidden: 0 }]),
  ];
}

/** `2 of 72 scenarios × models pass a smaller share than in the baseline, 1 is missing.` */
function reason(result: BaselineResult): string {
  const { tolerance, compared, regressions, missing, noLongerJudged, unjudged, worse, pairs } = result;
  const lost = [
    ...(unjudged.length === 0 || compared === 0
      ? []
      : [`of ${counted(unjudged.length, 'model')} nothing was judged in both runs`]),
    ...(missing.total === 0 ? [] : [`${are(missing.total)} missing`]),
    ...(noLongerJudged.total === 0 ? [] : [`${are(noLongerJudged.total)} no longer judged`]),
  ];
  if (compared === 0) return `${['Nothing was judged in both runs', ...lost].join(', ')}.`;
  const cells = counted(compared, 'scenario × model', 'scenarios × models');
  const found =
    tolerance === 'chance'
      ? `${of(worse.length, counted(pairs.length, 'model'))} ${worse.length > 1 ? 'are' : 'is'} worse beyond chance, on ${cells}`
      : `${of(regressions.total, cells)} ${regressions.total > 1 ? 'pass' : 'passes'} a smaller share than in the baseline`;
  return `${[found, ...lost].join(', ')}.`;
}

/** `None of 72 scenarios × models`, `0 of 1 model`, `2 of 3 models`. */
function of(total: number, all: string): string {
  return `${total === 0 && !all.startsWith('1 ') ? 'None' : count(total)} of ${all}`;
}

function are(total: number): string {
  return `${count(total)} ${total === 1 ? 'is' : 'are'}`;
}

function pairItem(pair: Pair, { tolerance, worse, regressions, missing, noLongerJudged }: BaselineResult): Item {
  const lead = pair.base === pair.candidate ? pair.candidate : `${pair.base} → ${pair.candidate}`;
  if (pair.n === 0) {
    const lost = [...missing.items, ...noLongerJudged.items].some(({ model }) => model === pair.base);
    return { tone: lost ? 'bad' : 'warn', lead, text: 'nothing was judged in both runs' };
  }
  const fails =
    tolerance === 'chance' ? worse.includes(pair) : regressions.items.some(({ model }) => model === pair.candidate);
  const text = `${points(pair.difference)} points on ${counted(pair.n, 'pair')} of trials, p ${pValue(pair.pAdjusted)} (${pair.verdict})`;
  return { tone: fails ? 'bad' : 'good', lead, text };
}

function listed<T>(title: string, { total, items }: Bounded<T>, item: (one: T) => Item): Section[] {
  return section(`${title}: ${count(total)}`, [{ kind: 'list', items: items.map(item), hidden: total - items.length }]);
}

function share({ pass, judged }: CellSide): string {
  return `${count(pass)} of ${count(judged)}`;
}

function hint(text: string): Block {
  return { kind: 'note', text };
}
