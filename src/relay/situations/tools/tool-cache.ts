import type { Situation } from '../../situation.ts';
import { askForWeather, mildAnswer } from '../shared-messages.ts';
import { getWeather } from '../shared-tools.ts';

export const toolCache: Situation = {
  id: 'tool-cache',
  about: 'the tools end a cached prefix',
  send: { tools: [{ ...getWeather, more: { 'tool.cache': { type: 'ephemeral' } } }], conversation: [askForWeather] },
  fields: ['tool.cache'],
  answer: mildAnswer,
  back: ['answer.text'],
};
