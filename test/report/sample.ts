import type { ReportSource } from '../../src/report/source.ts';
import type { TrialRow } from '../../src/domain/run.ts';
import { header, modelRow, scenarioRow, summary, trial } from '../compare/rows.ts';

const CITY = {
  code: 'wrong-arguments',
  path: 'calls[0].arguments.city',
  expected: { $contains: '北京' },
  actual: '上海',
  detail: '$contains',
} as const;

const WEATHER = {
  calls: [
    {
      step: 1,
      name: 'get_weather',
      arguments: { city: '上海', unit: 'celsius' },
      rawArguments: '{"city":"上海","unit":"celsius"}',
      expected: 'expect.calls[0]',
    },
  ],
};

/** Trials that show every part of a report: three models, one of them with a Chinese name. */
const ROWS: readonly TrialRow[] = [
  trial('abstain-from-chat', 'gpt-4o'),
  trial('abstain-from-chat', '通义千问-plus', {
    status: 'error',
    reason: 'rate-limit',
    error: { status: 429, code: 'rate-limit', message: 'The gateway asked to slow down: too many requests' },
  }),
  trial('abstain-from-chat', 'claude-sonnet-4-20250514@openrouter', {
    status: 'unrecorded',
    reason: 'never-recorded',
    latencyMs: null,
  }),
  trial('weather-and-umbrella', 'gpt-4o'),
  trial('weather-and-umbrella', '通义千问-plus', {
    ...WEATHER,
    status: 'fail',
    reason: 'wrong-arguments',
    problems: [
      CITY,
      {
        code: 'missing-call',
        path: 'expect.calls[1]',
        expected: { name: 'search_products' },
        actual: null,
        detail: null,
      },
    ],
    findings: [
      {
        check: 'call-id',
        severity: 'breaking',
        message: 'call 1 has the empty id ""',
        evidence: { cassette: 'weather-and-umbrella/x.json', interaction: 1, excerpt: '"id":""' },
      },
    ],
  }),
  trial('weather-and-umbrella', 'claude-sonnet-4-20250514@openrouter', {
    ...WEATHER,
    steps: [
      {
        turn: 1,
        text: null,
        finishReason: 'stop',
        results: [{ content: '{"error":"no result for these arguments"}', isError: true, unsimulated: true }],
        latencyMs: 900,
      },
    ],
    findings: [
      {
        check: 'finish-reason',
        severity: 'degrading',
        message: 'finish_reason is "stop" beside calls',
        evidence: { cassette: 'weather-and-umbrella/y.json', interaction: 1, excerpt: 'stop' },
      },
    ],
  }),
];

export const SAMPLE: ReportSource = {
  header: header(
    [
      modelRow('gpt-4o', { price: { input: 2.5, output: 10 } }),
      modelRow('通义千问-plus', { omit: ['temperature'], rename: { max_tokens: 'max_completion_tokens' } }),
      modelRow('claude-sonnet-4-20250514@openrouter', { gateway: 'openrouter' }),
    ],
    [
      scenarioRow('abstain-from-chat', { tags: ['zh'] }),
      scenarioRow('weather-and-umbrella', { tags: ['parallel', 'zh'] }),
    ],
  ),
  summary: [
    summary('gpt-4o', {
      scenarios: 2,
      trials: 2,
      judged: 2,
      pass: 2,
      passRate: 1,
      interval: [0.342, 1],
      scores: { ...summary('').scores, abstention: { mean: 1, n: 1 } },
      parallel: { parallel: 1, serial: 0, incomplete: 0, support: 1 },
      costUsd: 0.0123,
      tags: [
        { tag: 'parallel', judged: 1, pass: 1, passRate: 1 },
        { tag: 'zh', judged: 2, pass: 2, passRate: 1 },
      ],
    }),
    summary('通义千问-plus', {
      scenarios: 2,
      trials: 2,
      judged: 1,
      pass: 0,
      error: 1,
      passRate: 0,
      interval: [0, 0.793],
      parallel: { parallel: 0, serial: 0, incomplete: 1, support: 0 },
      reasons: { 'wrong-arguments': 1, 'rate-limit': 1 },
      findings: { 'call-id': 1 },
      tags: [
        { tag: 'parallel', judged: 1, pass: 0, passRate: 0 },
        { tag: 'zh', judged: 1, pass: 0, passRate: 0 },
      ],
    }),
    summary('claude-sonnet-4-20250514@openrouter', {
      scenarios: 2,
      trials: 2,
      judged: 1,
      pass: 1,
      unrecorded: 1,
      passRate: 1,
      interval: [0.207, 1],
      parallel: { parallel: 0, serial: 1, incomplete: 0, support: 0 },
      latency: { p50: 900, p95: 95_000 },
      reasons: { 'never-recorded': 1 },
      findings: { 'finish-reason': 1 },
      tags: [
        { tag: 'parallel', judged: 1, pass: 1, passRate: 1 },
        { tag: 'zh', judged: 1, pass: 1, passRate: 1 },
      ],
    }),
  ],
  trials: () => ROWS,
};

/** Text that tries to leave its place, wherever a model, a gateway or a scenario can put text. */
export function hostile(text: string): ReportSource {
  const problem = {
    code: 'wrong-arguments',
    path: 'calls[0].arguments.x',
    expected: text,
    actual: text,
    detail: null,
  } as const;
  const finding = {
    check: 'text-leak',
    severity: 'breaking',
    message: text,
    evidence: { cassette: text, interaction: 1, excerpt: text },
  } as const;
  const calls = [{ step: 1, name: text, arguments: { x: text, [text]: text }, rawArguments: text, expected: null }];
  const rows = [
    trial(text, text, { status: 'fail', reason: 'wrong-arguments', problems: [problem], calls, findings: [finding] }),
    trial(text, text, {
      trial: 2,
      status: 'fail',
      reason: 'missing-call',
      problems: [],
      calls: [{ ...calls[0], arguments: null } as never],
    }),
    trial(text, `${text}2`, {
      status: 'error',
      reason: 'provider-error',
      error: { status: 500, code: text, message: text },
    }),
    trial(text, `${text}3`, { status: 'unrecorded', reason: 'never-recorded' }),
  ];
  const models = [text, `${text}2`, `${text}3`];
  const tags = [text, `${text}b`].map((tag) => ({ tag, judged: 1, pass: 1, passRate: 1 }));
  return {
    header: header(
      models.map((name) => modelRow(name, { servedAs: text, gateway: text, omit: [text], rename: { [text]: text } })),
      [scenarioRow(text, { tags: [text] })],
    ),
    summary: models.map((name) =>
      summary(name, { tags, flaky: [text], findings: { 'text-leak': 1 }, trials: 2, scenarios: 1 }),
    ),
    trials: () => rows,
  };
}
