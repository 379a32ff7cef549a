import type { Situation } from '../../situation.ts';

export const toolDescription: Situation = {
  id: 'tool-description',
  about: 'a description of several lines, quotes and backslashes',
  send: {
    tools: [
      {
        name: 'get_weather',
        description:
          'The weather of a city.\n\nNames: "Lisbon", \'Porto\'.	Paths such as C:\\weather stay as they are. <b>No markup</b> & no entities.',
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
  fields: ['tool.description'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
