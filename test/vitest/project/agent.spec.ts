import { describe, expect, test } from 'tooltape/vitest';
import { askAgent, PROMPT } from './agent.ts';

describe('the agent', () => {
  test('asks for the weather', async ({ tape }) => {
    const { messages, text } = await askAgent(PROMPT);
    expect(text).toContain('22');
    expect(tape).toHaveCalled('get_weather');
    expect(tape).toHaveCalled('get_weather', { city: 'Paris' });
    expect(tape).not.toHaveCalled('get_weather', { city: 'London' });
    expect(tape).toHaveCalledTools([{ name: 'get_weather', arguments: { city: { $contains: 'Par' } } }]);
    expect(tape).toMeetExpectation({ calls: [{ name: 'get_weather' }], final: { contains: ['22'] } });
    expect(tape.transcript()).toHaveCalled('get_weather', { city: /^P/ });
    expect(messages).toHaveCalledTools([{ name: 'get_weather', arguments: { city: 'Paris' } }]);
    expect(tape.calls()).toMatchObject([{ name: 'get_weather', result: { value: { temperature: 22 } } }]);
  });

  for (const model of ['oracle', 'talker', 'eager']) {
    test.concurrent(`does not mix with others: ${model}`, async ({ tape, expect: own }) => {
      await askAgent(PROMPT, model);
      own(tape.conversations().map((one) => one.model)).toEqual([model]);
      if (model === 'talker') own(tape).toHaveCalledTools([]);
      else own(tape).toHaveCalled('get_weather', { city: 'Paris' });
    });
  }
});
