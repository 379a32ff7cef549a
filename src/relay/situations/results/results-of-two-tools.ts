import type { Situation } from '../../situation.ts';
import { askForTwoCities, mildAnswer } from '../shared-messages.ts';
import { getWeather, getTides, weatherCall } from '../shared-tools.ts';

export const resultsOfTwoTools: Situation = {
  id: 'results-of-two-tools',
  about: 'two calls of two tools, the result of the second first',
  send: {
    tools: [getWeather, getTides],
    conversation: [
      askForTwoCities,
      {
        role: 'assistant',
        calls: [
          { id: 'call_rl_g', ...weatherCall('Lisbon') },
          { id: 'call_rl_h', name: 'get_tides', arguments: { city: 'Oslo' } },
        ],
      },
      { role: 'tool', call: 'call_rl_h', content: 'high tide in Oslo at six' },
      { role: 'tool', call: 'call_rl_g', content: '21 degrees in Lisbon' },
    ],
  },
  fields: ['call.name', 'result.pairing'],
  answer: mildAnswer,
  back: ['answer.text'],
};
