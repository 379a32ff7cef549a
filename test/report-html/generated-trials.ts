import type { Json, JsonObject } from '../../src/json/json.ts';
import type { CallRow, ScenarioRow, TrialRow } from '../../src/domain/run.ts';
import type { Problem, Scores } from '../../src/domain/score.ts';

/** Text that would do something if any of it were taken as markup, script or a control sequence. */
export const HOSTILE: string =
  '</script><script>window.__ran = true; document.title = "owned"</script><img src="https://example.invalid/x.png" onerror="window.__ran = true">' +
  '<!-- <script> --> <svg onload="window.__ran = true"> javascript:alert(1) \u2028\u2029 \u001b[31mred\u001b[0m \u0007 \u202Eback\u202C & &amp; "quoted" \'single\' ${x} {{y}} \ud800';

const LONG = `${'A very long value that never seems to end, '.repeat(700)}${'x'.repeat(3000)}`;

const PROMPTS = [
  'What is the weather in Paris right now, in celsius?',
  '北京今天天气怎么样?顺便帮我搜一下雨伞',
  'ما هو الطقس في القاهرة اليوم؟ وابحث لي عن مظلة بسعر أقل من ٢٠٠ جنيه',
  'Book a table for four on 23 November and remind me an hour before.',
  'Find the area of a triangle with base 10 and height 5, then the hypotenuse of 3 and 4.',
  'Thanks, that is all for today.',
  'Compare the prices of three umbrellas and tell me which one is cheapest, including delivery to Reykjavík.',
];
const TAGS = ['parallel', 'simple', 'zh', 'abstain', 'live', 'multiple'];
/** Name, gateway, share of passes before luck, milliseconds a trial. */
export const MODELS: readonly (readonly [name: string, gateway: string, rate: number, speed: number])[] = [
  ['gpt-4o', 'openai', 0.93, 640],
  ['claude-sonnet-4-20250514', 'crazyrouter', 0.91, 1250],
  ['gpt-4o-mini', 'openai', 0.86, 420],
  ['gemini-2.5-pro', 'crazyrouter', 0.88, 2300],
  ['claude-opus-4-20250514', 'crazyrouter', 0.9, 2900],
  ['gemini-2.5-flash', 'crazyrouter', 0.79, 510],
  ['gpt-4-turbo', 'openai', 0.82, 1900],
  ['mistral/mistral-small-2409@router', 'router', 0.64, 700],
  ['command-r-plus', 'router', 0.55, 1400],
];

const REASONS = [
  'wrong-arguments',
  'wrong-arguments',
  'wrong-arguments',
  'missing-call',
  'missing-call',
  'called-tool',
  'wrong-tool',
  'invalid-arguments',
  'malformed-call',
  'extra-call',
  'wrong-order',
  'not-parallel',
  'wrong-answer',
  'truncated',
  'empty-turn',
  'wire',
] as const;

/** A number of 0..1 from three numbers, the same every time. */
function chance(a: number, b: number, c: number): number {
  let x = (a * 374_761_393 + b * 668_265_263 + c * 2_147_483_647 + 0x9e3779b9) | 0;
  x = Math.imul(x ^ (x >>> 13), 1_274_126_177);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
}

/** The scenario at a position. */
export function scenarioRow(i: number): ScenarioRow {
  const kind = TAGS[i % TAGS.length] ?? 'simple';
  const prompt = i % 40 === 7 ? `Hostile: ${HOSTILE}` : (PROMPTS[i % PROMPTS.length] ?? '');
  return {
    id: i % 97 === 3 ? `天气与雨伞-${i}` : `${kind}-${String(i).padStart(4, '0')}-weather-and-umbrella`,
    tags: i % 3 === 0 ? [kind, 'core'] : [kind],
    messages: [
      {
        role: 'system',
        content: 'You are a careful assistant. Use the tools when they help, and answer in the language of the user.',
      },
      { role: 'user', content: prompt },
    ],
    tools: [
      {
        type: 'function',
        function: {
          name: 'get_weather',
          description: '获取指定城市的天气信息',
          parameters: {
            type: 'object',
            properties: {
              city: { type: 'string', description: '城市名称,如:北京' },
              unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
            },
            required: ['city'],
          },
        },
      },
      {
        type: 'function',
        function: {
          name: 'search_products',
          description: 'Search the catalogue.',
          parameters: {
            type: 'object',
            properties: { query: { type: 'string' }, max_price: { type: 'number' } },
            required: ['query'],
          },
        },
      },
    ],
    expect: {
      calls: [
        { name: 'get_weather', arguments: { city: { $contains: '北京' }, unit: { $optional: 'celsius' } } },
        { name: 'search_products', arguments: { query: { $contains: '伞' }, max_price: { $range: [100, 200] } } },
      ],
      final: { contains: ['22', '雨伞'] },
    },
    ruleHash: 'f00d'.repeat(16),
  };
}

/** What a model did on a scenario: mostly right, sometimes wrong in one of many ways, rarely not judged. */
export function trialRow(scenario: ScenarioRow, s: number, m: number, t: number): TrialRow {
  const [model = '', , rate = 1, speed = 500] = MODELS[m] ?? [];
  const hard = chance(s, 0, 1) * 0.5;
  const luck = chance(s, m + 1, t);
  const failed = luck > rate + 0.14 - hard;
  const failedAt = Math.floor(chance(s, m + 31, t) * REASONS.length);
  const reason = REASONS[failedAt] ?? 'wrong-arguments';
  const latencyMs = Math.round(speed * (0.6 + chance(s, m, t + 50) * 1.4));
  const base = {
    scenario: scenario.id,
    model,
    trial: t,
    attempts: 0,
    recordingHash: 'a1b2c3d4'.repeat(8),
    relevance: 1,
  } as const;
  const empty = {
    parallelCounts: null,
    problems: [],
    calls: [],
    steps: [],
    findings: [],
    usage: { input: null, output: null },
    latencyMs: null,
    costUsd: null,
  } as const;
  if (chance(s, m, t + 9) > 0.992) {
    return {
      ...base,
      status: 'error',
      reason: 'provider-error',
      error: { status: 503, code: 'provider-error', message: `The provider answered 503. Its text: ${HOSTILE}` },
      scores: scores(null),
      ...empty,
    };
  }
  if (chance(s, m, t + 19) > 0.995)
    return { ...base, status: 'unrecorded', reason: 'request-changed', error: null, scores: scores(null), ...empty };

  const hostile = s % 40 === 7;
  const calls: CallRow[] = [
    callRow(
      1,
      'get_weather',
      { city: failed && reason === 'wrong-arguments' ? '上海' : '北京', unit: 'celsius' },
      'expect.calls[0]',
    ),
    callRow(
      1,
      'search_products',
      {
        query: hostile ? HOSTILE : '雨伞',
        max_price: failed ? 2000 : 150,
        ...(s % 50 === 12 ? { note: LONG } : {}),
        ...(s % 50 === 13 ? { deep: nested(400) } : {}),
      },
      'expect.calls[1]',
    ),
  ];
  if (failed && reason === 'missing-call') calls.pop();
  if (failed && reason === 'malformed-call')
    calls[1] = {
      ...(calls[1] as CallRow),
      arguments: null,
      rawArguments: `{"query": "雨伞", ${hostile ? HOSTILE : '"max_price": 1'}`,
    };
  if (failed && reason === 'extra-call')
    calls.push(
      callRow(
        1,
        hostile ? `tool ${HOSTILE}` : 'send_email',
        {
          to: 'someone',
          body: { subject: 'a', lines: ['one', 'two', 'three', 'and a longer fourth line that does not fit'] },
        },
        null,
      ),
    );
  const final = hostile
    ? HOSTILE
    : s % 50 === 12
      ? LONG
      : '北京今天晴,22 摄氏度。为您找到两款雨伞:商品A 99 元,商品B 199 元。';
  return {
    ...base,
    status: failed ? 'fail' : 'pass',
    reason: failed ? reason : null,
    error: null,
    scores: scores(failed ? 0.5 : 1),
    parallelCounts: { parallel: 1, serial: 0, incomplete: 0 },
    problems: failed ? problemsOf(reason, calls, hostile) : [],
    calls,
    steps: [
      {
        turn: 1,
        text: s % 9 === 4 ? 'Let me look that up for you.' : null,
        finishReason: 'tool_calls',
        ...(s % 9 === 4 && {
          hosted: [{ name: 'web_search', item: { type: 'server_tool_use', input: { query: '伞' } } }],
        }),
        results: calls.map((call) => ({
          content:
            call.name === 'get_weather'
              ? '{"city":"北京","temperature":22,"unit":"celsius","condition":"晴"}'
              : `[{"name":"${hostile ? '<b>伞</b>' : '雨伞'} 商品A","price":99}]`,
          isError: call.arguments === null,
          unsimulated: false,
        })),
        latencyMs: Math.round(latencyMs * 0.6),
      },
      { turn: 1, text: final, finishReason: 'stop', results: [], latencyMs: latencyMs - Math.round(latencyMs * 0.6) },
    ],
    findings:
      chance(s, m + 5, t) > 0.94
        ? [
            {
              check: 'call-id',
              severity: m % 2 === 0 ? 'degrading' : 'breaking',
              message: `Two calls share one id${hostile ? ` ${HOSTILE}` : ''}.`,
              evidence: {
                cassette: `${scenario.id}/${model}.json`,
                interaction: 1,
                excerpt: hostile ? HOSTILE : '{"id":"call_1","type":"function","function":{"name":"get_weather"',
              },
            },
          ]
        : [],
    usage: { input: 512 + (s % 90), output: 60 + (m % 7) },
    latencyMs,
    costUsd: Math.round((0.0008 + m * 0.0004) * 1e9) / 1e9,
  };
}

/** A list in a list in a list. */
function nested(depth: number): Json {
  let value: Json = 'inmost';
  for (let i = 0; i < depth; i += 1) value = [value];
  return value;
}

function callRow(step: number, name: string, args: JsonObject, expected: string | null): CallRow {
  return { step, name, arguments: args, rawArguments: JSON.stringify(args), expected };
}

function problemsOf(reason: Problem['code'], calls: readonly CallRow[], hostile: boolean): Problem[] {
  const problem = (
    path: string,
    expected: Problem['expected'],
    actual: Problem['actual'],
    detail: string | null = null,
  ): Problem => ({ code: reason, path, expected, actual, detail });
  if (reason === 'wrong-arguments') {
    return [
      problem('calls[0].arguments.city', { $contains: '北京' }, '上海', '$contains'),
      problem('calls[1].arguments.max_price', { $range: [100, 200] }, hostile ? HOSTILE : 2000, '$range'),
    ];
  }
  if (reason === 'missing-call') return [problem('expect.calls[1]', { name: 'search_products' }, null)];
  if (reason === 'extra-call') return [problem(`calls[${calls.length - 1}]`, null, calls.at(-1)?.name ?? '')];
  if (reason === 'malformed-call')
    return [problem('calls[1].arguments', null, calls[1]?.rawArguments ?? '', 'truncated')];
  if (reason === 'invalid-arguments')
    return [problem('calls[1].arguments.max_price', 'number', hostile ? HOSTILE : 'cheap', 'type')];
  if (reason === 'wrong-answer')
    return [problem('steps[1]', { contains: '22' }, hostile ? HOSTILE : 'It is warm.', 'contains')];
  return [problem('calls[0]', 'search_products', hostile ? HOSTILE : 'get_weather')];
}

function scores(value: number | null): Scores {
  const some = value === null ? null : 1;
  return {
    selection: some,
    arguments: value,
    required: some,
    valid: some,
    parallel: value === null ? null : 'parallel',
    abstention: null,
    choice: null,
    final: some,
    recovered: null,
  };
}
