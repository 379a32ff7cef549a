import type { Situation } from '../../situation.ts';
import { askForTwoCities, mildAnswer } from '../shared-messages.ts';
import { getTime } from '../shared-tools.ts';

export const callWithoutArguments: Situation = {
  id: 'call-without-arguments',
  about: 'a call without arguments',
  send: {
    tools: [getTime],
    conversation: [
      askForTwoCities,
      { role: 'assistant', calls: [{ id: 'call_rl_n', name: 'get_time', arguments: {} }] },
      { role: 'tool', call: 'call_rl_n', content: 'noon' },
    ],
  },
  fields: ['call.arguments'],
  answer: mildAnswer,
  back: ['answer.text'],
};
