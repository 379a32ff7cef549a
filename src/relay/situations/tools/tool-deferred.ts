import type { Situation } from '../../situation.ts';
import { askForWeather, mildAnswer } from '../shared-messages.ts';
import { getWeather } from '../shared-tools.ts';

export const toolDeferred: Situation = {
  id: 'tool-deferred',
  about: 'a tool that is loaded when a search finds it',
  send: { tools: [{ ...getWeather, more: { 'tool.deferred': true } }], conversation: [askForWeather] },
  fields: ['tool.deferred'],
  answer: mildAnswer,
  back: ['answer.text'],
};
