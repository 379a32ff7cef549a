import type { Situation } from '../../situation.ts';

export const answerLong: Situation = {
  id: 'answer-long',
  about: 'arguments of 100 KB',
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
    calls: [
      {
        name: 'get_weather',
        arguments: {
          city: 'Lisbon, Oslo; '.repeat(7_000),
        },
      },
    ],
  },
  back: ['answer.call.arguments'],
};
