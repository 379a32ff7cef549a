import type { Situation } from '../../situation.ts';
import { askForTwoCities, mildAnswer } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const resultParts: Situation = {
  id: 'result-parts',
  about: 'a result of two texts',
  send: {
    tools: [getWeather],
    conversation: [
      askForTwoCities,
      { role: 'assistant', calls: [{ id: 'call_rl_k', ...weatherCall('Lisbon') }] },
      {
        role: 'tool',
        call: 'call_rl_k',
        content: '',
        parts: [
          { kind: 'text', text: '21 degrees' },
          { kind: 'text', text: 'no wind, from the second station' },
        ],
      },
    ],
  },
  fields: ['result.parts'],
  answer: mildAnswer,
  back: ['answer.text'],
};
