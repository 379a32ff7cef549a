import type { Situation } from '../../situation.ts';

export const answerUsage: Situation = {
  id: 'answer-usage',
  about: 'tokens that were read, cached, thought and written',
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
    text: 'It is mild in Lisbon.',
    usage: {
      input: 120,
      output: 45,
      cached: 64,
      thought: 12,
    },
  },
  back: ['answer.usage.input', 'answer.usage.output', 'answer.usage.cached', 'answer.usage.thought'],
};
