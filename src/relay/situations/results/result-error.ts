import type { Situation } from '../../situation.ts';
import { askForTwoCities, mildAnswer } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const resultError: Situation = {
  id: 'result-error',
  about: 'a result that is an error',
  send: {
    tools: [getWeather],
    conversation: [
      askForTwoCities,
      { role: 'assistant', calls: [{ id: 'call_rl_j', ...weatherCall('Lisbon') }] },
      { role: 'tool', call: 'call_rl_j', content: 'the station does not answer', error: true },
    ],
  },
  fields: ['result.error'],
  answer: mildAnswer,
  back: ['answer.text'],
};
