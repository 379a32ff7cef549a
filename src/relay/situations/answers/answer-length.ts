import type { Situation } from '../../situation.ts';

export const answerLength: Situation = {
  id: 'answer-length',
  about: 'an answer that the limit cut',
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
    text: 'It is mild in Lis',
    cut: 'length',
  },
  back: ['answer.text', 'answer.finish'],
};
