import type { Files } from './load-text.ts';

const tools = `tools:
  - name: get_weather
    parameters: { type: object, properties: { city: { type: string } }, required: [city] }
    returns: [{ result: 22 }]`;

/** A scenario that is right but for what is put in. */
function scenario(parts: string): Files {
  return { 'scenarios/a.yaml': `id: a\nprompt: Weather in Oslo?\n${tools}\n${parts}\n` };
}

function call(text: string): Files {
  return scenario(`expect:\n  calls:\n    - ${text}`);
}

function tool(text: string): Files {
  return { 'scenarios/a.yaml': `id: a\nprompt: Hi\ntools:\n${text}\nexpect: { calls: [] }\n` };
}

function yaml(text: string): Files {
  return { 'scenarios/a.yaml': text };
}

function json(text: string): Files {
  return { 'scenarios/a.json': text };
}

/** Wrong files by what is wrong with them; the golden file holds what is said of each. */
export const WRONG: { readonly [title: string]: { readonly files: Files; readonly paths?: readonly string[] } } = {
  'no scenarios folder': { files: { 'readme.txt': '' } },
  'a path that is not there': { files: scenario(''), paths: ['scenarios', 'scenarois/b.yaml'] },
  'a folder without scenarios': { files: { 'scenarios/readme.txt': '' } },
  'a file of another kind': { files: { 'a.toml': 'id = 1' }, paths: ['a.toml'] },
  'a pattern that fits nothing': { files: scenario(''), paths: ['scenarios/b*.yaml'] },
  'an empty file': { files: yaml('') },
  'a file with comments only': { files: yaml('# later\n') },
  'an empty JSON file': { files: json('  \n') },
  'not UTF-8': { files: { 'scenarios/a.yaml': Buffer.from('id: caf\xe9\n', 'latin1') } },
  'UTF-16': { files: { 'scenarios/a.yaml': Buffer.from('\ufeffid: a\n', 'utf16le') } },
  'YAML: a key twice': { files: yaml('id: a\nprompt: Hi\nid: b\n') },
  'YAML: a tab': { files: yaml('id: a\nprompt: Hi\nexpect:\n\tcalls: []\n') },
  'YAML: wrong indentation': { files: yaml('id: a\nprompt: Hi\nexpect:\n  calls: []\n final: {}\n') },
  'YAML: an open bracket': { files: yaml('id: a\ntags: [x, y\nprompt: Hi\n') },
  'YAML: a colon in plain text': { files: yaml('id: a\nprompt: Note: this\n') },
  'YAML: two documents': { files: yaml('id: a\nprompt: Hi\n---\nid: b\nprompt: Ho\n') },
  'YAML: an unknown tag': { files: yaml('id: a\nprompt: !!binary aGk=\n') },
  'YAML: not a number': { files: yaml('id: a\nprompt: Hi\nrequest: { temperature: .nan }\n') },
  'YAML: an alias that is not there': { files: yaml('id: a\nprompt: *hello\n') },
  'YAML: aliases that grow without end': {
    files: yaml(
      `id: a\nprompt: Hi\nrequest:\n  a0: &a0 [x, x, x, x, x, x, x, x]\n${Array.from({ length: 8 }, (_, i) => `  a${i + 1}: &a${i + 1} [${Array.from({ length: 8 }, () => `*a${i}`).join(', ')}]\n`).join('')}`,
    ),
  },
  'YAML: a merge key': { files: yaml('id: a\n<<: { prompt: Hi }\n') },
  'JSON: a trailing comma': { files: json('{\n  "id": "a",\n  "prompt": "Hi",\n}\n') },
  'JSON: a comment': { files: json('{\n  // the id\n  "id": "a"\n}\n') },
  'JSON: single quotes': { files: json("{\n  'id': 'a'\n}\n") },
  'JSON: cut short': { files: json('{\n  "id": "a",\n  "prompt":') },
  'JSON: a key twice': { files: json('{\n  "id": "a",\n  "prompt": "Hi",\n  "id": "b"\n}\n') },
  'a list instead of an object': { files: yaml('- id: a\n  prompt: Hi\n') },
  'a text instead of an object': { files: yaml('hello\n') },
  'an empty object': { files: json('{}') },
  'an id that is missing': { files: yaml('prompt: Hi\n') },
  'an id that is a number': { files: yaml('id: 2026\nprompt: Hi\n') },
  'an id with a space': { files: yaml('id: my scenario\nprompt: Hi\n') },
  'an id with a slash': { files: yaml('id: a/b\nprompt: Hi\n') },
  'an id that begins with an underscore': { files: yaml('id: _mcp\nprompt: Hi\n') },
  'an id of dots': { files: yaml('id: ..\nprompt: Hi\n') },
  'an id that is too long': { files: yaml(`id: ${'x'.repeat(121)}\nprompt: Hi\n`) },
  'the same id in two files': {
    files: {
      'scenarios/a.yaml': '# first\nid: Same\nprompt: Hi\n',
      'scenarios/b.json': '{\n "prompt": "Hi",\n "id": "same"\n}',
    },
  },
  'the same id in one file': { files: yaml('scenarios:\n  - { id: x, prompt: Hi }\n  - { id: x, prompt: Ho }\n') },
  'a mistyped key': { files: yaml('id: a\npromt: Hi\n') },
  'an unknown key': { files: yaml('id: a\nprompt: Hi\nexpect: { calls: [] }\nxyzzy: 1\n') },
  'a key in the wrong place': { files: scenario('temperature: 0\ncalls: []\nmodels: [gpt-4o]') },
  'scenario for scenarios': { files: yaml('scenario:\n  - { id: a, prompt: Hi }\n') },
  'no scenarios': { files: yaml('scenarios: []\n') },
  'nothing said': { files: yaml('id: a\n') },
  'prompt and messages': { files: yaml('id: a\nprompt: Hi\nmessages: [{ role: user, content: Hi }]\n') },
  'prompt and turns': { files: yaml('id: a\nprompt: Hi\nturns: [{ user: Hi }]\n') },
  'state in a turn': {
    files: yaml(
      'id: a\nturns:\n  - user: Hi\n    expect: { state: { a: 1 } }\n  - user: Ho\n    expect: { any_of: [{ state: { a: 1 } }] }\n',
    ),
  },
  'state beside any_of and in it': {
    files: scenario('expect: { state: { a: 1 }, any_of: [{ calls: [] }, { state: { a: 2 } }] }'),
  },
  'an operator in state that there is none of': { files: scenario('expect: { state: { a: { $is: 1 } } }') },
  'a state that is a list': { files: scenario('state: [1]') },
  'trials of zero and a floor of 90': { files: scenario('trials: 0\nmin_pass: 90') },
  'set into nothing': { files: tool('  - name: f\n    returns:\n      - { result: 1, set: { "": 1, "a[": 2 } }') },
  'an id with a dot': { files: call('{ name: get_weather, id: a.b }') },
  'an id twice': {
    files: scenario(
      'expect: { any_of: [{ calls: [{ name: get_weather, id: w }] }, { calls: [{ name: get_weather, id: w }] }] }',
    ),
  },
  'after an unknown id': {
    files: scenario('expect: { calls: [{ name: get_weather, id: first }, { name: get_weather, after: [frist] }] }'),
  },
  'after where no call has an id': { files: call('{ name: get_weather, after: [first] }') },
  'after beside steps': {
    files: scenario('expect: { steps: [[{ name: get_weather, id: first }], [{ name: get_weather, after: [first] }]] }'),
  },
  'after a call of another turn': {
    files: yaml(
      `id: a\n${tools}\nturns:\n  - { user: Hi, expect: { calls: [{ name: get_weather, id: first }] } }\n  - { user: Ho, expect: { calls: [{ name: get_weather, after: [first] }] } }\n`,
    ),
  },
  'after a call of another alternative': {
    files: scenario(
      'expect: { any_of: [{ calls: [{ name: get_weather, id: first }] }, { calls: [{ name: get_weather, after: [first] }] }] }',
    ),
  },
  'calls that wait for each other': {
    files: scenario(
      'expect: { calls: [{ name: get_weather, id: a, after: [c] }, { name: get_weather, id: b, after: [a] }, { name: get_weather, id: c, after: [b] }] }',
    ),
  },
  'a call that waits for itself': { files: call('{ name: get_weather, id: a, after: [a] }') },
  'a call that refers to itself': {
    files: call('{ name: get_weather, id: a, arguments: { city: { $result: a.city } } }'),
  },
  'calls that refer to each other': {
    files: scenario(
      'expect: { calls: [{ name: get_weather, id: a, arguments: { city: { $result: b.city } } }, { name: get_weather, id: b, after: [a] }] }',
    ),
  },
  'a reference to nothing': {
    files: call('{ name: get_weather, id: a, arguments: { city: { $oneOf: [x, { $result: b.city }] } } }'),
  },
  'a reference that is none': { files: call('{ name: get_weather, arguments: { city: { $result: ".city" } } }') },
  'a reference to a later turn': {
    files: yaml(
      `id: a\n${tools}\nturns:\n  - { user: Hi, expect: { calls: [{ name: get_weather, arguments: { city: { $result: late.city } } }] } }\n  - { user: Ho, expect: { calls: [{ name: get_weather, id: late }] } }\n`,
    ),
  },
  'a reference to another alternative': {
    files: scenario(
      'expect: { any_of: [{ calls: [{ name: get_weather, id: a }] }, { calls: [{ name: get_weather, arguments: { city: { $result: a.city } } }] }] }',
    ),
  },
  'a reference where no tool is run': {
    files: scenario(
      'max_steps: 1\nexpect: { calls: [{ name: get_weather, id: a }, { name: get_weather, arguments: { city: { $result: a } } }] }',
    ),
  },
  'a reference in state': { files: scenario('expect: { calls: [], state: { a: { $result: a.b } } }') },
  'a reference in when': {
    files: tool('  - name: f\n    returns:\n      - { when: { city: { $result: a.b } }, result: 1 }'),
  },
  'two system prompts': {
    files: yaml('id: a\nsystem: Be nice.\nmessages: [{ role: system, content: x }, { role: user, content: Hi }]\n'),
  },
  'no messages': { files: yaml('id: a\nmessages: []\n') },
  'an unknown role': { files: yaml('id: a\nmessages:\n  - { role: users, content: Hi }\n') },
  'a turn without a user': { files: yaml('id: a\nturns:\n  - { expect: { calls: [] } }\n') },
  'calls without tools': { files: yaml('id: a\nprompt: Hi\nexpect:\n  calls: [{ name: get_weather }]\n') },
  'any call without tools': { files: yaml('id: a\nprompt: Hi\nexpect: { calls: any }\n') },
  'a call where tools are none': {
    files: yaml('id: a\nprompt: Hi\ntools: []\nexpect:\n  calls: [{ name: get_weather }]\n'),
  },
  'an undeclared tool': { files: call('{ name: get_wether }') },
  'undeclared tools elsewhere': {
    files: scenario(
      'tool_choice: { name: get_wheather }\nexpect: { extra: [search], forbidden: [get_weather, delete] }',
    ),
  },
  'an undeclared tool in a turn': {
    files: {
      'scenarios/a.yaml': `id: a\n${tools}\nturns:\n  - user: Hi\n  - user: Ho\n    expect: { steps: [[{ name: get_weather }], [{ name: nope }]] }\n`,
    },
  },
  'a required call without tools': { files: yaml('id: a\nprompt: Hi\ntools: []\ntool_choice: required\n') },
  'an unknown tool_choice': { files: scenario('tool_choice: requierd') },
  'a tool twice': {
    files: tool('  - { name: f, parameters: { type: object } }\n  - { name: f, parameters: { type: object } }'),
  },
  'a tool without a name': { files: tool('  - { parameters: { type: object } }') },
  'a tool that names no shared one': {
    files: yaml('tools: [{ name: search }]\nscenarios:\n  - { id: a, prompt: Hi, tools: [serach] }\n'),
  },
  'a shared name in a file that shares nothing': { files: yaml('id: a\nprompt: Hi\ntools: [search]\n') },
  'parameters of another type': { files: tool('  - { name: f, parameters: { type: array } }') },
  'a type that JSON Schema lacks': {
    files: tool(
      '  - name: f\n    parameters:\n      type: object\n      properties:\n        n: { type: int }\n        s: { type: strng }',
    ),
  },
  'a schema with faults': {
    files: tool(
      '  - name: f\n    parameters:\n      type: object\n      required: city\n      properties:\n        a: { pattern: "(" }\n        b: { $ref: "#/$defs/none" }\n        c: text',
    ),
  },
  'the parameters under another name': { files: tool('  - { name: f, input_schema: { type: object } }') },
  'returns without an answer': { files: tool('  - name: f\n    returns:\n      - { when: { a: 1 } }') },
  'returns with two answers': { files: tool('  - name: f\n    returns:\n      - { result: 1, error: no }') },
  'times of zero': { files: tool('  - name: f\n    returns:\n      - { result: 1, times: 0 }') },
  'when with an operator': { files: tool('  - name: f\n    returns:\n      - { when: { $any: true }, result: 1 }') },
  'when with a wrong matcher': {
    files: tool('  - name: f\n    returns:\n      - { when: { city: { $contain: x } }, result: 1 }'),
  },
  'a module that is not there': { files: tool('  - name: f\n    returns:\n      - { module: "./tools.ts#f" }') },
  'a module without an export': { files: tool('  - name: f\n    returns:\n      - { module: ./tools.ts }') },
  'a module outside the folder': {
    files: { ...tool('  - name: f\n    returns:\n      - { module: "../tools.ts#f" }'), 'tools.ts': '' },
  },
  'calls and steps': { files: scenario('expect:\n  calls: []\n  steps: []') },
  'calls and any_of': { files: scenario('expect:\n  any_of: [{ calls: [] }]\n  calls: []') },
  'an empty any_of': { files: scenario('expect: { any_of: [] }') },
  'any_of within any_of': { files: scenario('expect:\n  any_of:\n    - any_of: [{ calls: [] }]') },
  'an empty group': { files: scenario('expect:\n  steps: [[{ name: get_weather }], []]') },
  'a word for calls': { files: scenario('expect: { calls: some }') },
  'an unknown operator': { files: call('{ name: get_weather, arguments: { city: { $regx: Oslo } } }') },
  'two operators': { files: call('{ name: get_weather, arguments: { city: { $contains: O, $regex: o } } }') },
  'a regular expression that does not compile': {
    files: call('{ name: get_weather, arguments: { city: { $regex: "(" } } }'),
  },
  'rules that the table does not have': {
    files: scenario('rules: bcfl\nexpect: { calls: [{ name: get_weather, accept: { city: [Oslo] } }] }'),
  },
  'accept under native rules': { files: call('{ name: get_weather, accept: { city: [Oslo] } }') },
  'arguments under bfcl rules': {
    files: scenario(
      'rules: bfcl\nexpect:\n  calls:\n    - { name: get_weather, arguments: { city: Oslo } }\n    - { name: get_weather }',
    ),
  },
  'arguments that are a list': { files: call('{ name: get_weather, arguments: [Oslo] }') },
  'a number in final.contains': { files: scenario('expect:\n  final:\n    contains: [22]') },
  'a final that says nothing': { files: scenario('expect: { final: {} }') },
  'a final with wrong expressions': { files: scenario('expect:\n  final: { matches: "[", not: "*" }') },
  'the same condition in two places': {
    files: scenario('expect:\n  final: { not: sorry }\n  any_of:\n    - { calls: [], final: { not: no } }'),
  },
  'max_steps of zero': { files: scenario('max_steps: 0') },
  'max_steps twice': { files: scenario('max_steps: 3\nexpect: { calls: [], max_steps: 2 }') },
  'max_steps that is no number': { files: scenario('max_steps: many\noptional_null: yes\nbare: "true"') },
  'a request that says what stands elsewhere': {
    files: scenario('request: { model: gpt-4o, tools: [], temperature: 0 }'),
  },
  'tags that are no list': { files: scenario('tags: weather') },
  'null where a list belongs': { files: scenario('tags:\nexpect:') },
  'problems of many kinds at once': {
    files: {
      'scenarios/a.yaml': `scenarios:\n  - id: one\n    promt: Hi\n  - id: two\n    prompt: Hi\n    tags: x\n    ${tools.replaceAll('\n', '\n    ')}\n    expect:\n      calls:\n        - { name: 5 }\n        - { name: get_wether, arguments: { city: { $regx: x } } }\n`,
      'scenarios/b.json': '{ "id": "two", "prompt": "Hi", "tols": [] }',
      'scenarios/c.yaml': 'id: c\n\tprompt: Hi\n',
    },
  },
};
