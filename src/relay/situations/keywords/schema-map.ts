import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaMap: Situation = {
  id: 'schema-map',
  about: 'an object with parameters of any name and one type',
  send: {
    tools: [
      recordTool({
        properties: { named: { type: 'object', additionalProperties: { type: 'integer' } } },
        required: ['named'],
      }),
    ],
    conversation: [askForRecord],
  },
  fields: ['schema.map'],
  answer: mildAnswer,
  back: ['answer.text'],
};
