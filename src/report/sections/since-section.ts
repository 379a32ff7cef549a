import type { CellSide } from '../../compare/comparison.ts';
import type { CellSince } from '../../compare/since.ts';
import { sidesOf } from '../../score/explain/sides.ts';
import { type Item, type Section, section } from '../document.ts';
import { decisiveProblem, trialName, trialSentence } from './trial-sentence.ts';

/** Changes that are listed: an edit of one scenario touches few. */
const SHOWN = 10;

/** Changes of cells since the last save, those that no longer pass first. */
export function sinceSection(since: readonly CellSince[]): Section[] {
  const items = since.map(itemOf).sort((a, b) => rank(a) - rank(b));
  const hidden = Math.max(0, items.length - SHOWN);
  return section('Since the last save', [{ kind: 'list', items: items.slice(0, SHOWN), hidden }]);
}

function itemOf({ scenario, model, before, after, example }: CellSince): Item {
  const name = trialName({ scenario, model, trial: 1 }, false);
  if (after === null) return { tone: 'plain', lead: name, text: 'no longer selected' };
  const tone = passes(after) ? 'good' : after.status === 'pass' || after.status === 'fail' ? 'bad' : 'warn';
  const lead = `${name} · ${wordOf(before, after)}`;
  if (example === null) return { tone, lead, text: '' };
  const problem = example.status === 'fail' ? decisiveProblem(example) : undefined;
  const sides = problem === undefined ? null : sidesOf(problem, { calls: example.calls });
  if (sides === null) return { tone, lead, text: trialSentence(example) };
  const { where, expected, made } = sides;
  return { tone, lead, text: [example.reason, ...(where === '' ? [] : [where])].join(', '), sides: { expected, made } };
}

/** `passes now`, `1/5 passed, 5/5 before`, `error now`. */
function wordOf(before: CellSide | null, after: CellSide): string {
  if (after.judged > 1) {
    const earlier = before === null ? 'new' : `${before.pass}/${before.judged} before`;
    return `${after.pass}/${after.judged} passed, ${earlier}`;
  }
  const word = { pass: 'passes', fail: 'fails', error: 'error', unrecorded: 'unrecorded' }[after.status];
  if (before === null) return `new: ${word}`;
  return before.status === after.status ? `${word} otherwise` : `${word} now`;
}

function passes({ judged, pass }: CellSide): boolean {
  return judged > 0 && pass === judged;
}

const rank = ({ tone }: Item): number => ['bad', 'warn', 'good', 'plain'].indexOf(tone);
