import { expect, test } from 'vitest';
import { runReporters } from '../../src/report/reporters.ts';
import { SAMPLE } from './sample.ts';

test.each([...runReporters()].filter(([name]) => name !== 'html'))(
  'the reporter %s renders a run, the same each time',
  async (_, load) => {
    const reporter = await load();
    const text = [...reporter(SAMPLE, { width: 80, color: false })].join('');
    expect(text).toContain('weather-and-umbrella');
    expect([...reporter(SAMPLE, { width: 80, color: false })].join('')).toBe(text);
  },
);
