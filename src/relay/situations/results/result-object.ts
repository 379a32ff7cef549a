import type { Situation } from '../../situation.ts';
import { askForTwoCities, mildAnswer } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const resultObject: Situation = {
  id: 'result-object',
  about: 'a result that is JSON',
  send: {
    tools: [getWeather],
    conversation: [
      askForTwoCities,
      { role: 'assistant', calls: [{ id: 'call_rl_i', ...weatherCall('Lisbon') }] },
      { role: 'tool', call: 'call_rl_i', content: '{"temperature":21,"unit":"celsius","at":["9:00","12:00"]}' },
    ],
  },
  fields: ['result.content'],
  answer: mildAnswer,
  back: ['answer.text'],
};
