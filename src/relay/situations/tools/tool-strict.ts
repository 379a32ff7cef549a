import type { Situation } from '../../situation.ts';
import { askForWeather, mildAnswer } from '../shared-messages.ts';
import { getWeather } from '../shared-tools.ts';

export const toolStrict: Situation = {
  id: 'tool-strict',
  about: 'arguments are held to the schema',
  send: {
    tools: [
      {
        ...getWeather,
        parameters: {
          type: 'object',
          properties: { city: { type: 'string' } },
          required: ['city'],
          additionalProperties: false,
        },
        strict: true,
      },
    ],
    conversation: [askForWeather],
  },
  fields: ['tool.strict'],
  answer: mildAnswer,
  back: ['answer.text'],
};
