import MarkdownIt from 'markdown-it';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { checkBaseline } from '../../src/compare/gates/baseline.ts';
import { compareModels } from '../../src/compare/compare-models.ts';
import { compareRuns } from '../../src/compare/compare-runs.ts';
import type { Comparison, RunComparison } from '../../src/compare/comparison.ts';
import { checkEachFloor } from '../../src/compare/gates/each-floor.ts';
import { checkMaxFindings } from '../../src/compare/gates/max-findings.ts';
import { checkMinPass } from '../../src/compare/gates/min-pass.ts';
import type { Run, TrialRow } from '../../src/domain/run.ts';
import { comparisonReporters } from '../../src/report/reporters.ts';
import { changeSentence } from '../../src/report/sections/comparison/change-sentence.ts';
import { gateDocument } from '../../src/report/sections/gates/gate-document.ts';
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

test('two runs without a common scenario say that nothing was compared', () => {
  const comparison = compareRuns(run([trial('s', 'm')]), run([trial('t', 'm')]));
  for (const reporter of ['table', 'markdown'])
    expect(text(comparison, reporter)).toContain('Nothing was compared: the two runs have no scenario');
  expect(text(comparison)).not.toContain('no verdict changed');
  expect(changeSentence(comparison, [])).toContain('Nothing was compared');
});

test('scenarios × models that one run did not judge stand in the first sentence', () => {
  const [judged, error] = [run(trialsOf('m', 'PP')), run(trialsOf('m', 'PE'))];
  expect(text(compareRuns(judged, error))).toContain('no verdict changed, 1 no longer judged.');
  expect(text(compareRuns(error, judged))).toContain('no verdict changed, 1 newly judged.');
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
  expect(html).toMatch(/<li>expected &quot;Oslo&quot;<\/li>\n<li>made &quot;Bergen&quot;<\/li>/);
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
  ✗ bad — 50.0% passed (5 of 10 judged), at least 90% wanted
  ✗ none — nothing was judged, at least 90% wanted
  ✗ good — nothing was judged on tag zh, at least 95% wanted
  ✗ bad — nothing was judged on tag zh, at least 95% wanted
  ✗ none — nothing was judged on tag zh, at least 95% wanted
  ✓ good — 100% passed (10 of 10 judged), at least 90% wanted
`,
  );
  expect(renderTerminal(gateDocument(checkMinPass([], [{ tag: null, rate: 1 }])))).toBe(
    'Gate --min-pass: not met\nThere is no model to compare.\n',
  );
});

const STRICT = { tolerance: 'none', live: false } as const;
const shownGate = (base: Run, candidate: Run, how: Parameters<typeof checkBaseline>[1] = STRICT): string =>
  renderTerminal(gateDocument(checkBaseline(compareRuns(base, candidate), how)), { width: 120 });

test('a broken baseline names the scenario and the differing argument', () => {
  const base = run(trialsOf('m', 'PPPPPPPP'));
  const shown = shownGate(base, run(trialsOf('m', 'PPFFFFFF', FAILED)));
  expect(shown).toContain(
    'Gate --baseline: not met\n6 of 8 scenarios × models pass a smaller share than in the baseline.\n',
  );
  expect(shown).toContain('  ✗ m — −75.0 points on 8 pairs of trials, p 0.031 (worse)\n');
  expect(shown).toContain(
    '  ✗ s03 · m — wrong-arguments at call 1 weather, city (the model answered differently)\n      expected  "Oslo"\n      made      "Bergen"\n',
  );
  expect(shown).not.toContain('--baseline-tolerance');
});

test('a baseline that holds says what it compared, and still names what passes less often', () => {
  const base = run(trialsOf('m', 'PPPPPPPP'));
  expect(shownGate(base, base)).toBe(
    `Gate --baseline: met
None of 8 scenarios × models passes a smaller share than in the baseline.

  ✓ m — 0.0 points on 8 pairs of trials, p 1.000 (inconclusive)
`,
  );
  const slipped = shownGate(base, run(trialsOf('m', 'PPPPPPPF', FAILED)), { tolerance: 'chance', live: true });
  expect(slipped).toContain('Gate --baseline, --baseline-tolerance chance: met\n0 of 1 model is worse beyond chance');
  expect(slipped).toContain('! s08 · m — wrong-arguments');
  expect(shownGate(base, run(trialsOf('m', 'EEEEEEEE')))).toContain('✗ m — nothing was judged in both runs');
});

test('several trials that were asked anew are offered what chance explains', () => {
  const twice = (verdicts: string): TrialRow[] =>
    verdicts
      .split('')
      .map((verdict, at) =>
        trial('s01', 'm', { trial: at + 1, ...(verdict === 'P' ? {} : { status: 'fail', ...FAILED }) }),
      );
  const shown = shownGate(run(twice('PP')), run(twice('PF')), { tolerance: 'none', live: true });
  expect(shown).toContain('--baseline-tolerance chance allows what chance explains');
});

test('a baseline gate names what is missing, what could not be judged and what it could not compare', () => {
  const base = run([...trialsOf('m', 'PPPP'), ...trialsOf('old', 'P')]);
  const candidate = run([...trialsOf('m', 'PPE'), trial('s03', 'm', { trial: 2 }), trial('s09', 'm')]);
  expect(shownGate(base, candidate)).toBe(
    `Gate --baseline: not met
None of 3 scenarios × models passes a smaller share than in the baseline, 2 are missing.

  ✓ m — 0.0 points on 2 pairs of trials, p 1.000 (inconclusive)

Judged in the baseline, missing here: 2
  ✗ s01 · old — 1 of 1 passed in the baseline
  ✗ s04 · m — 1 of 1 passed in the baseline

Numbers of trials that differ: 1
  ! s03 · m — 1 trial in the baseline, 2 here

Not compared
  ! only in the run — 1 scenario: s09
`,
  );
  expect(shownGate(run(trialsOf('m', 'PP')), run(trialsOf('m', 'PE')))).toContain('s02 · m — pass → error');
});

test('a floor for every scenario names each that misses it', () => {
  const rows = [...trialsOf('m', 'PFE'), ...trialsOf('n', 'PPP')];
  const shown = renderTerminal(gateDocument(checkEachFloor('--min-pass each=0.5', run(rows).trials(), () => 0.5)));
  expect(shown).toBe(
    `Gate --min-pass each=0.5: not met by 2 of 6 scenarios × models

  ✗ s02 · m — 0 of 1 judged trials passed, at least 50% wanted
  ✗ s03 · m — nothing was judged, at least 50% wanted
`,
  );
});

test('a gate on findings names the worst first, and how many trials it looked at', () => {
  const finding = (check: 'call-id' | 'usage', severity: 'breaking' | 'cosmetic') => ({
    check,
    severity,
    message: '',
    evidence: { cassette: '', interaction: 1, excerpt: '' },
  });
  const step = { turn: 1, text: null, finishReason: null, results: [], latencyMs: 1 };
  const rows = [
    trial('a', 'm', { steps: [step], findings: [finding('usage', 'cosmetic'), finding('call-id', 'breaking')] }),
    trial('a', 'n', { steps: [step], findings: [finding('usage', 'cosmetic')] }),
    trial('b', 'm', { steps: [step], findings: [finding('usage', 'cosmetic')] }),
  ];
  const shown = (level: 'none' | 'cosmetic'): string =>
    renderTerminal(gateDocument(checkMaxFindings(['m', 'n', 'silent'], rows, level)));
  expect(shown('none')).toBe(
    `Gate --max-findings none: not met (wire findings: none is allowed)
  ✗ m — breaking call-id in 1, cosmetic usage in 2, of 2 trials
  ✗ n — cosmetic usage in 1, of 1 trial
  ✗ silent — nothing came over the wire
`,
  );
  expect(shown('cosmetic')).toContain('✓ n — no worse one; 1 with an allowed one, of 1 trial\n');
});
