import type { Situation } from '../../situation.ts';
import { askForTwoCities, mildAnswer } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const resultEmpty: Situation = {
  id: 'result-empty',
  about: 'a tool that answers nothing',
  send: {
    tools: [getWeather],
    conversation: [
      askForTwoCities,
      { role: 'assistant', calls: [{ id: 'call_rl_m', ...weatherCall('Lisbon') }] },
      { role: 'tool', call: 'call_rl_m', content: '' },
    ],
  },
  fields: ['call.name', 'result.pairing'],
  answer: mildAnswer,
  back: ['answer.text'],
};
