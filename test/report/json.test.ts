import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonReport } from '../../src/report/reporters/json.ts';
import { createRunWriter, serializeTrial } from '../../src/run/file/run-file-write.ts';
import { header, modelRow, scenarioRow, summary, trial } from '../compare/rows.ts';
import { SAMPLE } from './sample.ts';

test.each([0, 1, 256, 257, 1000])('the run file byte for byte, with %i trials', (count) => {
  const folder = mkdtempSync(join(tmpdir(), 'tooltape-'));
  try {
    const rows = Array.from({ length: count }, (_, at) => trial(`s${at}`, 'm'));
    const source = {
      header: header(count === 0 ? [] : [modelRow('m'), modelRow('北京')], [scenarioRow('a'), scenarioRow('b')]),
      summary: count === 0 ? [] : [summary('m')],
      trials: () => rows,
    };
    const file = join(folder, 'run.json');
    const writer = createRunWriter(file, source.header);
    for (const row of rows) writer.addLine(serializeTrial(row));
    writer.finish(source.summary);
    expect([...jsonReport(source)].join('')).toBe(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('one JSON document', () => {
  expect(JSON.parse([...jsonReport(SAMPLE)].join(''))).toEqual({
    ...SAMPLE.header,
    trials: SAMPLE.trials(),
    summary: SAMPLE.summary,
  });
});
