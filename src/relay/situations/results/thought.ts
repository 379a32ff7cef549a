import type { Situation } from '../../situation.ts';
import { askForTwoCities, mildAnswer } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const thought: Situation = {
  id: 'thought',
  about: 'reasoning before a call goes back with its signature',
  send: {
    tools: [getWeather],
    conversation: [
      askForTwoCities,
      {
        role: 'assistant',
        thought: { text: 'The user wants to know of two cities.', signature: 'c2lnbmF0dXJlIG9mIHRoZSByZWxheQ==' },
        calls: [{ id: 'call_rl_o', ...weatherCall('Lisbon') }],
      },
      { role: 'tool', call: 'call_rl_o', content: '21 degrees in Lisbon' },
    ],
  },
  fields: ['thought.text', 'thought.signature'],
  answer: mildAnswer,
  back: ['answer.text'],
};
