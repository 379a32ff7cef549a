import type { Situation } from '../../situation.ts';

export const choiceAuto: Situation = {
  id: 'choice-auto',
  about: 'the model decides, and the request says so',
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
      {
        name: 'get_tides',
        description: 'The tides of a port.',
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
    choice: 'auto',
    conversation: [
      {
        role: 'user',
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: ['choice'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
