import type { Situation } from '../../situation.ts';

export const resultError: Situation = {
  id: 'result-error',
  about: 'a result that is an error',
  send: {
    tools: [
      {
        name: 'get_weather',
        description: 'The weather of a city.',
        parameters: {
          type: 'object',
          properties: {
            city: {
              type: 'string',
              description: 'The name of the city.',
            },
          },
          required: ['city'],
        },
      },
    ],
    conversation: [
      {
        role: 'user',
        text: 'How warm is it in Lisbon and in Oslo?',
      },
      {
        role: 'assistant',
        calls: [
          {
            id: 'call_rl_j',
            name: 'get_weather',
            arguments: {
              city: 'Lisbon',
            },
          },
        ],
      },
      {
        role: 'tool',
        call: 'call_rl_j',
        content: 'the station does not answer',
        error: true,
      },
    ],
  },
  fields: ['result.error'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
