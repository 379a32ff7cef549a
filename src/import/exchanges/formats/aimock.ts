import type { PlannedCall } from '../../../domain/answer.ts';
import { asText, isObject, type Json, type JsonObject, textOrJson } from '../../../json/json.ts';
import { parseJson } from '../../../json/parse.ts';
import { protocolNamed } from '../../../protocol/protocols.ts';
import type { DocumentFormat, Entry } from './format.ts';

/**
 * Fixtures of aimock: a condition on requests, and the answer in aimock's own format. They are read as chat, the nearest
 * protocol.
 */
export const aimock: DocumentFormat = {
  title: 'aimock',
  fits: (document) => isObject(document) && Array.isArray(document['fixtures']),
  *entries(document) {
    for (const fixture of isObject(document) ? (document['fixtures'] as Json[]) : []) yield readFixture(fixture);
  },
};

function readFixture(fixture: Json): Entry {
  if (!isObject(fixture) || !isObject(fixture['response'])) return { refused: 'the fixture holds no response' };
  const { response } = fixture;
  const match = isObject(fixture['match']) ? fixture['match'] : {};
  const calls = callsIn(response['toolCalls']);
  if (calls === null) return { refused: 'a call of the fixture has no name, or arguments that are no JSON object' };
  const model = asText(response['model']) || asText(match['model']) || 'aimock';
  const prompt = asText(match['userMessage']) || asText(match['inputText']);
  const asked = {
    host: 'aimock',
    protocol: 'chat',
    ...(prompt !== '' && { request: requestOf(model, prompt, calls) }),
  };
  if (isObject(response['error'])) {
    const status = typeof response['status'] === 'number' ? response['status'] : 500;
    return { value: { ...asked, status, response: { error: response['error'] } } };
  }
  const text = response['content'];
  if (calls.length > 0 && typeof text === 'string' && text !== '') {
    return { refused: 'the fixture answers with a text beside calls, which is not read' };
  }
  if (calls.length === 0 && typeof text !== 'string') {
    const found = Object.keys(response).slice(0, 3).join(', ') || 'nothing';
    return { refused: `a fixture with ${found} is no answer of a chat` };
  }
  const { serving, example } = protocolNamed('chat');
  const answer =
    calls.length === 0 ? ({ kind: 'text', text: asText(text) } as const) : ({ kind: 'calls', calls } as const);
  const frame = { id: '0', model, callCount: 0, requestLength: 0 };
  const written = serving.write(answer, frame, { endpoint: example, body: {} });
  return { value: { ...asked, status: 200, response: written.text } };
}

/** The calls; null where one of them is invalid. */
function callsIn(written: Json | undefined): readonly PlannedCall[] | null {
  const calls: PlannedCall[] = [];
  for (const call of Array.isArray(written) ? written : []) {
    const name = isObject(call) ? asText(call['name']) : '';
    const given = isObject(call) ? (call['arguments'] ?? {}) : {};
    const made = typeof given === 'string' ? (parseJson(given) ?? null) : given;
    if (name === '' || !isObject(made)) return null;
    const rawArguments = textOrJson(given);
    calls.push({ name, arguments: made, rawArguments, written: null });
  }
  return calls;
}

/**
 * A request for a fixture: its prompt is the text that the fixture looks for. Its tools are those that the answer calls, with
 * open schemas.
 */
function requestOf(model: string, prompt: string, calls: readonly PlannedCall[]): JsonObject {
  const names = [...new Set(calls.map(({ name }) => name))];
  const tools = names.map((name) => ({ type: 'function', function: { name, parameters: { type: 'object' } } }));
  return { model, messages: [{ role: 'user', content: prompt }], ...(tools.length > 0 && { tools }) };
}
