import type { Situation } from '../../situation.ts';
import { askAboutSea } from '../shared-messages.ts';

export const jsonSchema: Situation = {
  id: 'json-schema',
  about: 'the answer is JSON of a schema',
  send: {
    parameters: {
      'json.schema': {
        type: 'object',
        properties: { ok: { type: 'boolean' } },
        required: ['ok'],
        additionalProperties: false,
      },
    },
    conversation: [askAboutSea],
  },
  fields: ['json.schema'],
  answer: { text: '{"ok":true}' },
  back: ['answer.text'],
};
