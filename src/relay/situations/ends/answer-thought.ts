import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const answerThought: Situation = {
  id: 'answer-thought',
  about: 'reasoning with its signature, before a call',
  send: { tools: [getWeather], conversation: [askForWeather] },
  fields: [],
  answer: {
    thought: { text: 'The user asks for the weather.', signature: 'YW5zd2VyIHNpZ25hdHVyZQ==' },
    calls: [weatherCall('Lisbon')],
  },
  back: ['answer.thought', 'answer.signature', 'answer.call.name'],
};
