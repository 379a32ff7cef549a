import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const answerTextAndCall: Situation = {
  id: 'answer-text-and-call',
  about: 'a text before a call',
  send: { tools: [getWeather], conversation: [askForWeather] },
  fields: [],
  answer: { text: 'I will look that up.', calls: [weatherCall('Lisbon')] },
  back: ['answer.text', 'answer.call.name', 'answer.finish'],
};
