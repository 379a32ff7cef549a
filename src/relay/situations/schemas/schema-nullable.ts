import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaNullable: Situation = {
  id: 'schema-nullable',
  about: 'a text that may be null',
  send: {
    tools: [recordTool({ properties: { nullable: { type: ['string', 'null'] } }, required: ['nullable'] })],
    conversation: [askForRecord],
  },
  fields: ['schema.nullable'],
  answer: mildAnswer,
  back: ['answer.text'],
};
