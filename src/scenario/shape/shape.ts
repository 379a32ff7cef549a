import { LARGEST } from '../../text/largest.ts';
import { DEFAULT_RULES, RULES } from '../../score/rules/rules.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { isObject } from '../../json/json.ts';
import { SCENARIO_ID, type Message } from '../../domain/scenario.ts';
import { PROTOCOL_NAMES, type ProtocolName } from '../../domain/protocol.ts';
import { object, optional, required } from '../../document/object-shape.ts';
import type { Fields } from '../../document/object-shape.ts';
import { anything, choice, either, flag, freeObject, list, named, number, text } from '../../document/shape.ts';
import type { Shape } from '../../document/shape.ts';
import { expectation } from './expectation-shape.ts';
import { toolOrName, toolOrServer } from './tool-shape.ts';
import type { WrittenDefaults, WrittenManyFile, WrittenScenario, WrittenToolChoice, WrittenTurn } from './written.ts';

const message = object<Pick<Message, 'role'> & { content?: Json; sent_as?: JsonObject }>(
  {
    role: required(choice(['system', 'developer', 'user', 'assistant', 'tool']), 'Who speaks.'),
    content: optional(anything(), 'A text, or a list of content parts. All other fields are passed on, too.'),
    sent_as: optional(
      freeObject({}, 'an object of lists by protocol: { responses: [...] }'),
      'What a request of one protocol holds in the place of this message: reasoning, signatures, ids.',
    ),
  },
  { expected: 'a message: { role, content }', open: true },
) as Shape<Message>;

const messages = list(message, { expected: 'a list of messages', notEmpty: 'Give at least one message.' });

const userContent = either<Json>(
  'what the user says: a string, or a list of content parts',
  {
    when: (value) => Array.isArray(value),
    shape: list(freeObject(), { expected: 'a list of content parts' }) as Shape<Json>,
  },
  { when: (value) => !isObject(value), shape: text({ expected: 'what the user says' }) },
);

const turn = object<WrittenTurn>(
  {
    user: required(userContent, 'What the user says in this turn.'),
    expect: optional(expectation, 'What must happen in this turn.'),
  },
  { expected: 'a turn: { user, expect }', hints: { prompt: 'Write "user".', content: 'Write "user".' } },
);

const toolName = required(text({ expected: 'the name of a tool' }), 'The tool that must be called.');
const toolChoice = either<WrittenToolChoice>(
  'auto, none, required or { name: tool }',
  {
    when: (value) => typeof value === 'string',
    shape: choice(['auto', 'none', 'required'], 'auto, none, required or { name: tool }'),
  },
  {
    when: (value) => isObject(value) && 'function' in value,
    shape: object<{ type: 'function'; function: { name: string } }>(
      {
        type: required(choice(['function']), 'Always `function`.'),
        function: required(object<{ name: string }>({ name: toolName }, { expected: '{ name: tool }' }), 'The tool.'),
      },
      { expected: '{ type: function, function: { name: tool } }' },
    ),
  },
  { when: isObject, shape: object<{ name: string }>({ name: toolName }, { expected: '{ name: tool }' }) },
);

const tags = list(
  text({
    expected: 'a tag',
    pattern: /^(?!each$)/,
    says: 'a tag other than `each`, which stands for every scenario in --min-pass',
  }),
  { expected: 'a list of tags' },
);

const defaultFields: Fields<WrittenDefaults> = {
  tags: optional(tags, 'Words to select scenarios by (`--tag`) and to group results.'),
  system: optional(text({ expected: 'the system prompt' }), 'The system prompt, put before all messages.'),
  tools: optional(
    list(toolOrName, { expected: 'a list of tools' }),
    'Function tools, or names of tools that the file shares. `[]` sends none.',
  ),
  tool_choice: optional(
    toolChoice,
    'auto, none, required or { name: tool }. Required and named go with the first request of a turn only.',
  ),
  request: optional(
    freeObject(),
    'Anything else for the API: temperature, parallel_tool_calls, stream, vendor fields.',
  ),
  request_for: optional(
    object<NonNullable<WrittenDefaults['request_for']>>(
      Object.fromEntries(PROTOCOL_NAMES.map((name) => [name, optional(freeObject(), `Sent over ${name} alone.`)])) as {
        [name in ProtocolName]: ReturnType<typeof optional<JsonObject>>;
      },
      { expected: 'an object of requests by protocol' },
    ),
    'The same for one protocol alone, in its own words: { messages: { thinking: { type: enabled } } }.',
  ),
  rules: optional(
    choice(RULES.map(({ name }) => name)),
    `How arguments are compared: ${RULES.map(({ name, says }) => `\`${name}\` ${says}`).join('; ')}. \`${DEFAULT_RULES}\` is the default.`,
  ),
  max_steps: optional(
    number({ minimum: 1, maximum: LARGEST.steps, whole: true }),
    'Model responses a turn may take (8). 1 judges the first response only: no tool is run.',
  ),
  optional_null: optional(
    choice(['absent', 'strict']),
    'Null for a parameter that is not required: as good as left out (`absent`, default), or a value (`strict`).',
  ),
  formats: optional(
    choice(['annotation', 'strict']),
    'A value that breaks nothing but a `format`: it counts against `valid` only (`annotation`, default), or fails the trial (`strict`).',
  ),
  bare: optional(flag(), 'Send messages and tools only, none of the configured defaults.'),
  review: optional(
    flag(),
    'Made by an import: `check` lists it until a person has looked at it and takes the mark away.',
  ),
  state: optional(
    freeObject(),
    'What tools find and change: a copy a trial, for `set` of their results and for tool modules.',
  ),
  trials: optional(
    number({ minimum: 1, maximum: LARGEST.trials, whole: true }),
    'How often the scenario is run, whatever --trials and the configuration say.',
  ),
  min_pass: optional(
    number({ minimum: 0, maximum: 1 }),
    'The share of trials that must pass with every model: a gate, exit 1 when it is missed.',
  ),
};

const hints: { readonly [key: string]: string } = {
  model: 'Models are listed in the config, or by --models.',
  models: 'Models are listed in the config, or by --models.',
  temperature: 'It goes into "request".',
  max_tokens: 'It goes into "request".',
  parallel_tool_calls: 'It goes into "request".',
  stream: 'It goes into "request".',
  calls: 'It goes into "expect".',
  final: 'It goes into "expect".',
  forbidden: 'It goes into "expect".',
  user: 'Write "prompt", or "turns".',
  scenario: 'Write "scenarios", with a list.',
  defaults: 'It stands beside "scenarios", in a file with several.',
};

const schemaField = optional(text(), 'The JSON Schema of this file, for editors.');

const scenarioFields: Fields<WrittenScenario> = {
  $schema: schemaField,
  id: required(
    text({
      expected: 'an id',
      pattern: SCENARIO_ID,
      says: 'an id of letters, digits, ".", "_" and "-" that does not begin with "_"',
    }),
    'Names the scenario in tables and cassettes: letters, digits, `.`, `_`, `-`, at most 120, no `_` first.',
  ),
  ...defaultFields,
  prompt: optional(text({ expected: 'what the user says' }), 'What the user says: short for one user message.'),
  messages: optional(messages, 'The conversation so far; alone, or as history before `turns`.'),
  turns: optional(
    list(turn, { expected: 'a list of turns', notEmpty: 'Give at least one turn.' }),
    'Several user messages, each with what must happen before the next.',
  ),
  expect: optional(expectation, 'What must happen; beside `turns`, anywhere in the conversation.'),
};

const scenario = named('scenario', object<WrittenScenario>(scenarioFields, { expected: 'a scenario', hints }));

const many: Shape<WrittenManyFile> = object<WrittenManyFile>(
  {
    $schema: schemaField,
    tools: optional(list(toolOrServer, { expected: 'a list of tools' }), 'Tools that the scenarios refer to by name.'),
    defaults: optional(
      object<WrittenDefaults>(defaultFields, { expected: 'an object of defaults', hints }),
      'What holds for every scenario that does not say otherwise; `request` is merged key by key.',
    ),
    scenarios: required(
      list(scenario, { expected: 'a list of scenarios', notEmpty: 'Give at least one.' }),
      'The scenarios.',
    ),
  },
  { expected: 'an object with scenarios', hints: { ...hints, id: 'It stands in each scenario.' } },
);

/** True for a file with several scenarios. */
export function isMany(value: Json): boolean {
  return isObject(value) && Object.hasOwn(value, 'scenarios');
}

/** A scenario file: one scenario, or several with shared parts. */
export const scenarioFile: Shape<WrittenScenario | WrittenManyFile> = {
  ...either<WrittenScenario | WrittenManyFile>(
    'a scenario, or an object with scenarios: […]',
    { when: isMany, shape: many },
    { when: isObject, shape: scenario },
  ),
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  schema: { if: { type: 'object', required: ['scenarios'] }, then: many.schema, else: scenario.schema },
};
