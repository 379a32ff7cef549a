import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { runAndRead } from '../support/project.ts';
import { ROOT, runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

test('one model through several protocols: table, Markdown, JUnit and compare say which', async () => {
  const dir = tempDir({
    'tooltape.config.json': {
      gateways: {
        plain: { sandbox: true },
        items: { sandbox: true, protocol: 'responses' },
        blocks: { sandbox: true, protocol: 'messages' },
        parts: { sandbox: true, protocol: 'gemini' },
      },
      models: Object.fromEntries(
        ['plain', 'items', 'blocks', 'parts'].map((gateway) => [`o-${gateway}`, { gateway, model: 'oracle' }]),
      ),
      defaults: { models: ['o-plain', 'o-items', 'o-blocks', 'o-parts'] },
    },
  });
  const scenarios = resolve(ROOT, 'scenarios/weather-and-umbrella.yaml');
  const reports = 'table,markdown:report.md,junit:report.xml';
  const { run, stdout } = await runAndRead(['run', scenarios, '--reporter', reports], { cwd: dir });
  expect(new Set(run.trials.map(({ status }) => status))).toEqual(new Set(['pass']));
  const read = (file: string): string => readFileSync(join(dir, file), 'utf8');
  for (const text of [stdout, read('report.md')]) {
    expect(text).toMatch(/Over responses: .?o-items/);
    expect(text).toMatch(/Over messages: .?o-blocks/);
    expect(text).toMatch(/Over gemini: .?o-parts/);
  }
  const protocols = [...read('report.xml').matchAll(/name="protocol" value="(\w+)"/g)].map(([, name]) => name);
  expect(protocols).toEqual(['chat', 'responses', 'messages', 'gemini']);
  const compared = await runCli(['compare'], { cwd: dir });
  expect(compared.stdout).toContain('o-plain (chat) → o-items (responses)');
  expect(compared.stdout).toContain('o-plain (chat) → o-parts (gemini)');
});
