import { object, optional, required } from '../document/object-shape.ts';
import { choice, list, named, number, record, text, type Shape } from '../document/shape.ts';
import { LARGEST } from '../text/largest.ts';
import { value } from './server-shape.ts';
import type { WrittenAgent } from './written.ts';

/** A program of the user that makes its own requests to models. */
export const agent: Shape<WrittenAgent> = named(
  'agent',
  object<WrittenAgent>(
    {
      command: required(
        list(text({ expected: 'a program or an argument', allowEmpty: true }), {
          expected: 'a list: the program and its arguments',
          notEmpty: 'Name the program.',
        }),
        'Starts the agent, once a trial. The argument {prompt} stands for the prompt; without it the prompt goes to standard input.',
      ),
      cwd: optional(text({ expected: 'a folder' }), 'Where it is started: below the folder of this file.'),
      env: optional(record(value, 'an object of variables'), 'Further environment variables, as they are or { env }.'),
      answer: optional(
        choice(['stdout', 'traffic'], 'stdout or traffic'),
        'Where its answer is: what it prints (stdout), or the last text of its requests (traffic).',
      ),
      timeout_ms: optional(
        number({ minimum: 1, maximum: LARGEST.wait }),
        'Stop it when it neither prints nor asks for so long (as in defaults).',
      ),
    },
    {
      expected: 'an agent: { command }',
      hints: { timeout: 'Write "timeout_ms".', args: 'Arguments stand in "command", behind the program.' },
    },
  ),
);
