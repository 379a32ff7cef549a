import type { Situation } from '../../situation.ts';

export const answerFilter: Situation = {
  id: 'answer-filter',
  about: 'an answer that a filter withheld',
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
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: [],
  answer: {
    text: '',
    cut: 'filter',
  },
  back: ['answer.finish'],
};
