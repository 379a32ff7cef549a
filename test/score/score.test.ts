import { expect, test } from 'vitest';
import type { ExpectedCall, Plan, Scenario } from '../../src/domain/scenario.ts';
import { FAIL_REASONS } from '../../src/domain/score.ts';
import { scoreTrial } from '../../src/score/score.ts';
import * as s from './support.ts';
import type { Said } from './support.ts';

const PARIS = s.expected('get_weather', { city: 'Paris' });
const ROME = s.expected('get_weather', { city: 'Rome' });
const paris = s.call('get_weather', { city: 'Paris' });
const rome = s.call('get_weather', { city: 'Rome' });
const search = s.call('search_products', { query: 'x' });
const broken = s.malformedCall('get_weather', '{', 'bad-json');

test.each<readonly [string, Plan, readonly Said[], Partial<Scenario>, readonly string[]]>([
  ['all right', s.plan([[PARIS]]), [[paris], 'done'], {}, []],
  ['text beside a call', s.plan([[PARIS]]), [{ calls: [paris], text: 'Let me see.' }, 'done'], {}, []],
  [
    'cut off',
    s.plan([[PARIS]]),
    [{ text: 'Par', reading: { truncated: true, finishReason: 'length' } }],
    {},
    ['truncated', 'missing-call'],
  ],
  ['silence for a call', s.plan([[PARIS]]), [' '], {}, ['empty-turn', 'missing-call']],
  [
    'silence for a text',
    s.plan(null, { final: { contains: ['x'], matches: null, not: null } }),
    [''],
    {},
    ['empty-turn', 'wrong-answer'],
  ],
  ['silence where nothing is wanted', s.plan([]), [{ text: null }], {}, []],
  ['silence after the calls, and no text wanted', s.plan([[PARIS]]), [[paris], ''], {}, []],
  ['silence between the calls', s.plan([[PARIS], [ROME]]), [[paris], ''], {}, ['empty-turn', 'missing-call']],
  ['broken arguments', s.plan([[PARIS]]), [[broken], 'done'], {}, ['malformed-call']],
  [
    'a call without a name',
    s.plan([[PARIS]]),
    [[s.call('', {}, { malformed: 'no-name' })], 'done'],
    {},
    ['malformed-call', 'missing-call'],
  ],
  ['an extra broken call', s.plan([[PARIS]]), [[paris, broken], 'done'], {}, ['malformed-call']],
  ['called under none', s.plan(null), [[paris], 'done'], { toolChoice: 'none' }, ['choice-ignored']],
  ['no call under required', s.plan(null), ['Hi'], { toolChoice: 'required' }, ['choice-ignored']],
  [
    'another than the named',
    s.plan(null),
    [[search], 'done'],
    { toolChoice: { name: 'get_weather' } },
    ['choice-ignored'],
  ],
  ['the named, later others', s.plan(null), [[paris], [search], 'done'], { toolChoice: { name: 'get_weather' } }, []],
  ['a broken call obeys required', s.plan(null), [[broken], 'done'], { toolChoice: 'required' }, ['malformed-call']],
  ['choice without tools', s.plan([]), ['Hi'], { toolChoice: 'required', tools: [] }, []],
  ['a call where none was wanted', s.plan([]), [[paris], 'done'], {}, ['called-tool']],
  [
    'a forbidden call',
    s.plan([[PARIS]], { forbidden: ['delete_all'] }),
    [[paris, s.call('delete_all')], 'done'],
    {},
    ['forbidden-call', 'extra-call'],
  ],
  ['another tool', s.plan([[PARIS]]), [[search], 'done'], {}, ['wrong-tool']],
  ['another tool and one too many', s.plan([[PARIS]]), [[search, search], 'done'], {}, ['wrong-tool', 'extra-call']],
  ['another tool and one too few', s.plan([[PARIS, ROME]]), [[search], 'done'], {}, ['wrong-tool', 'missing-call']],
  ['prose instead of a call', s.plan([[PARIS]]), ['It is 22 degrees.'], {}, ['missing-call']],
  ['one call too many', s.plan([[PARIS]]), [[paris], [paris], 'done'], {}, ['extra-call']],
  ['any extra allowed', s.plan([[PARIS]], { extra: 'allow' }), [[paris, search], 'done'], {}, []],
  ['a listed extra', s.plan([[PARIS]], { extra: ['search_products'] }), [[paris, search], 'done'], {}, []],
  [
    'an extra that is not listed',
    s.plan([[PARIS]], { extra: ['delete_all'] }),
    [[paris, search], 'done'],
    {},
    ['extra-call'],
  ],
  [
    'an allowed extra is no wrong tool',
    s.plan([[PARIS]], { extra: 'allow' }),
    [[search], 'done'],
    {},
    ['missing-call'],
  ],
  [
    'an allowed extra must exist',
    s.plan([[PARIS]], { extra: 'allow' }),
    [[paris, s.call('fly')], 'done'],
    {},
    ['extra-call'],
  ],
  [
    'arguments that break the schema',
    s.plan([[s.expected('get_weather', null)]]),
    [[s.call('get_weather', { unit: 'kelvin' })], 'done'],
    {},
    ['invalid-arguments', 'invalid-arguments'],
  ],
  [
    'an allowed extra with bad arguments',
    s.plan([[PARIS]], { extra: 'allow' }),
    [[paris, s.call('search_products', {})], 'done'],
    {},
    ['invalid-arguments'],
  ],
  ['wrong arguments', s.plan([[PARIS]]), [[rome], 'done'], {}, ['wrong-arguments']],
  ['any arguments', s.plan([[s.expected('get_weather', null)]]), [[rome], 'done'], {}, []],
  ['the wrong order', s.plan([[PARIS], [ROME]]), [[rome], [paris], 'done'], {}, ['wrong-order']],
  ['no order inside one step', s.plan([[PARIS], [ROME]]), [[paris, rome], 'done'], {}, ['wrong-order']],
  ['the right order', s.plan([[PARIS], [ROME]]), [[paris], [rome], 'done'], {}, []],
  ['a group over several steps', s.plan([[PARIS, ROME]]), [[paris], [rome], 'done'], {}, []],
  [
    'parallel required',
    s.plan([[PARIS, ROME]], { requireParallel: true }),
    [[paris], [rome], 'done'],
    {},
    ['not-parallel'],
  ],
  ['parallel required and done', s.plan([[PARIS, ROME]], { requireParallel: true }), [[paris, rome], 'done'], {}, []],
  ['the last expected call at the limit', s.plan([[PARIS], [ROME]]), [[paris], [rome]], { maxSteps: 2 }, []],
  ['no end of calls', s.plan([[PARIS]], { extra: 'allow' }), [[paris], [search]], { maxSteps: 2 }, ['too-many-steps']],
  [
    'a limit before the text that is judged',
    s.plan([[PARIS], [ROME]], { final: { contains: ['22'], matches: null, not: null } }),
    [[paris], [rome]],
    { maxSteps: 2 },
    ['too-many-steps', 'wrong-answer'],
  ],
  [
    'a limit before the last call',
    s.plan([[PARIS], [ROME], [s.expected('search_products')]]),
    [[paris], [rome]],
    { maxSteps: 2 },
    ['missing-call', 'too-many-steps'],
  ],
  ['the first response only', s.plan([[PARIS]]), [[paris]], { maxSteps: 1 }, []],
  [
    'no final text is judged on the first response',
    s.plan([[PARIS]], { final: { contains: ['22'], matches: null, not: null } }),
    [[paris]],
    { maxSteps: 1 },
    [],
  ],
  ['any call, made', s.plan('any'), [[search], 'done'], {}, []],
  ['any call, not made', s.plan('any'), ['no'], {}, ['missing-call']],
  ['any call, broken', s.plan('any'), [[broken], 'done'], {}, ['malformed-call']],
  ['any call, of a tool that is not there', s.plan('any'), [[s.call('fly')], 'done'], {}, ['wrong-tool']],
  ['any call, with bad arguments', s.plan('any'), [[s.call('get_weather')], 'done'], {}, ['invalid-arguments']],
  ['calls not judged', s.plan(null), [[paris, rome], 'done'], {}, []],
  [
    'calls not judged, but valid',
    s.plan(null),
    [[s.call('get_weather', { city: 1 })], 'done'],
    {},
    ['invalid-arguments'],
  ],
])('%s', (_, plan, said, more, codes) => {
  const verdict = s.judge(plan, said, more);
  expect(s.codes(verdict)).toEqual(codes);
  expect(verdict.pass).toBe(codes.length === 0);
  expect(verdict.reason).toBe(codes[0] ?? null);
});

test('when many things go wrong, the problems stand in the order of reasons', () => {
  const plan = s.plan(
    [
      [PARIS, s.expected('get_weather', { city: 'Oslo' })],
      [s.expected('search_products'), s.expected('delete_all')],
    ],
    {
      forbidden: ['get_weather'],
      requireParallel: true,
      final: { contains: ['x'], matches: null, not: null },
    },
  );
  const verdict = scoreTrial(
    s.scenario(s.turn(plan), { toolChoice: { name: 'delete_all' }, maxSteps: 2 }),
    s.transcript([
      { calls: [broken, s.call('fly'), search], reading: { findings: [s.finding('breaking')] } },
      { calls: [s.call('get_weather', { city: 1 }), s.call('swim')], reading: { truncated: true } },
    ]),
    { wire: 'raw' },
  );
  const found = s.codes(verdict);
  expect([...new Set(found)]).toEqual(FAIL_REASONS.filter((reason) => found.includes(reason)));
  expect(new Set(found)).toEqual(
    new Set([
      'truncated',
      'malformed-call',
      'choice-ignored',
      'forbidden-call',
      'wrong-tool',
      'extra-call',
      'invalid-arguments',
      'wrong-arguments',
      'wrong-order',
      'not-parallel',
      'too-many-steps',
      'wrong-answer',
      'wire',
    ]),
  );
});

test.each([
  ['Get_Weather', 'case'],
  ['getWeather', 'case'],
  ['get-weather', 'case'],
  ['functions.get_weather', 'namespace'],
  ['default_api:get_weather', 'namespace'],
  ['mcp__weather__get_weather', 'namespace'],
  ['functions_get_weather', 'namespace'],
  ['multi_tool_use.parallel', 'multi-tool-use'],
  ['multi_tool_use_parallel', 'multi-tool-use'],
  ['fly_to_the_moon', 'unknown'],
])('the name %s is a wrong tool: %s', (name, kind) => {
  const verdict = s.judge(s.plan([[PARIS]]), [[s.call(name, { city: 'Paris' })], 'done']);
  expect(verdict.problems.map(({ code, detail }) => [code, detail])).toEqual([['wrong-tool', kind]]);
  expect(verdict.scores).toMatchObject({ selection: 0, arguments: null, valid: 0 });
});

test('a near miss stands for the call that it nearly names', () => {
  const verdict = s.judge(s.plan([[s.expected('delete_all'), PARIS]]), [
    [s.call('fly'), s.call('functions.get_weather', { city: 'Paris' })],
    'done',
  ]);
  expect(verdict.problems.map(({ path, expected }) => [path, expected])).toEqual([
    ['calls[1]', { name: 'get_weather', arguments: { city: 'Paris' } }],
    ['calls[0]', { name: 'delete_all', arguments: {} }],
  ]);
});

test('required arguments are a level between the name and all arguments', () => {
  const wanted = s.expected('get_weather', { city: { $contains: 'Paris' }, unit: 'celsius' });
  const verdict = s.judge(s.plan([[wanted]]), [[s.call('get_weather', { city: 'Paris', unit: 'fahrenheit' })], 'done']);
  expect(verdict.scores).toMatchObject({ selection: 1, arguments: 0, required: 1, valid: 1 });
  expect(verdict.problems.map(({ path }) => path)).toEqual(['calls[0].arguments.unit']);
});

test.each<readonly [ExpectedCall['arguments'], number]>([
  [{ city: 'Paris' }, 1],
  [{ $subset: { city: 'Paris' } }, 1],
  [{ $subset: { unit: 'celsius' } }, 1],
  [{ unit: 'celsius' }, 0],
  [{ $oneOf: [{ city: 'Oslo' }] }, 0],
])('required arguments under %j', (args, required) => {
  const verdict = s.judge(s.plan([[s.expected('get_weather', args)]]), [
    [s.call('get_weather', { city: 'Paris', unit: 'fahrenheit' })],
    'done',
  ]);
  expect(verdict.scores.required).toBe(required);
});

test('null for an optional argument counts as left out, against `valid`, and fails nothing', () => {
  const said: Said[] = [[s.call('get_weather', { city: 'Paris', unit: null })], 'done'];
  const lenient = s.judge(s.plan([[PARIS]]), said);
  expect(lenient).toMatchObject({ pass: true, scores: { valid: 0, arguments: 1 } });
  const strict = s.judge(s.plan([[PARIS]]), said, { optionalNull: 'strict' });
  expect([...new Set(s.codes(strict))]).toEqual(['invalid-arguments', 'wrong-arguments']);
});

test('null for a required argument is a fault in any case', () => {
  const verdict = s.judge(s.plan([[s.expected('get_weather', null)]]), [
    [s.call('get_weather', { city: null })],
    'done',
  ]);
  expect(s.codes(verdict)).toEqual(['invalid-arguments']);
});

test('an integer beyond 2^53 is shown as it was written', () => {
  const BIG = s.tool('get', { id: 'integer!' });
  const made = s.call('get', { id: Number('12345678901234567890') }, { written: { id: '12345678901234567890' } });
  const verdict = s.judge(s.plan([[s.expected('get', { id: 5 })]]), [[made], 'done'], { tools: [BIG] });
  expect(verdict.problems[0]).toMatchObject({ expected: 5, actual: '12345678901234567890' });
});

test('5.0 is the integer 5', () => {
  const INT = s.tool('get', { id: 'integer!' });
  const made = s.call('get', { id: 5 }, { written: { id: '5.0' } });
  expect(s.judge(s.plan([[s.expected('get', { id: 5 })]]), [[made], 'done'], { tools: [INT] }).pass).toBe(true);
});

test.each<readonly [string, readonly Said[], Partial<Scenario>, unknown, unknown]>([
  ['in one step', [[paris, rome], 'x'], {}, 'parallel', { parallel: 1, serial: 0, incomplete: 0 }],
  ['over several', [[rome], [paris], 'x'], {}, 'serial', { parallel: 0, serial: 1, incomplete: 0 }],
  ['one missing', [[rome], 'x'], {}, 'incomplete', { parallel: 0, serial: 0, incomplete: 1 }],
  [
    'wrong arguments in one step',
    [[paris, s.call('get_weather', { city: 'Oslo' })], 'x'],
    {},
    'parallel',
    { parallel: 1, serial: 0, incomplete: 0 },
  ],
  ['parallel switched off', [[rome], [paris], 'x'], { request: { parallel_tool_calls: false } }, null, null],
  ['a named choice', [[rome], [paris], 'x'], { toolChoice: { name: 'get_weather' } }, null, null],
])('parallel calls: %s', (_, said, more, support, counts) => {
  const verdict = s.judge(s.plan([[PARIS, ROME]]), said, more);
  expect(verdict.scores.parallel).toBe(support);
  expect(verdict.parallelCounts).toEqual(counts);
});

test('a trial shows its worst group, and single calls are no group', () => {
  const plan = s.plan([
    [PARIS, ROME],
    [s.expected('search_products', null)],
    [s.expected('delete_all'), s.expected('delete_all')],
  ]);
  const wipe = s.call('delete_all');
  const verdict = s.judge(plan, [[paris, rome], [search], [wipe], [wipe], 'done']);
  expect(verdict).toMatchObject({
    pass: true,
    scores: { parallel: 'serial' },
    parallelCounts: { parallel: 1, serial: 1, incomplete: 0 },
  });
  expect(s.judge(s.plan([[PARIS]]), [[paris], 'x']).scores.parallel).toBeNull();
});

test('of two equal calls the one that keeps the order is taken', () => {
  const plan = s.plan([[s.expected('search_products', null)], [PARIS]], { extra: 'allow' });
  expect(s.judge(plan, [[paris], [search], [paris], 'done'])).toMatchObject({
    pass: true,
    pairs: [null, 'expect.steps[0][0]', 'expect.steps[1][0]'],
  });
});

const failing = (...calls: readonly ReturnType<typeof s.call>[]): Said => ({ calls, failed: [0] });

test('a call that failed and was made again counts once where retries are allowed', () => {
  const plan = s.plan([[PARIS]], { allowRetry: true });
  expect(s.judge(plan, [failing(paris), [paris], 'done'])).toMatchObject({
    pass: true,
    scores: { selection: 1, recovered: 1 },
  });
  expect(s.judge(plan, [failing(s.call('get_weather', { city: 'Pari' })), [paris], 'done']).pass).toBe(true);
  expect(s.judge(plan, [failing(paris), failing(paris), [paris], 'done']).pass).toBe(true);
  expect(s.judge(s.plan([[PARIS]]), [failing(paris), [paris], 'done'])).toMatchObject({
    reason: 'extra-call',
    scores: { recovered: 0 },
  });
});

test('retries excuse neither a second call without failure, nor a failure never made good', () => {
  const plan = s.plan([[PARIS]], { allowRetry: true });
  expect(s.codes(s.judge(plan, [[paris], [paris], 'done']))).toEqual(['extra-call']);
  expect(s.codes(s.judge(plan, [[paris], failing(rome), 'done']))).toEqual(['extra-call']);
});

test('a call that was refused and made again counts once where retries are allowed', () => {
  const plan = s.plan([[PARIS]], { allowRetry: true });
  const wrongType = s.call('get_weather', { city: 1 });
  expect(s.judge(plan, [failing(wrongType), [paris], 'done'])).toMatchObject({
    pass: true,
    problems: [],
    scores: { recovered: 1, valid: 0.5 },
  });
  expect(s.judge(plan, [failing(s.call('getWeather', { city: 'Pari' })), [paris], 'done']).pass).toBe(true);
  expect(s.judge(plan, [failing(s.call('forecast', { city: 'Paris' })), [paris], 'done']).pass).toBe(true);
  // Nothing says that another unknown tool was meant to be this one.
  expect(s.codes(s.judge(plan, [failing(s.call('send_mail', { to: 'x' })), [paris], 'done']))).toEqual(['extra-call']);
  expect(s.codes(s.judge(s.plan([[PARIS]]), [failing(wrongType), [paris], 'done'])).toSorted()).toEqual([
    'extra-call',
    'invalid-arguments',
  ]);
  const anyWeather = s.plan([[s.expected('get_weather', null)]], { allowRetry: true });
  expect(s.judge(anyWeather, [failing(wrongType), [paris], 'done'])).toMatchObject({
    pass: true,
    scores: { recovered: 1 },
  });
});

test('a value that breaks nothing but a format counts against valid, and fails the trial where formats are strict', () => {
  const properties = { day: { type: 'string', format: 'date' } };
  const tool = { ...s.WEATHER, parameters: { type: 'object', properties } };
  const made = s.call('get_weather', { day: 'next Monday' });
  const plan = s.plan([[s.expected('get_weather', null)]]);
  const lenient = s.judge(plan, [[made], 'done'], { tools: [tool] });
  expect(lenient).toMatchObject({ pass: true, scores: { valid: 0 } });
  expect(s.judge(plan, [[made], 'done'], { tools: [tool], formats: 'strict' }).reason).toBe('invalid-arguments');
  const alternatives = {
    ...tool,
    parameters: { type: 'object', properties: { day: { anyOf: [{ type: 'integer' }, properties.day] } } },
  };
  expect(s.judge(plan, [[made], 'done'], { tools: [alternatives] }).pass).toBe(true);
});

test('a hundred serial calls of one tool are judged, whatever they are', () => {
  const expected = Array.from({ length: 100 }, (_, i) => [s.expected('get_weather', { city: `city ${i}` })]);
  const calls = (city: (i: number) => string): Said[] => [
    ...Array.from({ length: 100 }, (_, i) => [s.call('get_weather', { city: city(i) })]),
    'done',
  ];
  const plan = s.plan(expected);
  const codesOf = (said: Said[]): string[] => [...new Set(s.codes(s.judge(plan, said, { maxSteps: 200 })))];
  expect(codesOf(calls((i) => `city ${i}`))).toEqual([]);
  expect(codesOf(calls((i) => `city ${99 - i}`))).toEqual(['wrong-order']);
  expect(codesOf(calls(() => 'elsewhere'))).toEqual(['wrong-arguments']);
  expect(codesOf(calls((i) => `city ${(i * 37) % 50}`)).sort()).toEqual(['wrong-arguments', 'wrong-order']);
});

test('a call that fails each time it is made correctly counts once, too', () => {
  const plan = s.plan([[PARIS]], { allowRetry: true });
  expect(s.judge(plan, [failing(paris), failing(paris), failing(paris), 'no answer'])).toMatchObject({
    pass: true,
    scores: { selection: 1, recovered: 1 },
  });
  expect(s.codes(s.judge(plan, [failing(paris), failing(rome), 'no answer']))).toEqual(['extra-call']);
  const atOnce = { calls: [paris, paris], failed: [0, 1] };
  expect(s.codes(s.judge(plan, [atOnce, 'no answer']))).toEqual(['extra-call']);
});

test('a group stays parallel when one of its calls had to be made again', () => {
  const plan = s.plan([[PARIS, ROME]], { allowRetry: true, requireParallel: true });
  const verdict = s.judge(plan, [failing(paris, rome), [paris], 'done']);
  expect(verdict).toMatchObject({ pass: true, scores: { parallel: 'parallel' } });
});

test.each([
  [{ contains: ['22', '雨伞'], matches: null, not: null }, '北京22度,推荐雨伞', []],
  [{ contains: ['22'], matches: null, not: null }, 'in 2022', [['steps[1]', 'contains']]],
  [
    { contains: ['a', 'b'], matches: 'c', not: 'd' },
    'd',
    [
      ['steps[1]', 'contains'],
      ['steps[1]', 'contains'],
      ['steps[1]', 'matches'],
      ['steps[1]', 'not'],
    ],
  ],
  [{ contains: [], matches: '^\\p{L}+$', not: 'sorry' }, '你好', []],
])('the final text: %j of %j', (final, text, problems) => {
  const verdict = s.judge(s.plan([[PARIS]], { final }), [[paris], text]);
  expect(s.paths(verdict.problems)).toEqual(problems);
  expect(verdict.scores.final).toBe(problems.length === 0 ? 1 : 0);
});

test('the text beside the last calls is no final answer', () => {
  const plan = s.plan([[PARIS]], { final: { contains: ['22'], matches: null, not: null } });
  const verdict = s.judge(plan, [{ calls: [paris], text: '22' }], { maxSteps: 2 });
  expect(verdict.problems.find(({ code }) => code === 'wrong-answer')).toMatchObject({
    path: 'expect.final',
    actual: null,
  });
});

test('several turns are pooled, paths count through them, and steps too', () => {
  const turns = [
    s.turn(s.plan([[PARIS]], { path: 'turns[0].expect' })),
    s.turn(s.plan([], { path: 'turns[1].expect' })),
    s.turn(s.plan([[ROME]], { path: 'turns[2].expect', final: { contains: ['x'], matches: null, not: null } })),
  ];
  const verdict = scoreTrial(
    s.scenario(turns),
    s.transcript([[paris], 'done'], ['just text'], [[s.call('get_weather', { city: 'Oslo' })], 'done']),
    { wire: 'fair' },
  );
  expect(verdict.problems).toEqual([
    { code: 'wrong-arguments', path: 'calls[1].arguments.city', expected: 'Rome', actual: 'Oslo', detail: null },
    { code: 'wrong-answer', path: 'steps[4]', expected: 'x', actual: 'done', detail: 'contains' },
  ]);
  expect(verdict.scores).toMatchObject({
    selection: 1,
    arguments: 0.5,
    valid: 1,
    abstention: 1,
    final: 0,
    parallel: null,
  });
  expect(verdict.pairs).toEqual(['turns[0].expect.calls[0]', 'turns[2].expect.calls[0]']);
  expect(verdict.relevance).toBe(1);
});

test('a turn that was never reached misses its calls', () => {
  const turns = [s.turn(s.plan([[PARIS]])), s.turn(s.plan([[ROME]], { path: 'turns[1].expect' }))];
  const verdict = scoreTrial(s.scenario(turns), s.transcript([[paris]]), { wire: 'fair' });
  expect(verdict.problems.map(({ code, path }) => [code, path])).toEqual([
    ['missing-call', 'turns[1].expect.calls[0]'],
  ]);
});

test('of several plans the first that passes is scored', () => {
  const plans = [
    s.plan([], { path: 'expect.any_of[0]' }),
    s.plan([[ROME]], { path: 'expect.any_of[1]' }),
    s.plan([[ROME]], { path: 'expect.any_of[2]' }),
  ];
  const verdict = scoreTrial(s.scenario(s.turn(...plans)), s.transcript([[rome], 'x']), { wire: 'fair' });
  expect(verdict).toMatchObject({ pass: true, pairs: ['expect.any_of[1].calls[0]'], scores: { abstention: null } });
});

test('of several plans that fail the best is scored: arguments, then selection, then listing order', () => {
  const best = (...plans: readonly Plan[]): string | undefined =>
    scoreTrial(s.scenario(s.turn(...plans)), s.transcript([[paris, search], 'x']), { wire: 'fair' }).problems[0]?.path;
  const wrong = s.plan([[ROME, s.expected('search_products', null)]], { path: 'half' });
  const right = s.plan([[PARIS]], { path: 'full' });
  expect(best(wrong, right)).toBe('calls[1]');
  expect(best(s.plan([], { path: 'none' }), wrong)).toBe('calls[0].arguments.city');
});

test('the wire fails a trial only when it is judged raw, only by what breaks, and only where calls are', () => {
  const judged = (severity: 'breaking' | 'cosmetic', wire: 'fair' | 'raw', calls = [paris]): string | null =>
    scoreTrial(
      s.scenario(s.turn(s.plan(null))),
      s.transcript([{ calls, text: 'x', reading: { findings: [s.finding(severity)] } }, 'done']),
      { wire },
    ).reason;
  expect(judged('breaking', 'raw')).toBe('wire');
  expect(judged('breaking', 'fair')).toBeNull();
  expect(judged('cosmetic', 'raw')).toBeNull();
  expect(judged('breaking', 'raw', [])).toBeNull();
});

test.each<readonly [string, Plan, readonly Said[], Partial<Scenario>, unknown]>([
  ['silent', s.plan([]), [''], {}, { abstention: 1, selection: 1 }],
  ['called', s.plan([]), [[paris], 'x'], {}, { abstention: 0, selection: 0 }],
  ['under none', s.plan([]), ['x'], { toolChoice: 'none' }, { abstention: null, choice: 1 }],
  ['where calls are wanted', s.plan([[PARIS]]), ['x'], {}, { abstention: null, selection: 0, arguments: null }],
  ['where any is wanted', s.plan('any'), [[paris], 'x'], {}, { abstention: null, selection: null, valid: 1 }],
  ['choice obeyed', s.plan(null), [[paris], 'x'], { toolChoice: 'required' }, { choice: 1 }],
  ['choice auto', s.plan(null), [[paris], 'x'], { toolChoice: 'auto' }, { choice: null }],
])('scores that do and do not apply: %s', (_, plan, said, more, scores) => {
  expect(s.judge(plan, said, more).scores).toMatchObject(scores as object);
});

test('relevance is a well-formed call where one was wanted', () => {
  expect(s.judge(s.plan([[PARIS]]), [[search], 'x']).relevance).toBe(1);
  expect(s.judge(s.plan([[PARIS]]), [[broken], 'x']).relevance).toBe(0);
  expect(s.judge(s.plan('any'), ['x']).relevance).toBe(0);
  expect(s.judge(s.plan([]), ['x']).relevance).toBeNull();
  expect(s.judge(s.plan(null), ['x']).relevance).toBeNull();
});

test('markup of a call in the text explains a missing call', () => {
  const verdict = s.judge(s.plan([[PARIS]]), [{ text: '<tool_call>', reading: { leaked: true } }]);
  expect(s.paths(verdict.problems)).toEqual([['expect.calls[0]', 'text-leak']]);
});

test('under BFCL rules its comparison decides, and validity is reported only', () => {
  const accepting: ExpectedCall = {
    name: 'get_weather',
    arguments: null,
    accept: { city: ['Paris'], unit: ['', 'kelvin'] },
    id: null,
    after: [],
    path: 'expect.calls[0]',
  };
  const plan = s.plan([[accepting]]);
  const right = s.judge(plan, [[s.call('get_weather', { city: 'paris', unit: 'kelvin' })]], {
    rules: 'bfcl',
    maxSteps: 1,
  });
  expect(right).toMatchObject({ pass: true, scores: { valid: 0, arguments: 1, required: 1 } });
  const wrong = s.judge(plan, [[s.call('get_weather', { city: 'paris', unit: 'celsius' })]], {
    rules: 'bfcl',
    maxSteps: 1,
  });
  expect(wrong).toMatchObject({ reason: 'wrong-arguments', scores: { valid: 1, arguments: 0, required: 1 } });
  expect(s.judge(s.plan('any'), [[s.call('fly')]], { rules: 'bfcl', maxSteps: 1 }).pass).toBe(true);
});
