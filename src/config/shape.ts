import { object, optional, required } from '../document/object-shape.ts';
import { choice, either, flag, freeObject, list, named, number, orNull, record, text } from '../document/shape.ts';
import type { Shape } from '../document/shape.ts';
import { LARGEST } from '../text/largest.ts';
import { isObject } from '../json/json.ts';
import { SPOKEN } from '../protocol/protocols.ts';
import { agent } from './agent-shape.ts';
import { server, value, variable } from './server-shape.ts';
import type { WrittenConfig, WrittenDefaults, WrittenGateway, WrittenModel } from './written.ts';

const gateway = named(
  'gateway',
  object<WrittenGateway>(
    {
      base_url: optional(text({ expected: 'a URL' }), 'Where the API is: https://api.openai.com/v1.'),
      protocol: optional(
        choice(SPOKEN, `a protocol: ${SPOKEN.join(', ')}`),
        'The wire format of its endpoints (chat).',
      ),
      api_key_env: optional(variable, 'The environment variable that holds the key. Left out: no key is needed.'),
      auth: optional(
        choice(['native', 'bearer']),
        "Where the key goes: into the protocol's own header (native), or into Authorization: Bearer.",
      ),
      concurrency: optional(
        number({ minimum: 1, maximum: LARGEST.concurrency, whole: true }),
        'Requests in flight at once.',
      ),
      rpm: optional(number({ minimum: 1, maximum: LARGEST.rpm }), 'Requests a minute.'),
      headers: optional(record(value, 'an object of headers'), 'Extra request headers: { X-Team: { env: TEAM } }.'),
      sandbox: optional(flag(), 'The simulated gateway that is built in; needs nothing else.'),
    },
    {
      expected: 'a gateway: { base_url, api_key_env }',
      hints: {
        api_key: 'Keys do not stand in files: put it into an environment variable and name that in "api_key_env".',
        key: 'Keys do not stand in files: put it into an environment variable and name that in "api_key_env".',
        url: 'Write "base_url".',
        baseURL: 'Write "base_url".',
      },
    },
  ),
);

const dollars = number({ minimum: 0, maximum: LARGEST.dollars });

const model = named(
  'model',
  object<WrittenModel>(
    {
      gateway: optional(text({ expected: 'the name of a gateway' }), 'The gateway that serves it.'),
      agent: optional(agent, 'A program of yours that asks models by itself, in place of "gateway" and "model".'),
      gateways: optional(
        list(text({ expected: 'the name of a gateway' }), {
          expected: 'a list of gateways',
          notEmpty: 'Name at least one.',
        }),
        'Of an agent: where its requests go when they are recorded, one gateway a vendor.',
      ),
      model: optional(text({ expected: 'the name of a model' }), 'As the gateway calls it; the alias by default.'),
      price: optional(
        object<{ input: number; output: number }>(
          {
            input: required(dollars, 'US dollars per million tokens read.'),
            output: required(dollars, 'US dollars per million tokens written.'),
          },
          { expected: 'a price: { input, output }' },
        ),
        'US dollars per million tokens.',
      ),
      omit: optional(
        list(text({ expected: 'the name of a parameter' }), { expected: 'a list of parameters' }),
        'Request parameters that this model does not take: [temperature].',
      ),
      rename: optional(
        record(text({ expected: 'the name of a parameter' }), 'an object of parameter names'),
        'Request parameters under another name: { max_tokens: max_completion_tokens }.',
      ),
      request: optional(freeObject(), 'Sent with every request to this model; a scenario may say otherwise.'),
    },
    {
      expected: 'a model: { gateway }, or { agent, gateways }',
      hints: {
        base_url: 'It stands in the gateway.',
        command: 'It stands in "agent".',
        name: 'Write "model".',
        temperature: 'It goes into "request".',
      },
    },
  ),
);

const defaults = object<WrittenDefaults>(
  {
    models: optional(
      list(text({ expected: 'the name of a model' }), { expected: 'a list of models', notEmpty: 'Name at least one.' }),
      'The models asked when --models is left out: aliases, or name@gateway.',
    ),
    trials: optional(
      number({ minimum: 1, maximum: LARGEST.trials, whole: true }),
      'How often each scenario is run (1).',
    ),
    concurrency: optional(
      number({ minimum: 1, maximum: LARGEST.concurrency, whole: true }),
      'Trials in flight at once (8).',
    ),
    retries: optional(
      number({ minimum: 0, maximum: LARGEST.retries, whole: true }),
      'Further attempts after a failed request (3).',
    ),
    temperature: optional(
      orNull(number({ minimum: 0, maximum: LARGEST.temperature })),
      'Sampling temperature (0); null leaves it to the provider.',
    ),
    max_tokens: optional(
      orNull(number({ minimum: 1, maximum: LARGEST.tokens, whole: true })),
      'Longest response in tokens (8192); null leaves it to the provider.',
    ),
    timeout_ms: optional(
      number({ minimum: 1, maximum: LARGEST.wait }),
      'Give a request up when no byte came for so long (120000).',
    ),
    stream: optional(
      either<boolean | 'both'>(
        'true, false or both',
        { when: (value) => typeof value === 'boolean', shape: flag() },
        { when: (value) => typeof value === 'string', shape: choice(['both'], 'true, false or both') },
      ),
      'Ask for streamed responses (false); both: every scenario twice.',
    ),
  },
  { expected: 'an object of defaults', hints: { timeout: 'Write "timeout_ms".', model: 'Write "models".' } },
);

/** The configuration file. */
export const configFile: Shape<WrittenConfig> = object<WrittenConfig>(
  {
    $schema: optional(text(), 'The JSON Schema of this file, for editors.'),
    gateways: optional(record(gateway, 'an object of gateways by name'), 'Base URL, key and limits, by name.'),
    models: optional(record(model, 'an object of models by alias'), 'Models by alias.'),
    servers: optional(record(server, 'an object of servers by name'), 'MCP servers, by name: tools of scenarios.'),
    defaults: optional(defaults, 'What holds where the command line does not say otherwise.'),
    ignore: optional(
      list(
        either<string | { readonly text: string }>(
          'a path, or { text: a regular expression }',
          { when: (value) => typeof value === 'string', shape: text({ expected: 'a path' }) },
          {
            when: (value) => isObject(value),
            shape: object<{ readonly text: string }>(
              {
                text: required(text({ expected: 'a regular expression' }), 'What it finds in any text does not count.'),
              },
              { expected: '{ text: a regular expression }' },
            ),
          },
        ),
        { expected: 'a list of paths and texts' },
      ),
      'What does not count of a request when its recording is looked up: paths of its body (metadata.session, messages[*].name), and what a regular expression finds in its texts ({ text: "Today is .*" }).',
    ),
    redact: optional(
      list(text({ expected: 'a regular expression' }), { expected: 'a list of regular expressions' }),
      'Regular expressions (flag u); what they find is replaced in recordings, run files and reports.',
    ),
  },
  {
    expected: 'an object with gateways, models and defaults',
    hints: {
      scenarios: 'Scenarios stand in their own files.',
      mcpServers: 'Write "servers".',
      mcp: 'Write "servers".',
    },
  },
);
