import { test } from 'node:test';
import { assertCalls } from '../../../src/index.ts';

const messages = [
  { role: 'user', content: [{ type: 'text', text: 'Weather in Paris?' }] },
  { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'get_weather', input: { city: 'Paris' } }] },
];

void test('the calls are right', () => {
  assertCalls(messages, [{ name: 'get_weather', arguments: { city: 'Paris' } }]);
});

void test('the calls are wrong', () => {
  assertCalls(messages, [{ name: 'get_weather', arguments: { city: 'Rome' } }]);
});
