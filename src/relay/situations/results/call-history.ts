import type { Situation } from '../../situation.ts';
import { askForTwoCities, mildAnswer } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const callHistory: Situation = {
  id: 'call-history',
  about: 'a call of an earlier answer and its result',
  send: {
    tools: [getWeather],
    conversation: [
      askForTwoCities,
      { role: 'assistant', calls: [{ id: 'call_rl_a', ...weatherCall('Lisbon') }] },
      { role: 'tool', call: 'call_rl_a', content: '21 degrees in Lisbon' },
    ],
  },
  fields: ['call.id', 'call.name', 'call.arguments', 'result.pairing', 'result.content'],
  answer: mildAnswer,
  back: ['answer.text'],
};
