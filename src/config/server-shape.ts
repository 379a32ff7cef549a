import { object, optional, required } from '../document/object-shape.ts';
import { choice, either, list, named, number, record, text } from '../document/shape.ts';
import type { Shape } from '../document/shape.ts';
import { isObject } from '../json/json.ts';
import { LARGEST } from '../text/largest.ts';
import type { WrittenServer, WrittenValue } from './written.ts';

/** The name of a variable. A message never shows the found text, because users may write the key itself here. */
export const variable: Shape<string> = text({
  expected: 'the name of an environment variable',
  pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
  says: 'the name of an environment variable, not the key itself',
  secret: true,
});

/** A value, or the variable that has it. */
export const value: Shape<WrittenValue> = named(
  'value',
  either<WrittenValue>(
    'a text, or { env, prefix }',
    { when: (written) => typeof written === 'string', shape: text({ allowEmpty: true }) },
    {
      when: isObject,
      shape: object<Exclude<WrittenValue, string>>(
        {
          env: required(variable, 'The environment variable that holds the value, which is a secret.'),
          prefix: optional(text({ allowEmpty: true }), 'Stands before the value: "Bearer ".'),
        },
        { expected: 'a variable: { env, prefix }' },
      ),
    },
  ),
);

/** An MCP server. */
export const server: Shape<WrittenServer> = named(
  'server',
  object<WrittenServer>(
    {
      command: optional(
        list(text({ expected: 'a program or an argument', allowEmpty: true }), {
          expected: 'a list: the program and its arguments',
          notEmpty: 'Name the program.',
        }),
        'Starts the server, which is spoken to over its standard input and output.',
      ),
      env: optional(
        record(value, 'an object of variables'),
        'Variables of its environment, beside HOME, LOGNAME, PATH, SHELL, TERM and USER.',
      ),
      cwd: optional(
        text({ expected: 'a folder' }),
        'Where it is started, relative to this file (default: the folder of this file). ${trial_dir} is an empty folder of the trial.',
      ),
      url: optional(text({ expected: 'a URL' }), 'Where the server listens, for streamable HTTP.'),
      headers: optional(record(value, 'an object of headers'), 'Request headers: { Authorization: { env, prefix } }.'),
      isolation: optional(
        choice(['trial', 'run']),
        'Whether each trial has the server for itself (trial), or all trials share it (run).',
      ),
      start_timeout_ms: optional(
        number({ minimum: 1, maximum: LARGEST.wait }),
        'Give the server up when it is not ready by then (30000).',
      ),
      timeout_ms: optional(
        number({ minimum: 1, maximum: LARGEST.wait }),
        'Give a call up when it stays silent for so long (60000).',
      ),
    },
    {
      expected: 'a server: { command } or { url }',
      hints: {
        args: 'Arguments stand in "command", after the program: command: [npx, -y, my-server].',
        type: 'Leave it out: "command" is stdio, "url" is streamable HTTP.',
        transport: 'Leave it out: "command" is stdio, "url" is streamable HTTP.',
        base_url: 'Write "url".',
        timeout: 'Write "timeout_ms".',
      },
    },
  ),
);
