import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { PROTOCOL_NAMES } from '../../src/domain/protocol.ts';
import { ROOT, runCli } from '../support/run-cli.ts';
import { runAndRead } from '../support/project.ts';
import { tempDir } from '../support/temp-dir.ts';

const SCENARIO = {
  id: 'weather',
  prompt: 'How warm is it in Bern?',
  tools: [
    {
      name: 'get_weather',
      description: 'The weather of a city.',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      returns: [{ result: { celsius: 22 } }],
    },
  ],
  expect: { calls: [{ name: 'get_weather', arguments: { city: 'Bern' } }], final: { contains: ['22'] } },
};

test('the files that the page shows, one for each protocol, are sound and replay', async () => {
  const page = readFileSync(resolve(ROOT, 'docs/cassettes.md'), 'utf8');
  const files = [...page.matchAll(/<code>(cassettes\/weather\/o-(\w+)\.json)<\/code>[^`]*```json\n(.*?)\n```/gs)];
  expect(files.map(([, , protocol]) => protocol)).toEqual([...PROTOCOL_NAMES]);
  const names = PROTOCOL_NAMES.map((protocol) => `o-${protocol}`);
  const dir = tempDir({
    'scenarios/weather.json': SCENARIO,
    'tooltape.config.json': {
      gateways: Object.fromEntries(PROTOCOL_NAMES.map((protocol) => [protocol, { sandbox: true, protocol }])),
      models: Object.fromEntries(
        PROTOCOL_NAMES.map((protocol) => [`o-${protocol}`, { gateway: protocol, model: 'oracle' }]),
      ),
      defaults: { models: names },
    },
    ...Object.fromEntries(files.map(([, path = '', , text = '']) => [path, `${text}\n`])),
  });
  expect(await runCli(['cassettes', 'verify'], { cwd: dir })).toMatchObject({ code: 0 });
  const { code, run } = await runAndRead(['replay'], { cwd: dir });
  expect(code).toBe(0);
  expect(run.trials.map(({ model, status }) => [model, status])).toEqual(names.map((model) => [model, 'pass']));
});
