import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { checkLoaded } from '../../src/check/check-loaded.ts';
import { summariseChecks } from '../../src/check/summary.ts';
import { findQuestions } from '../../src/import/bfcl/find-bfcl-files.ts';
import { importBfcl } from '../../src/import/bfcl/bfcl.ts';
import { loadScenarios } from '../../src/scenario/load.ts';

const DATA = resolve(import.meta.dirname, '../../../shared/bfcl/data');
const absent = !existsSync(DATA);
if (absent) process.stderr.write('skipped: the BFCL data beside the checkout is absent\n');

/** Reference answers of BFCL v4 that break the schema of their own tool. */
const BROKEN = [
  'live_multiple_1038-265-0',
  'live_multiple_152-58-6',
  'live_multiple_507-149-4',
  'live_multiple_552-153-1',
  'live_multiple_595-158-1',
  'live_multiple_596-158-2',
  'live_multiple_731-167-2',
  'live_multiple_733-167-4',
  'live_multiple_735-167-6',
  'live_multiple_750-169-5',
  'live_multiple_756-169-11',
  'live_multiple_835-178-10',
  'live_multiple_87-38-4',
  'live_multiple_871-182-8',
  'live_multiple_947-197-0',
  'live_multiple_964-207-0',
  'live_parallel_multiple_2-2-0',
  'live_simple_106-63-0',
  'live_simple_112-68-0',
  'live_simple_71-35-0',
  'parallel_multiple_21',
  'parallel_multiple_94',
];

test.skipIf(absent)(
  'of the imported BFCL answers exactly 22 break their own schema, and what the scorer rejects is named',
  async () => {
    const out = mkdtempSync(join(tmpdir(), 'tooltape-'));
    try {
      importBfcl({
        dataDir: DATA,
        resultsDirs: null,
        categories: findQuestions(DATA)
          .map(({ category }) => category)
          // Their expectations leave much open, since only a simulator could judge the rest.
          .filter((category) => !category.startsWith('multi_turn')),
        out,
        clock: () => new Date(0),
        onProgress: () => {},
      });
      const loaded = loadScenarios(['scenarios'], { cwd: out });
      const { issues, reports } = await checkLoaded(loaded);
      const broken = reports.filter(({ issues: own }) =>
        own.some((issue) => issue.code === 'invalid-expected-arguments'),
      );
      expect(broken.map((report) => report.scenario)).toEqual(BROKEN);
      expect(new Set(issues.filter((issue) => issue.severity === 'error').map((issue) => issue.code))).toEqual(
        new Set(['invalid-expected-arguments']),
      );
      const summary = summariseChecks(reports);
      expect(summary.rejected).toEqual([
        'live_multiple_862-181-3',
        'live_multiple_964-207-0',
        'live_simple_106-63-0',
        'live_simple_112-68-0',
      ]);
      expect(summary.scenarios).toBe(3491);
      expect(summary.mutationScore).toBeGreaterThan(0.999);
      expect(issues.some((issue) => issue.code === 'invalid-alternative' && issue.severity === 'warning')).toBe(true);
      expect(issues.every((issue) => issue.line !== null)).toBe(true);
    } finally {
      rmSync(out, { recursive: true });
    }
  },
);
