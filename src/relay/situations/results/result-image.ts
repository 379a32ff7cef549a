import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const resultImage: Situation = {
  id: 'result-image',
  about: 'an image in a result',
  send: {
    tools: [getWeather],
    conversation: [
      {
        role: 'user',
        text: 'How warm is it in Lisbon and in Oslo?',
      },
      {
        role: 'assistant',
        calls: [
          {
            id: 'call_rl_l',
            name: 'get_weather',
            arguments: {
              city: 'Lisbon',
            },
          },
        ],
      },
      {
        role: 'tool',
        call: 'call_rl_l',
        content: '',
        parts: [
          {
            kind: 'text',
            text: 'the radar',
          },
          {
            kind: 'image',
            url: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
          },
        ],
      },
    ],
  },
  fields: ['result.image'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
