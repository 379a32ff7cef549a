import type { Situation } from '../../situation.ts';

export const answerTextAndCall: Situation = {
  id: 'answer-text-and-call',
  about: 'a text before a call',
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
    text: 'I will look that up.',
    calls: [
      {
        name: 'get_weather',
        arguments: {
          city: 'Lisbon',
        },
      },
    ],
  },
  back: ['answer.text', 'answer.call.name', 'answer.finish'],
};
