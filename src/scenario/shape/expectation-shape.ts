import { LARGEST } from '../../text/largest.ts';
import type { JsonObject } from '../../json/json.ts';
import { object, optional, required } from '../../document/object-shape.ts';
import type { Fields } from '../../document/object-shape.ts';
import { anything, choice, either, flag, freeObject, list, named, number, record, text } from '../../document/shape.ts';
import type { Shape } from '../../document/shape.ts';
import { CALL_ID } from '../../domain/scenario.ts';
import { MODIFIERS, OPERATORS } from '../../match/operators.ts';
import type { WrittenCall, WrittenExpectation, WrittenFinal, WrittenPlan } from './written.ts';

/** The JSON Schema of a matcher, for completion in editors only: the loader checks matchers where they are used. */
const matcherSchema: JsonObject = {
  description: 'A plain value must be equal; an object with a `$` key is a matcher.',
  anyOf: [
    {
      type: 'object',
      properties: Object.fromEntries([
        ...OPERATORS.map(({ name, meaning, shape }) => [name, { description: meaning, ...shape }]),
        ...MODIFIERS.map(({ name, meaning }) => [name, { description: meaning }]),
      ]),
    },
    {},
  ],
};

const matcher = named('matcher', anything(matcherSchema));

/** Arguments by parameter name; each is a value or a matcher. */
export const argumentsShape: Shape<JsonObject> = {
  ...freeObject({ additionalProperties: matcher.schema }, 'an object of matchers by parameter'),
  parts: [matcher],
};

const call = named(
  'call',
  object<WrittenCall>(
    {
      name: required(text({ expected: 'the name of a tool' }), 'The tool to be called.'),
      id: optional(
        text({ expected: 'an id', pattern: CALL_ID, says: 'an id of letters, digits, "_" and "-"' }),
        'Names the call, for `after` and `$result`; unique in the scenario.',
      ),
      after: optional(
        list(text({ expected: 'the id of a call' }), { expected: 'a list of ids of calls' }),
        'Ids of calls that must come in an earlier response. Not in `steps`, which are in order anyway.',
      ),
      arguments: optional(argumentsShape, 'Matchers by parameter. Left out: any arguments will do.'),
      accept: optional(
        record(list(anything(), { expected: 'a list of accepted values' }), 'an object of accepted values'),
        'Accepted values by parameter; only under `rules: bfcl`.',
      ),
    },
    { expected: 'a call: { name, arguments }', hints: { args: 'Write "arguments".', tool: 'Write "name".' } },
  ),
);

const names = list(text({ expected: 'the name of a tool' }), { expected: 'a list of tool names' });

const final = object<WrittenFinal>(
  {
    contains: optional(
      list(text(), { expected: 'a list of strings' }),
      'All of these stand in the final text. A number has number boundaries: "22" is not in "2022".',
    ),
    matches: optional(
      text({ expected: 'a regular expression' }),
      'A regular expression that finds something (flag u).',
    ),
    not: optional(text({ expected: 'a regular expression' }), 'A regular expression that finds nothing (flag u).'),
  },
  { expected: 'an object with contains, matches or not', hints: { contain: 'Write "contains".' } },
);

const isText = (value: unknown): boolean => typeof value === 'string';
const isNoText = (value: unknown): boolean => typeof value !== 'string';

const calls = list(call, { expected: 'a list of calls, or any' });
const group = list(call, { expected: 'a list of calls', notEmpty: 'Leave the group out.' });

const planFields: Fields<WrittenPlan> = {
  calls: optional(
    either<'any' | readonly WrittenCall[]>(
      'a list of calls, or any',
      { when: isText, shape: choice(['any'], 'a list of calls, or any') },
      { when: isNoText, shape: calls },
    ),
    'The calls of this turn, in any order. `[]`: no tool may be called. `any`: at least one, whichever.',
  ),
  steps: optional(
    list(group, { expected: 'a list of groups of calls' }),
    'Groups of calls in order; the calls of one group do not depend on each other.',
  ),
  extra: optional(
    either<'forbid' | 'allow' | readonly string[]>(
      'forbid, allow, or a list of tool names',
      { when: isText, shape: choice(['forbid', 'allow'], 'forbid, allow, or a list of tool names') },
      { when: isNoText, shape: names },
    ),
    'Calls beyond the expected ones: `forbid` (default), `allow`, or of these tools only.',
  ),
  forbidden: optional(names, 'Tools that must not be called.'),
  require_parallel: optional(flag(), 'Fail when the calls of one group come one after the other.'),
  allow_retry: optional(flag(), 'A call answered with an error, then made again correctly, counts once.'),
  final: optional(final, 'What the final text must hold.'),
  state: optional(
    freeObject({ additionalProperties: matcher.schema }, 'an object of matchers by key of the state'),
    'What the state must hold after the last turn: matched as $subset; `$literal` for all of it.',
  ),
};

const plan = named(
  'plan',
  object<WrittenPlan>(planFields, {
    expected: 'an expectation',
    hints: {
      any_of: 'Alternatives do not nest: list them all in one any_of.',
      max_steps: 'It stands in the scenario.',
    },
  }),
);

export const expectation: Shape<WrittenExpectation> = named(
  'expectation',
  object<WrittenExpectation>(
    {
      ...planFields,
      any_of: optional(
        list(plan, { expected: 'a list of expectations', notEmpty: 'Name at least one acceptable plan.' }),
        'Acceptable plans. `final`, `forbidden`, `extra` beside it apply to each.',
      ),
      max_steps: optional(
        number({ minimum: 1, maximum: LARGEST.steps, whole: true }),
        'The same as `max_steps` of the scenario.',
      ),
    },
    {
      expected: 'what must happen: calls, steps or any_of, and final',
      hints: {
        tool_calls: 'Write "calls".',
        optional_null: 'It stands in the scenario, beside "expect".',
        contains: 'It stands in "final".',
      },
    },
  ),
);
