import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { attention, collectAttention } from '../../src/report/sections/noted/attention.ts';
import { renderTerminal } from '../../src/report/render/render-terminal.ts';
import {
  terminalOverview,
  terminalReport,
  terminalVerdict,
  TERMINAL_ROWS,
} from '../../src/report/reporters/terminal.ts';
import { header, modelRow, scenarioRow, summary, trial } from '../compare/rows.ts';
import { hostile, SAMPLE } from './sample.ts';

const COLOR = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

function sample(width: number, color = false): string {
  return [...terminalReport(SAMPLE, { width, color })].join('');
}

test.each([60, 80, 120])('the report at %i columns', async (width) => {
  await expect(sample(width)).toMatchFileSnapshot(`golden/terminal-${width}.txt`);
});

test('the report with colours', async () => {
  await expect(sample(80, true)).toMatchFileSnapshot('golden/terminal-80-color.txt');
});

test.each([40, 60, 80, 100, 120, 200])('no line is wider than %i columns', (width) => {
  for (const line of sample(width).split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
});

test('colours change nothing but colours', () => {
  expect(sample(80, true).replaceAll(COLOR, '')).toBe(sample(80));
  expect(sample(80, true)).toMatch(COLOR);
  expect(sample(80)).not.toMatch(COLOR);
});

/** The lines of each table: a rule, the line of titles above it, and those below it up to an empty one. */
function tables(text: string): string[][] {
  const lines = text.replaceAll(COLOR, '').split('\n');
  return lines.flatMap((line, at) => {
    if (!/^─+$/.test(line)) return [];
    const rows = SAMPLE.summary.length;
    return [lines.slice(at - 1, at + 1 + rows)];
  });
}

test.each([40, 60, 80, 120, 200])(
  'every line of a table is equally wide at %i columns, Chinese names and all',
  (width) => {
    for (const text of [sample(width), sample(width, true)]) {
      const found = tables(text);
      expect(found.length).toBeGreaterThan(0);
      for (const lines of found) expect(new Set(lines.map((line) => stringWidth(line))).size).toBe(1);
    }
  },
);

test('a narrow terminal loses no column', () => {
  const titles = (text: string): string[] => tables(text).flatMap(([first = '']) => first.trim().split(/ {2,}/));
  expect(new Set(titles(sample(40)))).toEqual(new Set(titles(sample(200))));
});

test('wide emoji and combining marks keep the columns straight', () => {
  const names = ['👩‍👩‍👧‍👦-model', 'नमस्ते', 'é́', '한국어', 'plain', '\u200d', '🫨🫩', 'e\u0301e\u0301'];
  const text = terminalOverview(
    header(
      names.map((name) => modelRow(name)),
      [scenarioRow('s')],
    ),
    names.map((name) => summary(name)),
    collectAttention([], 1),
    { width: 200 },
  );
  const lines = text.split('\n').slice(0, names.length + 2);
  expect(new Set(lines.map((line) => stringWidth(line))).size).toBe(1);
});

test('nothing of a model, a gateway or a scenario reaches the terminal as it is', () => {
  for (const text of [
    '\u001b[31mred',
    '\u001b]8;;https://evil.example\u0007x',
    'a\rb\nc',
    '\u009b2J',
    'a\u202eb',
    '\ue000\ue001',
  ]) {
    const shown = [...terminalReport(hostile(text), { width: 120 })].join('');
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    const painted = [...terminalReport(hostile(text), { width: 120, color: true })].join('');
    expect(painted.replaceAll(COLOR, '')).toBe(shown);
  }
});

test('the output names no time and is the same every time', () => {
  expect(sample(80)).toBe(sample(80));
  expect(sample(200)).not.toContain('2026');
});

test('long lists are cut and counted', () => {
  const rows = Array.from({ length: 1500 }, (_, at) =>
    trial(`s${at}`, 'm', { status: 'fail', reason: 'missing-call' }),
  );
  const text = [
    ...terminalReport(
      {
        header: header([modelRow('m')], []),
        summary: [
          summary('m', { judged: 1500, pass: 0, reasons: { 'missing-call': 1499, 'wrong-tool': 1, timeout: 3 } }),
        ],
        trials: () => rows,
      },
      { width: 80 },
    ),
  ].join('');
  expect(text).toContain('Failing: 1,500 of 1,500 judged trials');
  expect(text).toContain('… and 1,480 more');
  expect(text.match(/✗/g)).toHaveLength(TERMINAL_ROWS);
  expect(text).toContain('m — 1,499 missing-call, 1 wrong-tool');
  expect(text).not.toContain('3 timeout');
});

test('several trials are told apart, flaky scenarios named, pass@k and pass^k shown', () => {
  const rows = [1, 2, 3].map((number) =>
    trial('s', 'm', { trial: number, status: number === 2 ? 'fail' : 'pass', reason: null }),
  );
  const passAtK = [1, 2, 3].map((k) => ({
    k,
    passAt: k === 1 ? 2 / 3 : 1,
    passHat: k === 1 ? 2 / 3 : k === 2 ? 1 / 3 : 0,
    scenarios: 1,
  }));
  const source = {
    header: header([modelRow('m')], [scenarioRow('s')]),
    summary: [summary('m', { scenarios: 1, trials: 3, judged: 3, pass: 2, passAtK, flaky: ['s'] })],
    trials: () => rows,
  };
  const whole = [...terminalReport(source, { width: 100 })].join('');
  const brief = terminalOverview(source.header, source.summary, collectAttention(rows, 20), { width: 100 });
  expect(whole).toContain('✗ s · m · 2/3 passed');
  for (const text of [whole, brief]) {
    expect(text).toContain('Flaky, passed in some trials and failed in others: m (s)');
    expect(text).toMatch(/pass@2 +pass\^2 +pass@3 +pass\^3/);
    expect(text).toMatch(/m +100% +33.3%/);
  }
});

test('a verdict stands last on a terminal, first in a file', () => {
  const verdict = '3 of 4 judged trials passed, 1 error, 1 unrecorded: 2 scenarios, 3 models.';
  const lines = sample(120).trimEnd().split('\n');
  expect(lines.at(-2)).toBe(verdict);
  const [file = ''] = [...terminalReport(SAMPLE, { width: 120, toFile: true })];
  expect(file.split('\n')[0]).toBe(verdict);
});

test('gates that were not met are the last word', () => {
  const met = { gate: 'min-pass', met: true, checks: [] } as const;
  const missed = { gate: 'max-findings', level: 'none', met: false, checks: [] } as const;
  const last = (...gates: Parameters<typeof terminalVerdict>[3]): string | undefined =>
    terminalVerdict(SAMPLE.header, SAMPLE.summary, 0, gates).trimEnd().split('\n').at(-1);
  expect(last(met, missed)).toBe('✗ Not met: --max-findings none');
  expect(last(met)).toBe('✓ Met: --min-pass');
});

test('what the sandbox answered is said to be simulated', () => {
  const models = [modelRow('a', { gateway: 'sandbox' }), modelRow('b')];
  const text = terminalVerdict(header(models, []), [summary('a'), summary('b', { passRate: 0 })], 0, [], {
    width: 120,
  });
  expect(text).toContain('2 models (simulated: a).');
  expect(text).toContain('a (simulated) passes most');
});

test('a run of nothing is said to be one', () => {
  const text = terminalVerdict(header([], []), [], 0, []);
  expect(text).toBe('0 of 0 judged trials passed: 0 scenarios, 0 models.\nNo trial was run.\n');
});

test('a table of dashes is not printed', () => {
  const nothing = summary('m', {
    trials: 2,
    judged: 0,
    pass: 0,
    unrecorded: 2,
    passRate: null,
    interval: null,
    latency: null,
    scores: Object.fromEntries(Object.keys(summary('m').scores).map((key) => [key, null])) as never,
  });
  const rows = [1, 2].map((number) => trial('s', 'm', { trial: number, status: 'unrecorded', reason: 'used-up' }));
  const text = terminalOverview(header([modelRow('m')], [scenarioRow('s')]), [nothing], collectAttention(rows, 20), {
    width: 160,
  });
  expect(text).not.toMatch(/─|pass rate/);
  expect(text).toContain('Not judged: 2 trials\n  ! used-up — 2 trials: m 2; s: it asks more often than was recorded');
});

test('errors of one cause are one line, whatever ids their messages hold', () => {
  const error = (model: string, id: string) =>
    trial('s', model, {
      status: 'error',
      reason: 'auth',
      error: { status: 401, code: 'auth', message: `invalid key, request ${id}` },
    });
  const rows = [error('a', 'req_019f'), error('b', 'req_77aa1'), error('b', 'req_8')];
  const text = terminalOverview(header([], []), [summary('a')], collectAttention(rows, 20), { width: 160 });
  expect(text).toContain('Not judged: 3 trials\n  ! auth — 3 trials: b 2, a 1; s: invalid key, request req_019f');
});

test('columns that tell nothing are left out, and the others explained', () => {
  const text = terminalOverview(header([modelRow('m')], []), [summary('m')], collectAttention([], 1), { width: 200 });
  expect(text.split('\n')[0]?.trim().split(/ {2,}/)).toEqual([
    'model',
    'passed',
    'pass rate (95%)',
    'select',
    'args',
    'valid',
    'p50/p95',
  ]);
  expect(text).toContain("pass rate: with Wilson's 95% interval · select: right functions (F1)");
  expect(text).not.toContain('abstain');
});

test('a collector tells the worst of each check, and counts trials', () => {
  const finding = (severity: 'cosmetic' | 'breaking', message: string) => ({
    ...({ check: 'usage', severity, message } as const),
    evidence: { cassette: '', interaction: 1, excerpt: '' },
  });
  const collector = attention(1);
  collector.add(trial('a', 'm', { findings: [finding('cosmetic', 'none'), finding('cosmetic', 'none again')] }));
  collector.add(trial('b', 'm', { findings: [finding('breaking', 'negative')] }));
  collector.add(trial('c', 'm', { findings: [finding('cosmetic', 'none')] }));
  expect(collector.result().findings).toMatchObject([
    {
      model: 'm',
      check: 'usage',
      severity: 'breaking',
      trials: 3,
      example: { scenario: 'b', finding: { message: 'negative' } },
    },
  ]);
});

test('retries are counted: attempts beyond one for each step, and for the request that failed', () => {
  const step = { turn: 1, text: '', finishReason: 'stop', results: [], latencyMs: 1 };
  const rows = [
    trial('a', 'm', { attempts: 4, steps: [step, step] }),
    trial('b', 'm', { attempts: 3, status: 'error', reason: 'rate-limit' }),
    trial('c', 'm', { attempts: 0, steps: [step] }),
  ];
  const { retries } = collectAttention(rows, 20);
  expect(terminalVerdict(header([modelRow('m')], []), [summary('m')], retries, [])).toContain(' passed, 4 retries: ');
});

test('intervals have a decimal where all of them are narrow', () => {
  const table = (...intervals: [number, number][]): string =>
    terminalOverview(
      header([], []),
      intervals.map((interval) => summary('m', { interval })),
      collectAttention([], 1),
    );
  expect(table([0.881, 0.912], [0.85, 0.94])).toContain('[88.1–91.2]');
  expect(table([0.881, 0.912], [0.7, 0.94])).toContain('[88–91]');
});

test.each(['::error::boom', '::add-mask::x', '##[error]boom'])(
  'no line starts with %s, which CI would obey',
  (command) => {
    const text = `${'word '.repeat(12)}${command} ${'word '.repeat(12)}${command}`;
    for (let width = 60; width < 80; width++) {
      const blocks = [{ kind: 'list' as const, items: [{ tone: 'bad' as const, lead: 'a', text }], hidden: 0 }];
      const lines = renderTerminal([{ title: null, blocks }], { width }).split('\n');
      expect(lines.filter((line) => /^\s*(?:::|##\[)/.test(line))).toEqual([]);
    }
  },
);
