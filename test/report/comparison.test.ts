import MarkdownIt from 'markdown-it';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { checkBaseline } from '../../src/compare/baseline.ts';
import { compareModels } from '../../src/compare/compare-models.ts';
import { compareRuns } from '../../src/compare/compare-runs.ts';
import type { Comparison, RunComparison } from '../../src/compare/comparison.ts';
import { checkMinPass } from '../../src/compare/min-pass.ts';
import type { TrialRow } from '../../src/domain/run.ts';
import { comparisonReporters } from '../../src/report/reporters.ts';
import { gateDocument } from '../../src/report/sections/gate-document.ts';
import { renderTerminal } from '../../src/report/render/render-terminal.ts';
import { modelRow, run, scenarioRow, summary, trial, trialsOf } from '../compare/rows.ts';

const CITY = {
  code: 'wrong-arguments',
  path: 'calls[0].arguments.city',
  expected: 'Oslo',
  actual: 'Bergen',
  detail: null,
} as const;
const CALL = { step: 1, name: 'weather', arguments: { city: 'Bergen' }, rawArguments: '', expected: null };
const FAILED: Partial<TrialRow> = { problems: [CITY], calls: [CALL], recordingHash: 'new' };

const REPORTERS = new Map(
  await Promise.all([...comparisonReporters()].map(async ([name, load]) => [name, await load()] as const)),
);

function text(comparison: Comparison, reporter = 'table', width = 90): string {
  return [...(REPORTERS.get(reporter)?.(comparison, { width }) ?? [])].join('');
}

function modelComparison(): Comparison {
  const source = run([
    ...trialsOf('gpt-4o', 'PPPPPPPPPP'),
    ...trialsOf('通义千问-plus', 'FFFFFFFFPP'),
    ...trialsOf('gpt-4o@other', 'PPPPPPPPFE', {
      findings: [
        {
          check: 'usage',
          severity: 'cosmetic',
          message: 'none',
          evidence: { cassette: '', interaction: 1, excerpt: '' },
        },
      ],
    }),
  ]);
  const models = source.header.models.map((model) =>
    model.name === 'gpt-4o@other' ? modelRow(model.name, { servedAs: 'gpt-4o', gateway: 'other' }) : model,
  );
  return compareModels({ ...source.header, models }, source.summary, source.trials());
}

function runComparison(): RunComparison {
  const finding = {
    check: 'call-id',
    severity: 'breaking',
    message: '',
    evidence: { cassette: '', interaction: 1, excerpt: '' },
  } as const;
  const base = run([...trialsOf('m', 'PPPPPPPPPFPP', { costUsd: 0.001 }), ...trialsOf('old', 'P')]);
  const candidate = run(
    [
      ...trialsOf('m', 'FFFFFFFFEPP', { ...FAILED, latencyMs: 2500, costUsd: 0.002, findings: [finding] }),
      trial('t01', 'm'),
      ...trialsOf('new', 'P'),
    ],
    {
      scenarios: [
        ...Array.from({ length: 11 }, (_, at) =>
          scenarioRow(`s${String(at + 1).padStart(2, '0')}`, at === 0 ? { ruleHash: 'new' } : {}),
        ),
        scenarioRow('t01'),
      ],
    },
  );
  return compareRuns(base, candidate);
}

test('models are compared best first, with verdicts, in words', async () => {
  await expect(text(modelComparison())).toMatchFileSnapshot('golden/compare-models.txt');
});

test('two runs show only what changed, and whether it is more than chance', async () => {
  await expect(text(runComparison())).toMatchFileSnapshot('golden/compare-runs.txt');
});

test('the same run twice shows that nothing changed, and nothing else', () => {
  const source = run([...trialsOf('a', 'PFE'), ...trialsOf('b', 'PPP')]);
  expect(text(compareRuns(source, source))).toBe('Nothing changed: 6 scenarios × models compared.\n');
  expect(text(compareRuns(source, source), 'markdown').trim()).toBe('Nothing changed: 6 scenarios × models compared.');
});

test('recordings that changed without moving a verdict are said to', () => {
  const base = run(trialsOf('m', 'PP'));
  expect(text(compareRuns(base, run(trialsOf('m', 'PP', { recordingHash: 'new' }))))).toContain(
    '2 scenarios × models compared: no verdict changed, 2 with another recording.',
  );
});

test.each([40, 80, 120])('a comparison fits into %i columns', (width) => {
  for (const comparison of [modelComparison(), runComparison()]) {
    for (const line of text(comparison, 'table', width).split('\n'))
      expect(stringWidth(line)).toBeLessThanOrEqual(width);
  }
});

test('a comparison as JSON is the comparison', () => {
  for (const comparison of [modelComparison(), runComparison()]) {
    expect(JSON.parse(text(comparison, 'json'))).toEqual(comparison);
  }
  expect(JSON.parse(text(modelComparison(), 'json'))).toMatchObject({
    format: 'tooltape.comparison/1',
    pairs: [
      {
        base: 'gpt-4o',
        candidate: 'gpt-4o@other',
        n: 9,
        bothPass: 8,
        basePassOnly: 1,
        candidatePassOnly: 0,
        bothFail: 0,
        p: 1,
      },
      {
        base: 'gpt-4o',
        candidate: '通义千问-plus',
        n: 10,
        basePassOnly: 8,
        p: 0.0078125,
        pAdjusted: 0.015625,
        verdict: 'worse',
      },
    ],
  });
});

test('a comparison as Markdown holds its tables', () => {
  const html = new MarkdownIt().render(text(runComparison(), 'markdown'));
  expect(html).toContain('<h3>Newly failing: 8</h3>');
  expect(html).toMatch(/<td[^>]*>worse<\/td>/);
  expect(html).toContain('city is &quot;Bergen&quot;, expected &quot;Oslo&quot;');
});

test('a comparison as JUnit is valid; what is worse fails', () => {
  const schema = XmlDocument.fromBuffer(readFileSync(fileURLToPath(new URL('junit.xsd', import.meta.url))));
  const validator = XsdValidator.fromDoc(schema);
  for (const comparison of [modelComparison(), runComparison()]) {
    const xml = text(comparison, 'junit');
    const document = XmlDocument.fromString(xml);
    validator.validate(document);
    document.dispose();
    expect(xml).toContain('<failure message="worse: ');
  }
  validator.dispose();
  schema.dispose();
  expect(text(runComparison(), 'junit')).toContain('<testcase name="s02" classname="m"');
  expect(text(runComparison(), 'junit')).toContain('+ actual:   &quot;Bergen&quot;');
});

test('text of models cannot leave its place in a comparison', () => {
  const evil = '\u001b[2J<b>|\u202e';
  const problems = [{ ...CITY, actual: evil }];
  const rows = (status: 'pass' | 'fail'): TrialRow[] => [
    trial(evil, evil, { status, ...(status === 'fail' ? { problems } : {}) }),
  ];
  const comparison = compareRuns(run(rows('pass')), run(rows('fail')));
  for (const reporter of ['table', 'markdown', 'junit'] as const) {
    const shown = text(comparison, reporter).replaceAll('\n', '');
    expect(shown).not.toMatch(/[\p{Cc}\u202e]/u);
    if (reporter !== 'table') expect(shown).not.toContain('<b>');
  }
});

test('a gate says what it compared', () => {
  const models = [
    summary('good', { pass: 10 }),
    summary('bad', { pass: 5 }),
    summary('none', { judged: 0, pass: 0, passRate: null }),
  ];
  const result = checkMinPass(models, [
    { tag: null, rate: 0.9 },
    { tag: 'zh', rate: 0.95 },
  ]);
  expect(renderTerminal(gateDocument(result), { width: 100 })).toBe(
    `Gate --min-pass: not met
  ✗ bad — 50.0% passed (5 of 10), at least 90% wanted
  ✗ none — nothing was judged, at least 90% wanted
  ✗ good — nothing was judged on tag zh, at least 95% wanted
  ✗ bad — nothing was judged on tag zh, at least 95% wanted
  ✗ none — nothing was judged on tag zh, at least 95% wanted
  ✓ good — 100% passed (10 of 10), at least 90% wanted
`,
  );
  expect(renderTerminal(gateDocument(checkMinPass([], [{ tag: null, rate: 1 }])))).toBe(
    'Gate --min-pass: not met\nThere is no model to compare.\n',
  );
});

test('a broken baseline names the scenario and the differing argument', () => {
  const base = run(trialsOf('m', 'PPPPPPPP'));
  const result = checkBaseline(compareRuns(base, run(trialsOf('m', 'PPFFFFFF', FAILED))), false);
  const shown = renderTerminal(gateDocument(result), { width: 120 });
  expect(shown).toContain(
    'Gate --baseline: not met (no model may be worse beyond chance)\n  ✗ m — worse: −75.0 points on 8 pairs, p 0.031',
  );
  expect(shown).toContain(
    '  ✗ s03 · m — wrong-arguments: call 1 weather: city is "Bergen", expected "Oslo" (the model answered differently)\n',
  );
});

test('a baseline that holds says so, and still names what passes less often', () => {
  const base = run(trialsOf('m', 'PPPPPPPP'));
  const held = renderTerminal(gateDocument(checkBaseline(compareRuns(base, base), true)));
  expect(held).toBe(
    'Gate --baseline: met (nothing may pass less often than in the baseline)\n  ✓ m — inconclusive: 0.0 points on 8 pairs, p 1.000\n',
  );
  const slipped = renderTerminal(
    gateDocument(checkBaseline(compareRuns(base, run(trialsOf('m', 'PPPPPPPF', FAILED))), false)),
  );
  expect(slipped).toContain('Gate --baseline: met');
  expect(slipped).toContain('! s08 · m — wrong-arguments');
  const nothing = renderTerminal(gateDocument(checkBaseline(compareRuns(base, run(trialsOf('m', 'EEEEEEEE'))), false)));
  expect(nothing).toContain('✗ m — nothing was judged in both runs');
});

test('a baseline gate names what it could not compare', () => {
  const base = run([...trialsOf('m', 'PPPP'), ...trialsOf('old', 'P')]);
  const candidate = run([...trialsOf('m', 'PPE')]);
  expect(renderTerminal(gateDocument(checkBaseline(compareRuns(base, candidate), false)))).toBe(
    `Gate --baseline: met (no model may be worse beyond chance)
  ✓ m — inconclusive: 0.0 points on 2 pairs, p 1.000

Judged in the baseline, not now: 1
  ! s03 · m — pass → error

Not compared
  ! only in the baseline — 1 scenario: s04
  ! only in the baseline — 1 model: old
`,
  );
});
