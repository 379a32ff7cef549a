import type { Situation } from '../../situation.ts';

export const toolUnicode: Situation = {
  id: 'tool-unicode',
  about: 'names of parameters and descriptions in any script',
  send: {
    tools: [
      {
        name: 'get_weather',
        description: '获取指定城市的天气 — météo, погода, الطقس, 🌦️ é',
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
        text: '北京今天天气怎么样?',
      },
    ],
  },
  fields: ['tool.description', 'user.text'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};
