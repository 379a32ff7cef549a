import type { Situation } from '../../situation.ts';

export const resultEmpty: Situation = {
  id: 'result-empty',
  about: 'a tool that answers nothing',
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
            id: 'call_rl_m',
            name: 'get_weather',
            arguments: {
              city: 'Lisbon',
            },
          },
        ],
      },
      {
        role: 'tool',
        call: 'call_rl_m',
        content: '',
      },
    ],
  },
  fields: ['call.name', 'result.pairing'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
