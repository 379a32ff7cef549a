import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/json/json.ts';
import { responses } from '../../../src/protocol/responses/responses.ts';
import { responseOf } from '../corpus.ts';
import { streamOf } from './events.ts';

const TEXT = 'One  two.';
const part = { type: 'output_text', text: TEXT, annotations: [] };
const item = { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [part] };
const response: JsonObject = { id: 'resp_1', object: 'response', model: 'm', status: 'completed', output: [item] };
const at = { item_id: 'msg_1', output_index: 0, content_index: 0 };

function stream(...deltas: readonly string[]): string {
  return streamOf([
    { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } },
    { type: 'response.output_item.added', output_index: 0, item: { ...item, content: [] } },
    ...deltas.map((delta) => ({ type: 'response.output_text.delta', ...at, delta })),
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response },
  ]);
}

/** The text of the answer, and the checks that found something, but for the count of tokens that the response lacks. */
function read(body: string): { readonly text: string | null; readonly found: readonly string[] } {
  const request = { model: 'm', input: 'Hi', stream: true };
  const raw = responseOf({ status: 200, headers: { 'content-type': 'text/event-stream' }, body });
  const reading = responses.read(raw, responses.contextOf({ endpoint: '/responses', body: request }, 1));
  if (!reading.ok) throw new Error(reading.error.message);
  return { text: reading.text, found: reading.findings.map(({ check }) => check).filter((check) => check !== 'usage') };
}

test('a text whose deltas lack a piece is read whole, with a finding; a relay judges the deltas', () => {
  expect(read(stream('One ', ' ', 'two.'))).toEqual({ text: TEXT, found: [] });
  expect(read(stream('One ', 'two.'))).toEqual({ text: TEXT, found: ['stream-deltas'] });
  // Some gateways send the last events alone.
  expect(read(stream())).toEqual({ text: TEXT, found: [] });
  const shown = (body: string): unknown => responses.places.joined(body)?.['output'];
  expect(shown(stream('One ', ' ', 'two.'))).toEqual([item]);
  expect(shown(stream('One ', 'two.'))).toEqual([{ ...item, content: [{ ...part, text: 'One two.' }] }]);
});
