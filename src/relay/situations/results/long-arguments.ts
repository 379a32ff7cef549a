import type { Situation } from '../../situation.ts';
import { mildAnswer } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const longArguments: Situation = {
  id: 'long-arguments',
  about: 'arguments of 100 KB in the history',
  send: {
    tools: [getWeather],
    conversation: [
      { role: 'user', text: 'Summarise what you wrote.' },
      { role: 'assistant', calls: [{ id: 'call_rl_p', ...weatherCall('Lisbon, Oslo; '.repeat(7_000)) }] },
      { role: 'tool', call: 'call_rl_p', content: 'kept' },
    ],
  },
  fields: ['call.arguments'],
  answer: mildAnswer,
  back: ['answer.text'],
};
