import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gatewayConfig, outcomes, runAndRead } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { scriptedServer, sendCompletion } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

/** No engine is done with it: each of the letters may end a word or not. */
const NAUGHTY = `${'z'.repeat(45)}?`;
const PATTERN = '^(?:[a-z]+ ?)+$';

function scenario(
  id: string,
  parameters: object,
  expect: object,
  returns: readonly object[] = [{ result: 'ok' }],
): object {
  const tools = [{ name: 'look_up', description: 'Looks up a term', parameters, returns }];
  return { id, prompt: `Look up ${id}`, tools, expect };
}

const TERM = { type: 'object', properties: { term: { type: 'string' } }, required: ['term'] };
const PATTERNED = { type: 'object', properties: { term: { type: 'string', pattern: PATTERN } }, required: ['term'] };
const ANY = { calls: [{ name: 'look_up' }] };

test(
  'a pattern that is never done makes its own trial an error, and the run goes on',
  { timeout: 120_000 },
  async () => {
    const server = await scriptedServer((request, response) => {
      const messages = request.body['messages'] as readonly { role: string }[];
      if (messages.at(-1)?.role === 'tool') sendCompletion(response, { text: NAUGHTY });
      else sendCompletion(response, { calls: [{ name: 'look_up', arguments: { term: NAUGHTY } }] });
    });
    const cwd = tempDir({
      'tooltape.config.yaml': gatewayConfig(server.baseUrl),
      'scenarios/all.json': {
        scenarios: [
          scenario('argument', TERM, { calls: [{ name: 'look_up', arguments: { term: { $regex: PATTERN } } }] }),
          scenario('final', TERM, { ...ANY, final: { matches: PATTERN } }),
          scenario('plain', TERM, { calls: [{ name: 'look_up', arguments: { term: NAUGHTY } }] }),
          scenario('schema', PATTERNED, ANY),
          scenario('when', TERM, ANY, [{ when: { term: { $regex: PATTERN } }, result: 1 }, { result: 2 }]),
        ],
      },
    });
    const env = { TEST_KEY: 'a-key-of-the-test' };
    const wanted = {
      argument: 'error pattern',
      final: 'error pattern',
      plain: 'pass',
      schema: 'error pattern',
      when: 'error pattern',
    };

    const live = await runAndRead(['run'], { cwd, env });
    expect(outcomes(live.run, 'm')).toEqual(wanted);
    expect(live.code).toBe(3);
    const errors = live.run.trials.map((row) => row.error?.message ?? '');
    expect(errors[0]).toContain(`expect.calls[0].arguments.term.$regex of scenario argument: the pattern /${PATTERN}/`);
    expect(errors[1]).toContain('expect.final.matches of scenario final');
    expect(errors[3]).toContain('tools[0].parameters.properties.term.pattern of scenario schema');
    expect(errors[4]).toContain('tools[0].returns[0].when.term.$regex of scenario when');

    const checked = await runCli(['check'], { cwd, env });
    expect(checked.stdout.match(/is not done with a text/g)).toHaveLength(4);
  },
);

test('a pattern of --grep that is never done is a mistake of the command line', async () => {
  const cwd = tempDir({ 'scenarios/a.json': { ...scenario(`${'z'.repeat(45)}_`, TERM, ANY) } });
  const { code, stderr } = await runCli(['run', '--models', 'oracle', '--grep', '^([a-z]+)+$'], { cwd });
  expect(stderr).toContain('--grep: the pattern /^([a-z]+)+$/ was not done with');
  expect(code).toBe(2);
});

test('an answer that a pattern of redact is not done with costs its own trial, and is kept nowhere', async () => {
  const long = 'x'.repeat(200_000);
  const server = await scriptedServer((request, response) => {
    const messages = request.body['messages'] as readonly { content: string }[];
    sendCompletion(response, { text: messages.at(-1)?.content.includes('long') === true ? long : 'short' });
  });
  const config = { ...gatewayConfig(server.baseUrl), redact: [String.raw`\w+@shop\.example`] };
  const cwd = tempDir({
    'tooltape.config.json': config,
    'scenarios/all.json': {
      scenarios: [scenario('long', TERM, { calls: [] }), scenario('short', TERM, { calls: [] })],
    },
  });
  const { code, run, stderr } = await runAndRead(['run'], { cwd, env: { TEST_KEY: 'a-key-of-the-test' } });
  expect(outcomes(run, 'm')).toEqual({ long: 'error pattern', short: 'pass' });
  expect(code).toBe(3);
  expect(run.trials[0]?.error?.message).toContain(String.raw`/\w+@shop\.example/ was not done with a text`);
  expect(JSON.stringify(run) + stderr).not.toContain('xxxxxxxx');
  expect(readdirSync(join(cwd, 'cassettes'), { recursive: true })).not.toContain('long/m.json');
});
