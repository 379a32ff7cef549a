import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ExpectedCall } from '../../src/domain/scenario.ts';
import { loadScenarios } from '../../src/scenario/load.ts';
import { load, loadOne, writeFiles } from './load-text.ts';

const TOOL = `tools: [{ name: f, description: d, parameters: { type: object, properties: {} }, returns: [{ result: 1 }] }]`;

test('what a scenario leaves out has its default', () => {
  const scenario = loadOne('id: a\nprompt: Hi\n');
  expect(scenario).toEqual({
    id: 'a',
    tags: [],
    file: 'scenarios/a.yaml',
    turns: [
      {
        messages: [{ role: 'user', content: 'Hi' }],
        expect: {
          plans: [
            {
              groups: null,
              extra: 'forbid',
              forbidden: [],
              requireParallel: false,
              allowRetry: false,
              final: null,
              state: null,
              path: 'expect',
            },
          ],
        },
      },
    ],
    conversation: null,
    state: null,
    trials: null,
    minPass: null,
    tools: [],
    toolChoice: null,
    request: {},
    requestFor: {},
    rules: 'native',
    maxSteps: 8,
    optionalNull: 'absent',
    formats: 'annotation',
    bare: false,
    review: false,
    written: { messages: [{ role: 'user', content: 'Hi' }], expect: {} },
  });
});

test('everything that a scenario says arrives', () => {
  const scenario = loadOne(`
id: Zürich.2_b-日本
tags: [x, y]
system: Be brief.
prompt: Hi
${TOOL}
tool_choice: { type: function, function: { name: f } }
request: { temperature: 0.5, parallel_tool_calls: false }
max_steps: 1
optional_null: strict
bare: true
expect: { calls: any, extra: [f], forbidden: [f], require_parallel: true, allow_retry: true, final: { contains: ["1"], matches: a, not: b } }
`);
  expect(scenario).toMatchObject({
    id: 'Zürich.2_b-日本',
    tags: ['x', 'y'],
    toolChoice: { name: 'f' },
    request: { temperature: 0.5, parallel_tool_calls: false },
    maxSteps: 1,
    optionalNull: 'strict',
    bare: true,
  });
  expect(scenario.turns).toEqual([
    {
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
      ],
      expect: {
        plans: [
          {
            groups: 'any',
            extra: ['f'],
            forbidden: ['f'],
            requireParallel: true,
            allowRetry: true,
            final: { contains: ['1'], matches: 'a', not: 'b' },
            state: null,
            path: 'expect',
          },
        ],
      },
    },
  ]);
});

test.each([
  ['calls: [{ name: f }, { name: f, arguments: { a: 1 } }]', [['expect.calls[0]', 'expect.calls[1]']]],
  ['calls: []', []],
  ['steps: []', []],
  [
    'steps: [[{ name: f }], [{ name: f }, { name: f }]]',
    [['expect.steps[0][0]'], ['expect.steps[1][0]', 'expect.steps[1][1]']],
  ],
])('calls know where they stand: %s', (text, paths) => {
  const [plan] = loadOne(`id: a\nprompt: Hi\n${TOOL}\nexpect: { ${text} }\n`).turns[0]?.expect.plans ?? [];
  const groups = Array.isArray(plan?.groups) ? (plan.groups as readonly (readonly ExpectedCall[])[]) : null;
  expect(groups?.map((group) => group.map((call) => call.path))).toEqual(paths);
});

test('arguments that are left out are null, an empty object is not', () => {
  const [plan] =
    loadOne(`id: a\nprompt: Hi\n${TOOL}\nexpect: { calls: [{ name: f }, { name: f, arguments: {} }] }\n`).turns[0]
      ?.expect.plans ?? [];
  expect(plan?.groups).toMatchObject([
    [
      { arguments: null, accept: null },
      { arguments: {}, accept: null },
    ],
  ]);
});

test('what stands beside any_of holds for every alternative', () => {
  const scenario = loadOne(`
id: a
prompt: Hi
${TOOL}
expect:
  final: { contains: [x], not: no }
  forbidden: [f]
  extra: allow
  allow_retry: true
  any_of:
    - { calls: [] }
    - { steps: [[{ name: f }]], extra: forbid, final: { contains: [y], matches: z } }
`);
  expect(scenario.turns[0]?.expect.plans).toEqual([
    {
      groups: [],
      extra: 'allow',
      forbidden: ['f'],
      requireParallel: false,
      allowRetry: true,
      final: { contains: ['x'], matches: null, not: 'no' },
      state: null,
      path: 'expect.any_of[0]',
    },
    {
      groups: [
        [{ name: 'f', arguments: null, accept: null, id: null, after: [], path: 'expect.any_of[1].steps[0][0]' }],
      ],
      extra: 'forbid',
      forbidden: ['f'],
      requireParallel: false,
      allowRetry: true,
      final: { contains: ['x', 'y'], matches: 'z', not: 'no' },
      state: null,
      path: 'expect.any_of[1]',
    },
  ]);
});

test('turns carry their own messages and expectations, and history comes first', () => {
  const scenario = loadOne(`
id: a
system: S
messages: [{ role: user, content: old }, { role: assistant, content: answer, extra_field: kept }]
${TOOL}
turns:
  - { user: one }
  - { user: [{ type: text, text: two }], expect: { calls: [{ name: f }] } }
`);
  expect(scenario.turns.map((turn) => turn.messages)).toEqual([
    [
      { role: 'system', content: 'S' },
      { role: 'user', content: 'old' },
      { role: 'assistant', content: 'answer', extra_field: 'kept' },
      { role: 'user', content: 'one' },
    ],
    [{ role: 'user', content: [{ type: 'text', text: 'two' }] }],
  ]);
  expect(scenario.turns[1]?.expect.plans[0]).toMatchObject({
    path: 'turns[1].expect',
    groups: [[{ path: 'turns[1].expect.calls[0]' }]],
  });
  expect(scenario.written.expect).toEqual({ turns: [{ expect: {} }, { expect: { calls: [{ name: 'f' }] } }] });
});

test('a tool has one definition, however it is written', () => {
  const { scenarios } = load({
    'scenarios/a.yaml': `id: short\nprompt: Hi\ntools: [{ name: f, description: d, parameters: { type: object }, strict: true }]\n`,
    'scenarios/b.yaml': `id: long\nprompt: Hi\ntools: [{ type: function, function: { name: f, description: d, parameters: { type: object }, strict: true }, returns: [{ result: 1 }] }]\n`,
  });
  const definition = { name: 'f', description: 'd', parameters: { type: 'object' }, strict: true };
  for (const scenario of scenarios) {
    expect(scenario.tools.map((tool) => tool.definition)).toEqual([definition]);
    expect(scenario.tools[0]?.parameters).toEqual({ type: 'object' });
  }
  expect(scenarios.map((scenario) => scenario.tools[0]?.returns)).toEqual([
    [{ when: null, times: null, delayMs: 0, set: null, answer: { kind: 'result', value: 1, isError: false } }],
    null,
  ]);
});

test('simulated results keep their conditions, and modules are resolved beside the file', () => {
  const files = {
    'scenarios/deep/a.yaml': `id: a
prompt: Hi
tools:
  - name: f
    returns:
      - { when: { city: { $contains: x } }, times: 2, delay_ms: 30, error: { code: 1 } }
      - { module: "../tools.ts#lookup" }
      - { result: null }
`,
    'scenarios/tools.ts': 'export const lookup = () => 1;',
  };
  const cwd = writeFiles(files);
  const [scenario] = loadScenarios(['scenarios/deep/a.yaml'], { cwd }).scenarios;
  expect(scenario?.tools[0]?.returns).toEqual([
    {
      when: { city: { $contains: 'x' } },
      times: 2,
      delayMs: 30,
      set: null,
      answer: { kind: 'error', value: { code: 1 } },
    },
    {
      when: null,
      times: null,
      delayMs: 0,
      set: null,
      answer: { kind: 'module', file: join(cwd, 'scenarios/tools.ts'), name: 'lookup' },
    },
    { when: null, times: null, delayMs: 0, set: null, answer: { kind: 'result', value: null, isError: false } },
  ]);
});

test('a module that a link leads out of the folder is refused', () => {
  const cwd = writeFiles({
    'scenarios/a.yaml': 'id: a\nprompt: Hi\ntools: [{ name: f, returns: [{ module: ./tools.ts#f }] }]\n',
    'elsewhere.ts': '',
  });
  symlinkSync(join(cwd, 'elsewhere.ts'), join(cwd, 'scenarios/tools.ts'));
  expect(() => loadScenarios([], { cwd })).toThrow('1 problem in 1 scenario file.');
});

test('scenarios of one file share the tool objects; their own keys replace the defaults, request is merged', () => {
  const { scenarios } = load({
    'scenarios/a.yaml': `
tools:
  - { name: f, parameters: { type: object } }
  - { name: g, parameters: { type: object } }
defaults:
  tags: [all]
  system: S
  tools: [f, g]
  tool_choice: auto
  request: { temperature: 0, seed: 1 }
  max_steps: 3
  rules: bfcl
  optional_null: strict
  bare: true
scenarios:
  - { id: a, prompt: Hi }
  - { id: b, prompt: Hi, tools: [g], tags: [own], system: T, tool_choice: none, request: { seed: 2 }, rules: native, optional_null: absent, bare: false, expect: { max_steps: 5 } }
`,
  });
  const [a, b] = scenarios;
  expect(a).toMatchObject({
    tags: ['all'],
    toolChoice: 'auto',
    request: { temperature: 0, seed: 1 },
    maxSteps: 3,
    rules: 'bfcl',
    optionalNull: 'strict',
    bare: true,
  });
  expect(b).toMatchObject({
    tags: ['own'],
    toolChoice: 'none',
    request: { temperature: 0, seed: 2 },
    maxSteps: 5,
    rules: 'native',
    optionalNull: 'absent',
    formats: 'annotation',
    bare: false,
    review: false,
  });
  expect(b?.turns[0]?.messages[0]).toEqual({ role: 'system', content: 'T' });
  expect(b?.tools[0]).toBe(a?.tools[1]);
});

test('under bfcl rules calls carry accepted values', () => {
  const scenario = loadOne(
    `id: a\nprompt: Hi\nrules: bfcl\n${TOOL}\nexpect: { calls: [{ name: f, accept: { x: [1, ""] } }] }\n`,
  );
  expect(scenario.turns[0]?.expect.plans[0]?.groups).toEqual([
    [{ name: 'f', arguments: null, accept: { x: [1, ''] }, id: null, after: [], path: 'expect.calls[0]' }],
  ]);
});

test('order, references, the whole conversation, state, trials and a floor arrive', () => {
  const scenario = loadOne(`
id: a
trials: 5
min_pass: 0.8
state: { orders: { o1: { status: open } } }
tools: [{ name: f, description: d, parameters: { type: object, properties: {} }, returns: [{ result: 1, set: { "orders.\${id}.status": "\${to}", "log[0]": 1 } }] }]
turns:
  - { user: Hi, expect: { calls: [{ name: f, id: one }, { name: f, id: two, after: [one], arguments: { x: { $result: one.a.b } } }] } }
  - { user: Ho }
expect: { calls: [{ name: f, arguments: { x: { $result: two } } }], extra: [f], state: { orders: { $any: true } } }
`);
  expect(scenario).toMatchObject({ trials: 5, minPass: 0.8, state: { orders: { o1: { status: 'open' } } } });
  expect(scenario.turns[0]?.expect.plans[0]?.groups).toMatchObject([
    [
      { id: 'one', after: [] },
      { id: 'two', after: ['one'], arguments: { x: { $result: 'one.a.b' } } },
    ],
  ]);
  expect(scenario.turns[1]?.expect.plans[0]?.groups).toBeNull();
  expect(scenario.conversation?.plans).toMatchObject([
    { path: 'expect', groups: [[{ path: 'expect.calls[0]' }]], extra: ['f'], state: { orders: { $any: true } } },
  ]);
  expect(scenario.tools[0]?.returns?.[0]?.set).toEqual({ 'orders.${id}.status': '${to}', 'log[0]': 1 });
  expect(scenario.written.expect).toMatchObject({ turns: [{}, { expect: {} }], expect: { extra: ['f'] } });
});

test('scenarios are sorted by id in code units, whatever file they are in', () => {
  const { scenarios } = load({
    'scenarios/1.yaml': 'scenarios: [{ id: b, prompt: x }, { id: Z, prompt: x }, { id: é, prompt: x }]',
    'scenarios/2.json': '{"id":"a","prompt":"x"}',
    'scenarios/sub/3.yml': 'id: "10"\nprompt: x\n',
  });
  expect(scenarios.map((scenario) => scenario.id)).toEqual(['10', 'Z', 'a', 'b', 'é']);
});

test('a byte order mark, CRLF, anchors and $schema are fine', () => {
  const { scenarios } = load({
    'scenarios/a.yaml': '\ufeffid: a\r\nprompt: Hi\r\ntags: &t [x]\r\nrequest: { metadata: *t }\r\n',
    'scenarios/b.json': '\ufeff{ "$schema": "../x.json", "id": "b", "prompt": "a \\" : b" }',
  });
  expect(scenarios.map(({ id, tags, request }) => ({ id, tags, request }))).toEqual([
    { id: 'a', tags: ['x'], request: { metadata: ['x'] } },
    { id: 'b', tags: [], request: {} },
  ]);
});

test('YAML is read as version 1.2: yes, 012 and dates are what they look like', () => {
  const scenario = loadOne('id: a\nprompt: yes\nrequest: { day: 2026-11-23, on: on, n: 012, hex: 0x10 }\n');
  expect(scenario.turns[0]?.messages).toEqual([{ role: 'user', content: 'yes' }]);
  expect(scenario.request).toEqual({ day: '2026-11-23', on: 'on', n: 12, hex: 16 });
});
