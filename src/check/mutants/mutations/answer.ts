import { joinPath } from '../../../json/json.ts';
import type { Mutation } from '../mutation.ts';

const UNRELATED = 'Qwx zyv.';

/** A final answer that says something else. */
export const answerMutation: Mutation<'answer-changed'> = {
  kinds: { 'answer-changed': 'The final answer says something else.' },
  *ofTurn({ scenario, plan, groups }) {
    if (plan.final === null || scenario.maxSteps <= 1) return;
    const path = joinPath(plan.path, 'final');
    const meaning = 'the final answer may be anything';
    yield { kind: 'answer-changed', path, answer: { steps: groups, text: UNRELATED }, deliberate: false, meaning };
  },
};
