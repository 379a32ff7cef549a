import type { Situation } from '../../situation.ts';
import { mildAnswer } from '../shared-messages.ts';
import { getWeather, getTides, getWind } from '../shared-tools.ts';

export const toolNames: Situation = {
  id: 'tool-names',
  about: 'three tools: none is lost or merged',
  send: {
    tools: [getWeather, getTides, getWind],
    conversation: [{ role: 'user', text: 'Can I sail from Lisbon today?' }],
  },
  fields: ['tool.name', 'tool.description'],
  answer: mildAnswer,
  back: ['answer.text'],
};
