import { LARGEST } from '../../text/largest.ts';
import { isObject } from '../../json/json.ts';
import { object, optional, required } from '../../document/object-shape.ts';
import type { Fields } from '../../document/object-shape.ts';
import { anything, choice, either, flag, freeObject, list, named, number, text } from '../../document/shape.ts';
import type { Shape } from '../../document/shape.ts';
import { argumentsShape } from './expectation-shape.ts';
import type {
  WrittenFunction,
  WrittenOpenAiTool,
  WrittenResult,
  WrittenServerTools,
  WrittenShortTool,
  WrittenTool,
} from './written.ts';

const entry = named(
  'returns',
  object<WrittenResult>(
    {
      when: optional(
        argumentsShape,
        'Answers only calls with these arguments (matched as $subset). Left out: every call.',
      ),
      result: optional(anything(), 'What the tool answers. "${path}" is replaced by an argument.'),
      content: optional(
        list(freeObject(), { expected: 'a list of content parts', notEmpty: 'Give at least one part.' }),
        'What the tool answers in parts: { type: text, text }, images and files as the API takes them.',
      ),
      is_error: optional(flag(), 'The model is told that the result or the content is an error.'),
      error: optional(anything(), 'The tool fails: the model receives {"error": …}.'),
      module: optional(
        text({ expected: 'a module and its export: ./tools.ts#name' }),
        'A function that answers: ./tools.ts#name, relative to this file.',
      ),
      times: optional(number({ minimum: 1, whole: true }), 'Answers so many calls of a trial; then the next entry.'),
      delay_ms: optional(
        number({ minimum: 0, maximum: LARGEST.wait }),
        'Milliseconds to wait before the answer; not in replay.',
      ),
      set: optional(
        freeObject({}, 'an object of values by path: { orders.o1.status: cancelled }'),
        'Values written into the state of the trial, by path. "${path}" is replaced by an argument, in paths too.',
      ),
    },
    {
      expected: 'an entry: { when, result }, { when, error } or { when, module }',
      hints: {
        return: 'Write "result".',
        value: 'Write "result".',
        arguments: 'Write "when".',
        delay: 'Write "delay_ms".',
      },
    },
  ),
);

const returns = optional(
  list(entry, { expected: 'a list of entries', notEmpty: 'Give at least one entry, or leave "returns" out.' }),
  'Simulated results; the first entry whose `when` fits answers. Left out: null.',
);

const functionFields: Fields<WrittenFunction> = {
  name: required(text({ expected: 'the name of the tool' }), 'Letters, digits, _ and - are taken by every gateway.'),
  description: optional(text({ allowEmpty: true }), 'What the model reads about the tool.'),
  parameters: optional(freeObject({}, 'a JSON Schema of type object'), 'The JSON Schema of the arguments.'),
  strict: optional(flag(), "OpenAI's strict mode, where a gateway knows it."),
  format: optional(
    freeObject({}, 'a format: { type: text }, or { type: grammar, syntax, definition }'),
    'Makes it a custom tool: in place of `parameters`, it is called with a text, `arguments: { input }` (chat and responses).',
  ),
};

const hints: { readonly [key: string]: string } = {
  input_schema: 'Write "parameters".',
  inputSchema: 'Write "parameters".',
  schema: 'Write "parameters".',
  arguments: 'Write "parameters".',
  result: 'It goes into an entry of "returns".',
};

const short = object<WrittenShortTool>({ ...functionFields, returns }, { expected: 'a tool', hints });

const openAi = object<WrittenOpenAiTool>(
  {
    type: required(choice(['function']), 'Always `function`.'),
    function: required(
      object<WrittenFunction>(functionFields, {
        expected: 'a function: { name, description, parameters }',
        hints: { ...hints, returns: 'It stands beside "function".' },
        open: 'to vendors',
      }),
      'The tool as OpenAI defines it.',
    ),
    returns,
  },
  { expected: 'a tool' },
);

const toolBranches: readonly { when: (value: unknown) => boolean; shape: Shape<WrittenTool> }[] = [
  { when: (value) => isObject(value) && ('function' in value || 'type' in value), shape: openAi },
  { when: isObject, shape: short },
];

/** A tool in the short form, or in OpenAI's form with `returns` beside it. */
export const tool: Shape<WrittenTool> = named(
  'tool',
  either<WrittenTool>('a tool: { name, parameters }', ...toolBranches),
);

/** The tools of an MCP server. */
const serverTools: Shape<WrittenServerTools> = named(
  'serverTools',
  object<WrittenServerTools>(
    {
      mcp: required(text({ expected: 'the name of a server' }), 'A server of `servers` in the configuration.'),
      only: optional(
        list(text({ expected: 'the name of a tool' }), {
          expected: 'a list of names',
          notEmpty: 'Name a tool, or leave "only" out for all of them.',
        }),
        'The tools that are offered, by the names that the server has; `*` stands for any characters: [read_*].',
      ),
      prefix: optional(
        text({ pattern: /^[A-Za-z0-9_-]+$/, says: 'letters, digits, "_" and "-"' }),
        'Stands before each name, so that tools of two servers are told apart: fs_.',
      ),
    },
    {
      expected: 'the tools of a server: { mcp, only, prefix }',
      hints: {
        tools: 'Write "only".',
        server: 'Write "mcp".',
        returns: 'The server answers its calls. Write the tool out to simulate it.',
        except: 'Name those that are offered in "only".',
      },
    },
  ),
);

const isServer = (value: unknown): boolean => isObject(value) && 'mcp' in value;

/** A tool, or the tools of a server. */
export const toolOrServer: Shape<WrittenTool | WrittenServerTools> = either<WrittenTool | WrittenServerTools>(
  'a tool, or { mcp: server }',
  { when: isServer, shape: serverTools },
  { when: isObject, shape: tool },
);

/** A tool, the tools of a server, or the name of a tool that the file shares. */
export const toolOrName: Shape<string | WrittenTool | WrittenServerTools> = either<
  string | WrittenTool | WrittenServerTools
>(
  'a tool, the name of a shared one, or { mcp: server }',
  { when: (value) => typeof value === 'string', shape: text({ expected: 'the name of a shared tool' }) },
  { when: isServer, shape: serverTools },
  { when: isObject, shape: tool },
);
