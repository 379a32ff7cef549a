import type { Situation } from '../../situation.ts';

export const answerCall: Situation = {
  id: 'answer-call',
  about: 'an answer that calls a tool',
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
          city: 'Lisbon',
        },
      },
    ],
  },
  back: ['answer.call.name', 'answer.call.arguments', 'answer.call.id', 'answer.finish'],
};
