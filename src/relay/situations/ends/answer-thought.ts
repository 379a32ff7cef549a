import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const answerThought: Situation = {
  id: 'answer-thought',
  about: 'reasoning with its signature, before a call',
  send: {
    tools: [getWeather],
    conversation: [
      {
        role: 'user',
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: [],
  answer: {
    thought: {
      text: 'The user asks for the weather.',
      signature: 'YW5zd2VyIHNpZ25hdHVyZQ==',
    },
    calls: [
      {
        name: 'get_weather',
        arguments: {
          city: 'Lisbon',
        },
      },
    ],
  },
  back: ['answer.thought', 'answer.signature', 'answer.call.name'],
};
