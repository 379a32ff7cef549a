import type { Situation } from '../../situation.ts';

export const answerNoArguments: Situation = {
  id: 'answer-no-arguments',
  about: 'a call without arguments',
  send: {
    tools: [
      {
        name: 'get_time',
        description: 'The time.',
        parameters: {
          type: 'object',
          properties: {},
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
        name: 'get_time',
        arguments: {},
      },
    ],
  },
  back: ['answer.call.name', 'answer.call.arguments'],
};
