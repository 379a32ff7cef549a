import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gatewayConfig, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { scriptedServer, sendCompletion } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const env = { TEST_KEY: 'key-1234567890' };

const onDay = (day: string, more = ''): object => ({
  ...WEATHER,
  system: `Be brief. Today is ${day}. ${more}`,
  tools: WEATHER.tools.map((tool) => ({ ...tool, returns: [{ result: { temperature: 22, run: `run-${day}` } }] })),
});

async function recorded(config: object): Promise<{ dir: string; write: (scenario: object, config: object) => void }> {
  const server = await scriptedServer((request, response) => {
    const messages = request.body['messages'] as readonly { role: string }[];
    if (messages.at(-1)?.role === 'tool') sendCompletion(response, { text: 'It is 22.' });
    else sendCompletion(response, { calls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] });
  });
  const dir = tempDir({});
  const write = (scenario: object, more: object): void => {
    writeFileSync(join(dir, 'scenario.json'), JSON.stringify(scenario));
    writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify(gatewayConfig(server.baseUrl, more)));
  };
  write(onDay('2026-11-29'), config);
  expect(await runCli(['run', 'scenario.json'], { cwd: dir, env })).toMatchObject({ code: 0 });
  return { dir, write };
}

const IGNORE = { ignore: [{ text: String.raw`\d{4}-\d\d-\d\d` }] };

test('a part of a text that does not count applies to recordings that are older than the setting', async () => {
  const { dir, write } = await recorded({});
  write(onDay('2026-11-30'), {});
  const before = await runCli(['replay', 'scenario.json'], { cwd: dir });
  expect(before.code).toBe(4);
  expect(before.stderr).toMatch(/- messages\[0\].*2026-11-29/);
  expect(before.stderr).toMatch(/\+ messages\[0\].*2026-11-30/);

  write(onDay('2026-11-30'), IGNORE);
  const tape = readFileSync(join(dir, 'cassettes/weather/m.json'), 'utf8');
  expect(await runCli(['replay', 'scenario.json', '--min-pass', '1'], { cwd: dir })).toMatchObject({ code: 0 });
  expect(await runCli(['cassettes', 'verify'], { cwd: dir })).toMatchObject({ code: 0 });
  expect((await runCli(['cassettes', 'redact'], { cwd: dir })).stdout).toBe('nothing to redact\n');
  expect(readFileSync(join(dir, 'cassettes/weather/m.json'), 'utf8')).toBe(tape);

  // What counts is told, and what does not is no difference.
  write(onDay('2026-12-01', 'Be polite.'), IGNORE);
  const changed = await runCli(['replay', 'scenario.json'], { cwd: dir });
  expect(changed.code).toBe(4);
  expect(changed.stderr.match(/^ {2}- /gm)).toHaveLength(1);
});

test('a recording made with the setting keeps the text, and still serves that text without it', async () => {
  const { dir, write } = await recorded(IGNORE);
  expect(readFileSync(join(dir, 'cassettes/weather/m.json'), 'utf8')).toContain('Today is 2026-11-29');
  for (const [day, config, code] of [
    ['2026-11-30', IGNORE, 0],
    ['2026-11-29', {}, 0],
    ['2026-11-30', {}, 4],
  ] as const) {
    write(onDay(day), config);
    expect(await runCli(['replay', 'scenario.json'], { cwd: dir })).toMatchObject({ code });
  }
});

test('a path that is added to ignore applies to older recordings, too', async () => {
  const { dir, write } = await recorded({});
  const ignore = { ignore: ['messages[0].content', 'messages[*].content'] };
  write(onDay('2026-11-30'), ignore);
  expect(await runCli(['replay', 'scenario.json'], { cwd: dir })).toMatchObject({ code: 0 });
  expect(await runCli(['cassettes', 'verify'], { cwd: dir })).toMatchObject({ code: 0 });
});
