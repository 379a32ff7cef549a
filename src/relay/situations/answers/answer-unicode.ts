import type { Situation } from '../../situation.ts';

export const answerUnicode: Situation = {
  id: 'answer-unicode',
  about: 'arguments in every script',
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
          city: '北京 👩‍👩‍👧 "quoted" \\ \n é',
        },
      },
    ],
  },
  back: ['answer.call.arguments'],
};
