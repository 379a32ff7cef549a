import { describe, expect, test } from 'vitest';
import type { ModelRequest } from '../../src/domain/model-client.ts';
import type { Json, JsonObject } from '../../src/json/json.ts';
import { PROTOCOLS } from '../../src/protocol/protocols.ts';
import type { Protocol } from '../../src/protocol/protocol.ts';

/** Parameters by the names that scenarios use. */
const WRITTEN: { readonly [name: string]: Json } = {
  temperature: 0.5,
  top_p: 0.9,
  max_tokens: 77,
  stop: 'END',
  seed: 7,
  reasoning_effort: 'low',
  parallel_tool_calls: false,
};
const tool = {
  name: 'f',
  definition: { name: 'f', parameters: { type: 'object' } },
  parameters: { type: 'object' },
  returns: null,
};

function encode(
  protocol: Protocol,
  parameters: JsonObject,
  model: { readonly omit?: readonly string[]; readonly rename?: { readonly [name: string]: string } } = {},
  choice: 'required' | null = 'required',
): ModelRequest {
  return protocol.encode({
    model: { servedAs: 'm', omit: model.omit ?? [], rename: model.rename ?? {} },
    conversation: [{ kind: 'message', message: { role: 'user', content: 'Hi' } }],
    tools: [tool],
    choice,
    defaults: { temperature: null, maxTokens: null },
    parameters: { stream: false, ...parameters },
  });
}

describe.each(PROTOCOLS.map((protocol) => [protocol.name, protocol] as const))('%s', (_, protocol) => {
  test.each(Object.keys(WRITTEN))('`omit` takes %s out by the name that scenarios use', (name) => {
    const { [name]: _taken, ...others } = WRITTEN;
    expect(encode(protocol, WRITTEN, { omit: [name] })).toEqual(encode(protocol, others));
  });

  test('`omit` takes the choice of a tool out', () => {
    expect(encode(protocol, {}, { omit: ['tool_choice'] })).toEqual(encode(protocol, {}, {}, null));
  });

  test('`omit` takes a default out, too', () => {
    const request = (omit: readonly string[], maxTokens: number | null): ModelRequest =>
      protocol.encode({
        model: { servedAs: 'm', omit, rename: {} },
        conversation: [{ kind: 'message', message: { role: 'user', content: 'Hi' } }],
        tools: [],
        choice: null,
        defaults: { temperature: null, maxTokens },
        parameters: { stream: false },
      });
    expect(request(['max_tokens'], 5)).toEqual(request([], null));
  });

  test('`rename` gives a parameter the name that the endpoint wants', () => {
    const own = protocol.places.fields.max_tokens.at?.[0]?.split('.').at(-1) ?? '';
    const renamed = encode(protocol, { max_tokens: 77 }, { rename: { max_tokens: own } });
    expect(JSON.stringify(renamed.body)).toContain(`"${own}":77`);
    if (protocol.name !== 'chat') expect(renamed).toEqual(encode(protocol, { max_tokens: 77 }));
    const odd = encode(protocol, { temperature: 0.5 }, { rename: { temperature: 'heat' } });
    expect(odd.body).toMatchObject({ heat: 0.5 });
    expect(JSON.stringify(odd.body)).not.toContain('temperature');
  });
});
