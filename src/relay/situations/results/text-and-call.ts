import type { Situation } from '../../situation.ts';
import { askForTwoCities, mildAnswer } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const textAndCall: Situation = {
  id: 'text-and-call',
  about: 'a text beside a call of an earlier answer',
  send: {
    tools: [getWeather],
    conversation: [
      askForTwoCities,
      { role: 'assistant', text: 'I will look that up.', calls: [{ id: 'call_rl_b', ...weatherCall('Lisbon') }] },
      { role: 'tool', call: 'call_rl_b', content: '21 degrees in Lisbon' },
    ],
  },
  fields: ['assistant.text', 'call.name'],
  answer: mildAnswer,
  back: ['answer.text'],
};
