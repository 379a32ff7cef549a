import type { Situation } from '../../situation.ts';

export const answerNumbers: Situation = {
  id: 'answer-numbers',
  about: 'numbers, null and lists in arguments',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
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
        name: 'record',
        arguments: {
          whole: 3,
          part: 0.1,
          least: -1e-7,
          large: 9007199254740991,
          nothing: null,
          yes: true,
          list: [[], {}],
        },
      },
    ],
  },
  back: ['answer.call.arguments'],
};
