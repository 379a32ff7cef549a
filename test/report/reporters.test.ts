import { expect, test } from 'vitest';
import { REPORTER_NAMES, REPORTERS } from '../../src/report/reporters.ts';
import { SAMPLE } from './sample.ts';

test.each(REPORTER_NAMES.filter((name) => name !== 'html'))(
  'the reporter %s renders a run, the same each time',
  async (name) => {
    const reporter = await REPORTERS[name]();
    const text = [...reporter(SAMPLE, { width: 80, color: false })].join('');
    expect(text).toContain('weather-and-umbrella');
    expect([...reporter(SAMPLE, { width: 80, color: false })].join('')).toBe(text);
  },
);
