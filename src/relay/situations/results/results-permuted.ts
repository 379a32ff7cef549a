import type { Situation } from '../../situation.ts';
import { askForTwoCities, mildAnswer } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const resultsPermuted: Situation = {
  id: 'results-permuted',
  about: 'two calls of one tool, the result of the second first',
  send: {
    tools: [getWeather],
    conversation: [
      askForTwoCities,
      {
        role: 'assistant',
        calls: [
          { id: 'call_rl_e', ...weatherCall('Lisbon') },
          { id: 'call_rl_f', ...weatherCall('Oslo') },
        ],
      },
      { role: 'tool', call: 'call_rl_f', content: '3 degrees in Oslo' },
      { role: 'tool', call: 'call_rl_e', content: '21 degrees in Lisbon' },
    ],
  },
  fields: ['result.pairing', 'result.content'],
  answer: mildAnswer,
  back: ['answer.text'],
};
