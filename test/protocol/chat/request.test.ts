import { expect, test } from 'vitest';
import { plainModel } from '../../../src/config/read.ts';
import { firstRequest } from '../../../src/protocol/next-request.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import { readFile } from '../../../src/scenario/read/read-file.ts';
import { plainGateway } from '../../support/gateway.ts';

const DEFAULTS = { temperature: 0, maxTokens: 10, stream: false };

function bodyOf(scenario: JsonObject, request: JsonObject): JsonObject {
  const written = { id: 'a', prompt: 'Hi', ...scenario };
  const [found] = readFile(written, 'a.yaml', { folder: '.', root: '.' }).scenarios;
  const model = { ...plainModel('m', 'm', plainGateway()), request };
  return firstRequest(found!.scenario, model, DEFAULTS).body;
}

test('a scenario asks for more over one protocol alone, and that wins', () => {
  const scenario = { request: { top_p: 1, seed: 3 }, request_for: { chat: { top_p: 0.5 }, gemini: { seed: 4 } } };
  expect(bodyOf(scenario, {})).toMatchObject({ top_p: 0.5, seed: 3 });
});

const COUNTED = { include_usage: true };

test.each<[string, JsonObject, JsonObject, JsonObject]>([
  ['the run decides', {}, {}, { stream: false }],
  ['a model that only streams', {}, { stream: true }, { stream: true, stream_options: COUNTED }],
  ['a model with options of its own', {}, { stream: true, stream_options: {} }, { stream: true, stream_options: {} }],
  ['a scenario says otherwise', { request: { stream: false } }, { stream: true }, { stream: false }],
  ['a bare scenario knows no model', { bare: true }, { stream: true }, { stream: false }],
])('%s', (_, scenario, request, expected) => {
  const { stream, stream_options: options } = bodyOf(scenario, request);
  expect({ stream, ...(options !== undefined && { stream_options: options }) }).toEqual(expected);
});
