import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaBounds: Situation = {
  id: 'schema-bounds',
  about: 'a number within bounds',
  send: {
    tools: [recordTool({ properties: { bounded: { type: 'number', minimum: 0, maximum: 5 } }, required: ['bounded'] })],
    conversation: [askForRecord],
  },
  fields: ['schema.bounds', 'schema.least'],
  answer: mildAnswer,
  back: ['answer.text'],
};
