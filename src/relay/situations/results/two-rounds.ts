import type { Situation } from '../../situation.ts';
import { mildAnswer } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const twoRounds: Situation = {
  id: 'two-rounds',
  about: 'two rounds of calls, one after the other',
  send: {
    tools: [getWeather],
    conversation: [
      { role: 'user', text: 'Which of two cities is warmer?' },
      { role: 'assistant', calls: [{ id: 'call_rl_q', ...weatherCall('Lisbon') }] },
      { role: 'tool', call: 'call_rl_q', content: '21 degrees in Lisbon' },
      { role: 'assistant', calls: [{ id: 'call_rl_r', ...weatherCall('Oslo') }] },
      { role: 'tool', call: 'call_rl_r', content: '3 degrees in Oslo' },
      { role: 'assistant', text: 'Lisbon is warmer.' },
      { role: 'user', text: 'By how much?' },
    ],
  },
  fields: ['call.arguments', 'result.pairing', 'result.content', 'assistant.text', 'user.text'],
  answer: mildAnswer,
  back: ['answer.text'],
};
