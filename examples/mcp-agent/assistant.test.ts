import { expect, test as withTape } from 'tooltape/vitest';
import { ask } from './assistant.ts';

// The agent starts its server in a replay, too; the answers of the model come from the cassette.
const test = withTape.override({ tapeOptions: { allow: ['processes'] } });

test('the agent asks its MCP server', async ({ tape }) => {
  expect(await ask(process.env['PROMPT'] ?? 'What is the weather in Paris?')).toContain('22');
  expect(tape).toHaveCalledTools([{ name: 'get_weather', arguments: { city: 'Paris' } }]);
  expect(tape.calls()[0]?.result?.value).toEqual({ temperature: 22 });
});
