import type { Situation } from '../../situation.ts';
import { askForTwoCities, mildAnswer } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const parallelResults: Situation = {
  id: 'parallel-results',
  about: 'two calls of one answer and their results, in order',
  send: {
    tools: [getWeather],
    conversation: [
      askForTwoCities,
      {
        role: 'assistant',
        calls: [
          { id: 'call_rl_c', ...weatherCall('Lisbon') },
          { id: 'call_rl_d', ...weatherCall('Oslo') },
        ],
      },
      { role: 'tool', call: 'call_rl_c', content: '21 degrees in Lisbon' },
      { role: 'tool', call: 'call_rl_d', content: '3 degrees in Oslo' },
    ],
  },
  fields: ['call.arguments', 'result.pairing', 'result.content'],
  answer: mildAnswer,
  back: ['answer.text'],
};
