import type {
  Cause,
  CellChange,
  CellSide,
  JudgedChange,
  Measured,
  RunComparison,
} from '../../../compare/comparison.ts';
import type { Item, Tone } from '../../document.ts';
import { sidesOf } from '../../../score/explain/sides.ts';
import { nameList } from '../name-list.ts';
import { counted } from '../../../text/numbers.ts';
import { decisiveProblem, problemsSentence } from '../trial-sentence.ts';

const CAUSES: Readonly<Record<Cause, string>> = {
  'rule-changed': 'the rule changed',
  'answered-differently': 'the model answered differently',
  'recording-changed': 'the recording changed, the calls did not',
  'other-trials': 'the runs have other trials',
  'wire-mode': 'judged under another --wire mode',
  'tool-version': 'judged by another version of tooltape',
};

/** A changed verdict: the problem that it has now, or had, and the causes of the change where they are known. */
export function changeItem(change: CellChange, tone: Tone): Item {
  const { base, candidate, causes } = change;
  const failing = change.regression || change.kind === 'fails-differently' ? candidate : base;
  const rates = base.judged > 1 || candidate.judged > 1 ? `${rate(base)} → ${rate(candidate)}; ` : '';
  const was = failing === base ? 'was ' : '';
  const why = causes.length === 0 ? '' : ` (${causes.map((cause) => CAUSES[cause]).join('; ')})`;
  const sentence = problemsSentence({ reason: failing.reason, problems: change.problems, calls: change.calls });
  const lead = `${change.scenario} · ${change.model}`;
  const problem =
    failing === candidate ? decisiveProblem({ reason: failing.reason, problems: change.problems }) : undefined;
  const sides = problem === undefined ? null : sidesOf(problem, { calls: change.calls });
  if (sides === null) return { tone, lead, text: `${rates}${was}${sentence}${why}` };
  const { where, expected, made } = sides;
  const place = where === '' ? '' : ` at ${where}`;
  return { tone, lead, text: `${rates}${failing.reason}${place}${why}`, sides: { expected, made } };
}

/** A scenario × model that only one of two runs judged. */
export function judgedItem(tone: Tone): (change: JudgedChange) => Item {
  return ({ scenario, model, base, candidate }) => ({
    tone,
    lead: `${scenario} · ${model}`,
    text: `${state(base)} → ${state(candidate)}`,
  });
}

/** A measure that has grown. `show` formats its values. */
export function measuredItem(show: (value: number) => string): (measured: Measured) => Item {
  return ({ scenario, model, base, candidate }) => ({
    tone: 'warn',
    lead: `${scenario} · ${model}`,
    text: `${show(base)} → ${show(candidate)}`,
  });
}

/** Scenarios, models and scenarios × models that only one of two runs holds. */
export function onlyItems(run: string, { scenarios, models, cells }: RunComparison['onlyInBase']): Item[] {
  const item = (what: string, total: number, all: readonly string[]): Item[] =>
    total === 0
      ? []
      : [{ tone: 'warn', lead: `only in the ${run}`, text: `${counted(total, what)}: ${nameList(all, total)}` }];
  return [
    ...item('scenario', scenarios.length, scenarios),
    ...item('model', models.length, models),
    ...item('cell', cells.total, cells.items),
  ];
}

function rate({ pass, judged }: CellSide): string {
  return `${pass}/${judged}`;
}

function state({ status, reason }: CellSide): string {
  return reason === null ? status : `${status} (${reason})`;
}
