import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';

import type { TrialRow } from '../../src/domain/run.ts';
import type { ReportIndex } from '../../src/report/reporters/html/report-index.ts';
import { loadReportApp } from '../../src/report/reporters/html/page.ts';
import { htmlReport } from '../../src/report/reporters/html/html.ts';
import { unpack } from '../support/report-page.ts';
import { generatedRun, HOSTILE } from './generated-run.ts';

const run = generatedRun(60);
const whole = (): string => [...htmlReport(run)].join('');

test('every trial and scenario is in the page as it was', () => {
  const html = whole();
  const index = unpack(html, 'data-index') as ReportIndex;
  const trials = index.trialChunks.flatMap((_, i) => unpack(html, `data-trials-${i}`) as TrialRow[]);
  const scenarios = index.scenarioChunks.flatMap((_, i) => unpack(html, `data-scenarios-${i}`) as unknown[]);
  expect(trials).toEqual([...run.trials()]);
  expect(scenarios).toEqual(run.header.scenarios);
  expect(index.summary).toEqual(run.summary);
});

test('the index says of each trial where it stands and how it ended', () => {
  const index = unpack(whole(), 'data-index') as ReportIndex;
  const rows = [...run.trials()].map(({ scenario, model, trial, status, reason }) => ({
    scenario,
    model,
    trial,
    status,
    reason,
  }));
  const read = index.trials.scenario.map((scenario, i) => ({
    scenario: index.scenarios.id[scenario],
    model: index.models[index.trials.model[i] ?? -1]?.name,
    trial: index.trials.trial[i],
    ...index.outcomes[index.trials.outcome[i] ?? -1],
  }));
  expect(read).toEqual(rows);
});

test('chunks are found by the position of their first row', () => {
  const html = [...htmlReport(generatedRun(300))].join('');
  const { trialChunks } = unpack(html, 'data-index') as ReportIndex;
  expect(trialChunks.length).toBeGreaterThan(3);
  let position = 0;
  for (const [i, start] of trialChunks.entries()) {
    expect(start).toBe(position);
    position += (unpack(html, `data-trials-${i}`) as unknown[]).length;
  }
});

test('no text of a model or an author stands in the page unpacked', () => {
  const { script, style } = loadReportApp();
  const html = whole().replace(script, '').replace(style, '');
  const texts = ['window.__ran', 'onerror', '北京', 'wrong-arguments', 'claude-sonnet', HOSTILE.slice(0, 20)];
  expect(texts.filter((text) => html.includes(text))).toEqual([]);
});

test('the policy allows the one script and style by their hashes and nothing from anywhere', () => {
  const html = whole();
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  const hash = (text = ''): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`script-src ${hash(/<script>([\s\S]*?)<\/script>/.exec(html)?.[1])}`);
  expect(policy).toContain(`style-src ${hash(/<style>([\s\S]*?)<\/style>/.exec(html)?.[1])}`);
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toContain('unsafe');
});

test('trials are read as the page is written, one chunk at a time', () => {
  let read = 0;
  let most = 0;
  let before = 0;
  const source = {
    ...generatedRun(400),
    *trials(): Generator<TrialRow> {
      for (const row of generatedRun(400).trials()) {
        read += 1;
        yield row;
      }
    },
  };
  for (const _ of htmlReport(source)) {
    most = Math.max(most, read - before);
    before = read;
  }
  expect(read).toBe(400 * 9 + 66 * 2 * 9);
  expect(most).toBeLessThan(400);
});

test('a trial whose scenario or model the header does not list is kept', () => {
  const [row] = [...run.trials()];
  const odd = { ...(row as TrialRow), scenario: 'unlisted', model: 'stranger' };
  const html = [...htmlReport({ ...run, trials: () => [row as TrialRow, odd] })].join('');
  const index = unpack(html, 'data-index') as ReportIndex;
  expect(index.scenarios.id[index.trials.scenario[1] ?? -1]).toBe('unlisted');
  expect(index.models[index.trials.model[1] ?? -1]?.name).toBe('stranger');
  expect(index.scenarios.excerpt).toHaveLength(index.scenarios.id.length);
  expect(index.scenarios.tags).toHaveLength(index.scenarios.id.length);
});

test('the same run gives the same page, byte for byte', () => {
  expect(whole()).toBe(whole());
});
