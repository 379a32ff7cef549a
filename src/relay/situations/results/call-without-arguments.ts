import type { Situation } from '../../situation.ts';

export const callWithoutArguments: Situation = {
  id: 'call-without-arguments',
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
        text: 'How warm is it in Lisbon and in Oslo?',
      },
      {
        role: 'assistant',
        calls: [
          {
            id: 'call_rl_n',
            name: 'get_time',
            arguments: {},
          },
        ],
      },
      {
        role: 'tool',
        call: 'call_rl_n',
        content: 'noon',
      },
    ],
  },
  fields: ['call.arguments'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
