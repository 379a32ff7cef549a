import { leavableEchoes, type Echoes, type EchoShape } from '../neutral/echo-fields.ts';
import type { Leavable } from '../protocol.ts';
import { snakeCase } from './field.ts';

const CALL: EchoShape = { known: new Set(['id', 'name', 'args']) };
/** What a part holds, and what must come back with it. */
const PART = [
  'text',
  'thought',
  'thoughtSignature',
  'functionCall',
  'functionResponse',
  'toolCall',
  'toolResponse',
  'inlineData',
  'fileData',
  'executableCode',
  'codeExecutionResult',
];

/** Contents of the model, with the fields that Gemini requires of their parts, in camel and in snake case. */
export const geminiEchoes: Echoes = {
  growing: 'contents',
  isAnswer: ({ role }) => role === 'model',
  shape: {
    known: new Set(['role', 'parts']),
    inside: {
      parts: {
        known: new Set([...PART, ...PART.map(snakeCase)]),
        inside: { functionCall: CALL, [snakeCase('functionCall')]: CALL },
      },
    },
  },
};

export const leavableInGemini: Leavable = leavableEchoes(geminiEchoes);
