import { expect, test } from 'vitest';
import { simulateTools } from '../../../src/conversation/tools/simulate-tool.ts';
import type { ToolResult } from '../../../src/domain/transcript.ts';
import type { Json, JsonObject } from '../../../src/json/json.ts';
import { readFile } from '../../../src/scenario/read/read-file.ts';
import { call } from '../../score/support.ts';

const IMAGE = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };

async function answer(returns: Json): Promise<ToolResult> {
  const tools = [{ name: 'look', parameters: { type: 'object', properties: { at: { type: 'string' } } }, returns }];
  const written = { id: 'a', prompt: 'Look', tools, expect: { calls: [] } } as JsonObject;
  const { scenarios, problems } = readFile(written, 'a.yaml', { folder: '.', root: '.' });
  expect(problems).toEqual([]);
  const environment = { runModule: () => Promise.resolve(null), sleep: () => Promise.resolve() };
  return simulateTools(scenarios[0]!.scenario, environment).answer(call('look', { at: 'sea' }));
}

test('a result may have parts, filled from the arguments, and its text is theirs', async () => {
  const parts = [{ type: 'text', text: 'This is the ${at}.' }, IMAGE];
  expect(await answer([{ content: parts }])).toMatchObject({
    content: 'This is the sea.',
    parts: [{ type: 'text', text: 'This is the sea.' }, IMAGE],
    isError: false,
  });
});

test('a result or a content may be an error as it stands', async () => {
  expect(await answer([{ result: 'No view', is_error: true }])).toMatchObject({ content: 'No view', isError: true });
  const content = [{ type: 'text', text: 'No view' }];
  expect(await answer([{ content, is_error: true }])).toMatchObject({ parts: content, isError: true });
  expect(await answer([{ result: 'View' }])).not.toHaveProperty('parts');
});
