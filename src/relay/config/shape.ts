import { object, optional, required } from '../../document/object-shape.ts';
import { variable, value } from '../../config/server-shape.ts';
import { choice, list, number, record, text, type Shape } from '../../document/shape.ts';
import { SPOKEN } from '../../protocol/protocols.ts';
import type { WrittenLane, WrittenRelay } from './written.ts';

const headers = record(value, 'an object of headers');
const url = text({ expected: 'a URL' });
const protocol = choice(SPOKEN, `a protocol: ${SPOKEN.join(', ')}`);

const lane = object<WrittenLane>(
  {
    name: required(text({ expected: 'a name' }), 'The row of the report, and what --lane names.'),
    in: required(protocol, 'What the client speaks to the gateway.'),
    out: required(protocol, 'What the gateway speaks to the upstream.'),
    model: optional(text({ expected: 'the name of a model' }), 'The model that the client asks for (stub).'),
    base_url: optional(url, 'The gateway of this lane; that of "gateway" by default.'),
    headers: optional(headers, 'Further headers of the requests of this lane.'),
  },
  {
    expected: 'a lane: { name, in, out }',
    hints: { from: 'Write "in".', to: 'Write "out".', url: 'Write "base_url".', baseURL: 'Write "base_url".' },
  },
);

const KEYS = 'Keys do not stand in files: put it into an environment variable and name that in "api_key_env".';

/** The file of a relay. */
export const relayFile: Shape<WrittenRelay> = object<WrittenRelay>(
  {
    $schema: optional(text(), 'The JSON Schema of this file, for editors.'),
    gateway: required(
      object<WrittenRelay['gateway']>(
        {
          base_url: required(url, 'Where the gateway under test listens: http://127.0.0.1:8787/v1.'),
          api_key_env: optional(
            variable,
            'The environment variable that holds the key of the gateway. Left out: it gets a placeholder.',
          ),
          auth: optional(
            choice(['native', 'bearer']),
            "Where the key goes: into the protocol's own header (native), or into Authorization: Bearer.",
          ),
          headers: optional(headers, 'Further headers of every request.'),
        },
        { expected: 'a gateway: { base_url }', hints: { api_key: KEYS, key: KEYS, url: 'Write "base_url".' } },
      ),
      'The gateway under test.',
    ),
    upstream: required(
      object<WrittenRelay['upstream']>(
        {
          port: required(
            number({ minimum: 0, maximum: 65_535, whole: true }),
            'The port on 127.0.0.1 that the gateway is configured to ask.',
          ),
        },
        { expected: 'an upstream: { port }', hints: { url: 'The upstream is part of tooltape: write its "port".' } },
      ),
      'The upstream behind the gateway: tooltape starts it.',
    ),
    lanes: required(
      list(lane, { expected: 'a list of lanes', notEmpty: 'Name at least one.' }),
      'Ways through the gateway.',
    ),
    timeout_ms: optional(number({ minimum: 1 }), 'Give an answer up that did not come for so long (10000).'),
  },
  {
    expected: 'an object with gateway, upstream and lanes',
    hints: {
      gateways: 'A relay tests one gateway: write "gateway".',
      lane: 'Write "lanes".',
      timeout: 'Write "timeout_ms".',
    },
  },
);
