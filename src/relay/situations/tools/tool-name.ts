import type { Situation } from '../../situation.ts';

export const toolName: Situation = {
  id: 'tool-name',
  about: 'a name with every kind of character that all protocols take',
  send: {
    tools: [
      {
        name: 'Get_weather-2_of',
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
  fields: ['tool.name'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
