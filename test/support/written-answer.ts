import type { Answer } from '../../src/domain/answer.ts';
import type { JsonObject } from '../../src/json/json.ts';
import type { Protocol } from '../../src/protocol/protocol.ts';

/** The JSON body of an answer, as the sandbox of a protocol writes it. A test that needs one in every protocol has no row for each. */
export function writtenAnswer({ serving, example }: Protocol, answer: Answer): JsonObject {
  const frame = { id: 'abc123', model: 'm', callCount: 0, requestLength: 400 };
  return JSON.parse(serving.write(answer, frame, { endpoint: example, body: {} }).text) as JsonObject;
}
