import type { BaselineResult } from '../../compare/baseline.ts';
import type { FloorResult } from '../../compare/gates/floors.ts';
import type { MinPassResult } from '../../compare/min-pass.ts';
import { changeItem, judgedItem, onlyItems } from './change-items.ts';
import { type Item, type Section, section } from '../document.ts';
import { counted, pValue, percent, points } from '../../text/numbers.ts';

/** What a gate compared, and whether it was met. */
export function gateDocument(result: MinPassResult | FloorResult | BaselineResult): Section[] {
  switch (result.gate) {
    case 'min-pass':
      return minPass(result);
    case 'floors':
      return floors(result);
    case 'baseline':
      return baseline(result);
  }
}

/** Floors that are met are counted; each that is missed is named. */
function floors({ met, checks }: FloorResult): Section[] {
  const missed = checks.filter((check) => !check.met);
  const items = missed.map(({ scenario, model, judged, pass, required }): Item => {
    const found = judged === 0 ? 'nothing was judged' : `${percent(pass / judged)} passed (${pass} of ${judged})`;
    return { tone: 'bad', lead: `${scenario} · ${model}`, text: `${found}, at least ${share(required)} wanted` };
  });
  return section(`Gate min_pass of scenarios: ${met ? 'met' : 'not met'}`, [
    { kind: 'list', items, hidden: 0 },
    { kind: 'text', text: `${checks.length - missed.length} of ${counted(checks.length, 'floor')} held.` },
  ]);
}

function share(rate: number): string {
  return `${Number((rate * 100).toFixed(6))}%`;
}

function minPass({ met, checks }: MinPassResult): Section[] {
  const items = checks.map((check): Item => {
    const what = check.tag === null ? '' : ` on tag ${check.tag}`;
    const found =
      check.judged === 0
        ? 'nothing was judged'
        : `${percent(check.passRate)} passed (${check.pass} of ${check.judged})`;
    return {
      tone: check.met ? 'good' : 'bad',
      lead: check.model,
      text: `${found}${what}, at least ${share(check.required)} wanted`,
    };
  });
  return section(`Gate --min-pass: ${met ? 'met' : 'not met'}`, [
    { kind: 'list', items: badFirst(items), hidden: 0 },
    ...(checks.length === 0 ? [{ kind: 'text' as const, text: 'There is no model to compare.' }] : []),
  ]);
}

function baseline(result: BaselineResult): Section[] {
  const { met, strict, broken, unjudged, compared, regressions, noLongerJudged, onlyInBaseline } = result;
  const items = compared.map((pair): Item => {
    const lead = pair.base === pair.candidate ? pair.candidate : `${pair.base} → ${pair.candidate}`;
    if (unjudged.includes(pair)) return { tone: 'bad', lead, text: 'nothing was judged in both runs' };
    const text = `${pair.verdict}: ${points(pair.difference)} points on ${counted(pair.n, 'pair')}, p ${pValue(pair.pAdjusted)}`;
    return { tone: broken.includes(pair) ? 'bad' : 'good', lead, text };
  });
  const rule = strict ? 'nothing may pass less often than in the baseline' : 'no model may be worse beyond chance';
  return [
    ...section(`Gate --baseline: ${met ? 'met' : 'not met'} (${rule})`, [
      { kind: 'list', items: badFirst(items), hidden: 0 },
      ...(compared.length === 0
        ? [{ kind: 'text' as const, text: 'The runs have nothing in common to compare.' }]
        : []),
    ]),
    ...section(`Passing less often than in the baseline: ${regressions.total}`, [
      {
        kind: 'list',
        items: regressions.items.map((change) => changeItem(change, met ? 'warn' : 'bad')),
        hidden: regressions.total - regressions.items.length,
      },
    ]),
    ...section(`Judged in the baseline, not now: ${noLongerJudged.total}`, [
      {
        kind: 'list',
        items: noLongerJudged.items.map(judgedItem('warn')),
        hidden: noLongerJudged.total - noLongerJudged.items.length,
      },
    ]),
    ...section('Not compared', [{ kind: 'list', items: onlyItems('baseline', onlyInBaseline), hidden: 0 }]),
  ];
}

/** A long list is cut at its end: what was not met stands before what was. */
function badFirst(items: readonly Item[]): Item[] {
  return [...items.filter(({ tone }) => tone === 'bad'), ...items.filter(({ tone }) => tone !== 'bad')];
}
