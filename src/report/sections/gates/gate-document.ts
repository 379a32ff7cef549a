import type { GateResult } from '../../../compare/gates/check-gates.ts';
import type { EachFloorResult } from '../../../compare/gates/each-floor.ts';
import type { FloorResult } from '../../../compare/gates/floors.ts';
import type { MaxFindingsResult } from '../../../compare/gates/max-findings.ts';
import type { MinPassResult } from '../../../compare/gates/min-pass.ts';
import type { UntilResult } from '../../../compare/gates/until.ts';
import { type Block, type Item, type Section, section } from '../../document.ts';
import { count, counted, percent, writtenPercent } from '../../../text/numbers.ts';
import { candidateText } from '../until-section.ts';
import { baselineDocument } from './baseline-document.ts';

/** Name of a gate as the user set it: `--min-pass`, `min_pass of scenarios`. */
export function gateName(result: GateResult): string {
  switch (result.gate) {
    case 'each-floor':
      return result.name;
    case 'floors':
      return 'min_pass of scenarios';
    case 'max-findings':
      return `--max-findings ${result.level}`;
    case 'min-pass':
    case 'baseline':
      return `--${result.gate}`;
    case 'until':
      return '--baseline';
  }
}

/** The result of a gate as sections. */
export function gateDocument(result: GateResult): Section[] {
  switch (result.gate) {
    case 'min-pass':
      return minPass(result);
    case 'each-floor':
      return eachFloor(result);
    case 'floors':
      return floors(result);
    case 'max-findings':
      return maxFindings(result);
    case 'baseline':
      return baselineDocument(result);
    case 'until':
      return untilDocument(result);
  }
}

/** Counts the floors that are met, and names each that is not. */
function floors({ met, checks }: FloorResult): Section[] {
  if (met) return [{ title: `Gate min_pass of scenarios: met by ${counted(checks.length, 'floor')}`, blocks: [] }];
  const missed = checks.filter((check) => !check.met);
  const items = missed.map(({ scenario, model, judged, pass, required }): Item => {
    const found = judged === 0 ? 'nothing was judged' : `${percent(pass / judged)} passed (${pass} of ${judged})`;
    return {
      tone: 'bad',
      lead: `${scenario} · ${model}`,
      text: `${found}, at least ${writtenPercent(required)}% wanted`,
    };
  });
  return section('Gate min_pass of scenarios: not met', [
    { kind: 'list', items, hidden: 0 },
    { kind: 'text', text: `${checks.length - missed.length} of ${counted(checks.length, 'floor')} held.` },
  ]);
}

function minPass({ met, checks }: MinPassResult): Section[] {
  const items = checks.map((check): Item => {
    const what = check.tag === null ? '' : ` on tag ${check.tag}`;
    const found =
      check.judged === 0
        ? 'nothing was judged'
        : `${percent(check.passRate)} passed (${count(check.pass)} of ${count(check.judged)} judged)`;
    return {
      tone: check.met ? 'good' : 'bad',
      lead: check.model,
      text: `${found}${what}, at least ${writtenPercent(check.required)}% wanted${notJudged(check)}`,
    };
  });
  return section(`Gate --min-pass: ${met ? 'met' : 'not met'}`, [
    { kind: 'list', items: badFirst(items), hidden: 0 },
    ...(checks.length === 0 ? [nothing('There is no model to compare.')] : []),
  ]);
}

/** `; not judged: 9 errors, 1 unrecorded`. */
function notJudged({ error, unrecorded }: { readonly error: number; readonly unrecorded: number }): string {
  const parts = [
    ...(error === 0 ? [] : [counted(error, 'error')]),
    ...(unrecorded === 0 ? [] : [`${count(unrecorded)} unrecorded`]),
  ];
  return parts.length === 0 ? '' : `; not judged: ${parts.join(', ')}`;
}

function eachFloor({ name, met, checked, below }: EachFloorResult): Section[] {
  const items = below.items.map(({ scenario, model, pass, judged, floor }): Item => {
    const found = judged === 0 ? 'nothing was judged' : `${count(pass)} of ${count(judged)} judged trials passed`;
    return { tone: 'bad', lead: `${scenario} · ${model}`, text: `${found}, at least ${writtenPercent(floor)}% wanted` };
  });
  const cells = counted(checked, 'scenario × model', 'scenarios × models');
  const title = `Gate ${name}: ${met ? `met by ${cells}` : `not met by ${count(below.total)} of ${cells}`}`;
  return [
    { title, blocks: [] },
    ...section(null, [{ kind: 'list', items, hidden: below.total - items.length }]),
    ...(checked === 0 ? section(null, [nothing('There is nothing to compare.')]) : []),
  ];
}

function maxFindings({ level, met, checks }: MaxFindingsResult): Section[] {
  const wanted = level === 'none' ? 'none is allowed' : `at most ${level} ones are allowed`;
  const items = checks.map((check): Item => {
    const trials = counted(check.trials, 'trial');
    const found = check.beyond.map((one) => `${one.severity} ${one.check} in ${count(one.trials)}`);
    const fine = check.allowed === 0 ? 'no finding' : `no worse one; ${count(check.allowed)} with an allowed one`;
    const text =
      check.trials === 0
        ? 'nothing came over the wire'
        : `${found.length === 0 ? fine : found.join(', ')}, of ${trials}`;
    return { tone: check.met ? 'good' : 'bad', lead: check.model, text };
  });
  return section(`Gate --max-findings ${level}: ${met ? 'met' : 'not met'} (wire findings: ${wanted})`, [
    { kind: 'list', items: badFirst(items), hidden: 0 },
    ...(checks.length === 0 ? [nothing('There is no model to check.')] : []),
  ]);
}

/** Counts the models that are not worse than in the baseline, and names each that is, or that was not judged. */
function untilDocument({ met, checks, until }: UntilResult): Section[] {
  const option = 'Gate --baseline, --until decided';
  if (met) return [{ title: `${option}: met by ${counted(checks.length, 'model')}`, blocks: [] }];
  const items = checks
    .filter((check) => !check.met)
    .map(({ candidate }): Item => ({ tone: 'bad', lead: candidate.model, text: candidateText(candidate, until) }));
  return section(`${option}: not met by ${count(items.length)} of ${counted(checks.length, 'model')}`, [
    { kind: 'list', items, hidden: 0 },
  ]);
}

function nothing(text: string): Block {
  return { kind: 'text', text };
}

/** Puts items that broke the gate first, because a long list is cut at its end. */
function badFirst(items: readonly Item[]): Item[] {
  return [...items.filter(({ tone }) => tone === 'bad'), ...items.filter(({ tone }) => tone !== 'bad')];
}
