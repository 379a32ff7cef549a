import type { Situation } from '../../situation.ts';
import { askForTwoCities, mildAnswer, pixel } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const resultImage: Situation = {
  id: 'result-image',
  about: 'an image in a result',
  send: {
    tools: [getWeather],
    conversation: [
      askForTwoCities,
      { role: 'assistant', calls: [{ id: 'call_rl_l', ...weatherCall('Lisbon') }] },
      { role: 'tool', call: 'call_rl_l', content: '', parts: [{ kind: 'text', text: 'the radar' }, pixel] },
    ],
  },
  fields: ['result.content', 'result.image'],
  answer: mildAnswer,
  back: ['answer.text'],
};
