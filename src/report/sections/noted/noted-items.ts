import { sidesOf } from '../../../score/explain/sides.ts';
import { count, counted } from '../../../text/numbers.ts';
import type { Block, Item, Tone } from '../../document.ts';
import type { NotedCause } from './cause-tally.ts';
import type { Noted, NotedCell } from './cell-tally.ts';
import { decisiveProblem, trialName, trialSentence } from '../trial-sentence.ts';

/** Models of a cause that are named. The others are counted. */
const NAMED = 4;

/** Scenarios × models as a list. One with several judged trials shows how many passed. */
export function cellList(tone: Tone, noted: Noted): Block {
  const items = noted.cells.map((cell): Item => {
    const { row } = cell;
    return { tone, lead: cellName(cell), text: row.status === 'pass' ? '' : trialSentence(row) };
  });
  return { kind: 'list', items, hidden: noted.cellCount - noted.cells.length };
}

/** Causes as a list: the number of trials, the models, and the first trial as expected and made. */
export function causeList(tone: Tone, causes: readonly NotedCause[], shown: number): Block {
  const items = causes.slice(0, shown).map(({ reason, trials, models, example }): Item => {
    const named = models.slice(0, NAMED).map((one) => `${one.model} ${count(one.trials)}`);
    const more = models.length > NAMED ? [counted(models.length - NAMED, 'more model')] : [];
    const often = `${counted(trials, 'trial')}: ${[...named, ...more].join(', ')}`;
    const problem = example.status === 'fail' ? decisiveProblem(example) : undefined;
    const sides = problem === undefined ? null : sidesOf(problem, { calls: example.calls });
    if (sides === null) return { tone, lead: reason, text: `${often}; ${example.scenario}: ${bare(example, reason)}` };
    const { where, expected, made } = sides;
    const place = [example.scenario, ...(where === '' ? [] : [where])].join(', ');
    return { tone, lead: reason, text: `${often}; ${place}`, sides: { expected, made } };
  });
  return { kind: 'list', items, hidden: causes.length - items.length };
}

/** The sentence about a trial without its reason, which the item shows before it. */
function bare(example: NotedCause['example'], reason: string): string {
  const sentence = trialSentence(example);
  return sentence.startsWith(`${reason}: `) ? sentence.slice(reason.length + 2) : sentence;
}

function cellName({ row, pass, judged, trials }: NotedCell): string {
  const name = trialName(row, false);
  if (judged > 1) return `${name} · ${pass}/${judged} passed`;
  return trials > 1 ? `${name} · ${counted(trials, 'trial')}` : name;
}
