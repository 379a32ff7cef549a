import type { RawResponse, Reading } from '../../../domain/wire.ts';
import type { ReadContext } from '../../read-context.ts';
import { readAnswer } from '../../reading/read-answer.ts';
import { readJson } from './read-json.ts';
import { readSse } from './stream/read-sse.ts';

/**
 * Reads one response: what the model said, or why it cannot be judged, with every finding on the wire.
 * Pure: the same response and context give the same reading, live and in a replay. Never throws, whatever the bytes are.
 */
export function readResponse(response: RawResponse, context: ReadContext): Reading {
  return readAnswer(response, context, {
    own: 'OpenAI Chat Completions',
    what: 'a chat completion',
    json: readJson,
    events: readSse,
  });
}
