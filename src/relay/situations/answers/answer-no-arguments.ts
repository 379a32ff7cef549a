import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getTime } from '../shared-tools.ts';

export const answerNoArguments: Situation = {
  id: 'answer-no-arguments',
  about: 'a call without arguments',
  send: { tools: [getTime], conversation: [askForWeather] },
  fields: [],
  answer: { calls: [{ name: 'get_time', arguments: {} }] },
  back: ['answer.call.name', 'answer.call.arguments'],
};
