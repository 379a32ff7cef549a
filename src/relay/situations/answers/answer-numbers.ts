import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const answerNumbers: Situation = {
  id: 'answer-numbers',
  about: 'numbers, null and lists in arguments',
  send: { tools: [recordTool({ properties: {} })], conversation: [askForWeather] },
  fields: [],
  answer: {
    calls: [
      {
        name: 'record',
        arguments: {
          whole: 3,
          part: 0.1,
          least: -1e-7,
          large: 9007199254740991,
          nothing: null,
          yes: true,
          no: false,
          zero: 0,
          empty: '',
          list: [[], {}],
        },
      },
    ],
  },
  back: ['answer.call.arguments'],
};
