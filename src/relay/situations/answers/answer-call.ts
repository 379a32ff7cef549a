import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const answerCall: Situation = {
  id: 'answer-call',
  about: 'an answer that calls a tool',
  send: { tools: [getWeather], conversation: [askForWeather] },
  fields: [],
  answer: { calls: [weatherCall('Lisbon')] },
  back: ['answer.call.name', 'answer.call.arguments', 'answer.call.id', 'answer.finish'],
};
