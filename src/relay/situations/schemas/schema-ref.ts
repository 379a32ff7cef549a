import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaRef: Situation = {
  id: 'schema-ref',
  about: 'a definition that two parameters refer to',
  send: {
    tools: [
      recordTool({
        properties: { referred: { $ref: '#/$defs/place' }, other: { $ref: '#/$defs/place' } },
        required: ['referred', 'other'],
        $defs: {
          place: {
            type: 'object',
            properties: { lat: { type: 'number' }, lon: { type: 'number' } },
            required: ['lat', 'lon'],
          },
        },
      }),
    ],
    conversation: [askForRecord],
  },
  fields: ['schema.ref'],
  answer: mildAnswer,
  back: ['answer.text'],
};
