import type { Json, JsonObject } from '../../../src/json/json.ts';
import {
  calls,
  defined,
  event,
  list,
  num,
  obj,
  parsed,
  pieces,
  str,
  texts,
  type Answered,
  type Asked,
  type Dialect,
  type Part,
  type Said,
  type Tool,
} from './neutral.ts';

const SAME = ['max_tokens', 'temperature', 'top_p', 'top_k', 'service_tier'];
const TOOL = ['strict', 'allowed_callers', 'defer_loading', 'input_examples', 'cache_control'];

/** Anthropic Messages, as its reference has it. */
export const messages: Dialect = {
  path: () => '/v1/messages',

  readAsked(body): Asked {
    const config = obj(body['output_config']);
    const choice = obj(body['tool_choice']);
    const serial = choice['disable_parallel_tool_use'];
    return {
      model: str(body['model']),
      stream: body['stream'] === true,
      said: [
        ...(body['system'] === undefined ? [] : [{ role: 'system' as const, parts: partsIn(body['system']) }]),
        ...saidIn(list(body['messages'])),
      ],
      tools: list(body['tools']).map(({ name, description, input_schema: schema, ...more }) => ({
        name: str(name),
        description: description ?? '',
        schema: schema ?? {},
        more,
      })),
      ...(choice['type'] === undefined ? {} : choiceIn(choice)),
      parameters: defined({
        ...Object.fromEntries(SAME.map((name) => [name, body[name]])),
        stop: body['stop_sequences'],
        parallel_tool_calls: typeof serial === 'boolean' ? !serial : undefined,
        reasoning_effort: config['effort'],
        schema: obj(config['format'])['schema'],
        user: obj(body['metadata'])['user_id'],
      }),
    };
  },

  writeAsked({ model, stream, said, tools, choice, parameters }): JsonObject {
    const { stop, parallel_tool_calls: parallel, reasoning_effort: effort, schema, user } = parameters;
    const system = said
      .filter(({ role }) => role === 'system' || role === 'developer')
      .flatMap(({ parts }) => texts(parts));
    const config = defined({
      effort,
      format: schema === undefined ? undefined : { type: 'json_schema', schema },
    });
    const serial = parallel === undefined ? {} : { disable_parallel_tool_use: parallel !== true };
    const chosen =
      choice !== undefined && choice.mode !== 'allowed'
        ? { ...choiceOf(choice), ...(choice.mode === 'none' ? {} : serial) }
        : parallel === undefined || tools.length === 0
          ? undefined
          : { type: 'auto', ...serial };
    return defined({
      model,
      system: system.length === 0 ? undefined : system.join('\n\n'),
      messages: messagesOf(said),
      tools: tools.length === 0 ? undefined : tools.map(toolOf),
      tool_choice: chosen,
      ...Object.fromEntries(SAME.map((name) => [name, parameters[name]])),
      max_tokens: parameters['max_tokens'] ?? 4096,
      stop_sequences: stop === undefined ? undefined : Array.isArray(stop) ? stop : [stop],
      output_config: Object.keys(config).length === 0 ? undefined : config,
      metadata: user === undefined ? undefined : { user_id: user },
      stream: stream ? true : undefined,
    });
  },

  readAnswer(bodies): Answered {
    const [first = {}] = bodies;
    if (first['type'] === 'message') {
      return {
        parts: partsIn(first['content']),
        end: ENDS[str(first['stop_reason'])] ?? 'stop',
        usage: usageIn(obj(first['usage'])),
      };
    }
    const blocks: JsonObject[] = [];
    const inputs: string[] = [];
    let usage: JsonObject = {};
    let end = '';
    for (const body of bodies) {
      const at = num(body['index']);
      const delta = obj(body['delta']);
      if (body['type'] === 'message_start') usage = obj(obj(body['message'])['usage']);
      if (body['type'] === 'content_block_start') blocks[at] = { ...obj(body['content_block']) };
      const block = blocks[at] ?? {};
      if (delta['type'] === 'text_delta') block['text'] = str(block['text']) + str(delta['text']);
      if (delta['type'] === 'thinking_delta') block['thinking'] = str(block['thinking']) + str(delta['thinking']);
      if (delta['type'] === 'signature_delta') block['signature'] = delta['signature'] ?? '';
      if (delta['type'] === 'input_json_delta') inputs[at] = (inputs[at] ?? '') + str(delta['partial_json']);
      if (body['type'] === 'message_delta') {
        end = str(delta['stop_reason']);
        usage = { ...usage, ...obj(body['usage']) };
      }
    }
    for (const [at, text] of inputs.entries()) if (text !== undefined) (blocks[at] ?? {})['input'] = parsed(text);
    return { parts: partsIn(blocks), end: ENDS[end] ?? 'stop', usage: usageIn(usage) };
  },

  writeAnswer(answered, model): JsonObject {
    return { ...frameOf(answered, model), content: answered.parts.flatMap(blockOf), stop_reason: endOf(answered) };
  },

  writeEvents(answered, model): string {
    const send = (data: JsonObject): string => event(data, str(data['type']));
    const usage = usageOf(answered);
    const blocks = answered.parts.flatMap(blockOf).flatMap((block, index) => {
      const { type, text, thinking, signature, input } = block;
      const started =
        type === 'text'
          ? { ...block, text: '' }
          : type === 'thinking'
            ? { ...block, thinking: '', signature: '' }
            : { ...block, input: {} };
      const deltas: JsonObject[] =
        type === 'text'
          ? pieces(str(text)).map((piece) => ({ type: 'text_delta', text: piece }))
          : type === 'thinking'
            ? [
                ...pieces(str(thinking)).map((piece) => ({ type: 'thinking_delta', thinking: piece })),
                { type: 'signature_delta', signature: signature ?? '' },
              ]
            : pieces(JSON.stringify(input)).map((piece) => ({ type: 'input_json_delta', partial_json: piece }));
      return [
        send({ type: 'content_block_start', index, content_block: started }),
        ...deltas.map((delta) => send({ type: 'content_block_delta', index, delta })),
        send({ type: 'content_block_stop', index }),
      ];
    });
    return [
      send({ type: 'message_start', message: { ...frameOf(answered, model), usage: { ...usage, output_tokens: 1 } } }),
      ...blocks,
      send({ type: 'message_delta', delta: { stop_reason: endOf(answered), stop_sequence: null }, usage }),
      send({ type: 'message_stop' }),
    ].join('');
  },

  writeError: (status, message) => ({
    type: 'error',
    error: {
      type: status === 429 ? 'rate_limit_error' : status < 500 ? 'invalid_request_error' : 'api_error',
      message,
    },
  }),
};

function choiceIn(choice: JsonObject): Pick<Asked, 'choice'> {
  const mode = ({ auto: 'auto', none: 'none', any: 'required', tool: 'tool' } as const)[str(choice['type']) as 'auto'];
  return { choice: { mode, names: mode === ('tool' as string) ? [str(choice['name'])] : [] } };
}

function choiceOf({ mode, names }: NonNullable<Asked['choice']>): JsonObject {
  if (mode === 'tool') return { type: 'tool', name: names[0] ?? '' };
  return { type: mode === 'required' ? 'any' : mode };
}

function toolOf({ name, description, schema, more }: Tool): JsonObject {
  return defined({
    name,
    description,
    input_schema: schema,
    ...Object.fromEntries(TOOL.map((key) => [key, more[key]])),
  });
}

function saidIn(all: readonly JsonObject[]): Said[] {
  const names = new Map<string, string>();
  return all.map(({ role, content }) => {
    for (const { type, id, name } of list(content)) if (type === 'tool_use') names.set(str(id), str(name));
    return { role: role as Said['role'], parts: partsIn(content, names) };
  });
}

function partsIn(content: Json | undefined, names: ReadonlyMap<string, string> = new Map()): Part[] {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  return list(content).map((block): Part => {
    const { type, id, name, input, tool_use_id: callId, is_error: failed, source: from } = block;
    const { media_type: media, data, url } = obj(from);
    const held = { type: str(media), ...(data === undefined ? { url: str(url) } : { data: str(data) }) };
    switch (type) {
      case 'tool_use':
        return { kind: 'call', id: str(id), name: str(name), args: input ?? {} };
      case 'tool_result':
        return {
          kind: 'result',
          id: str(callId),
          name: names.get(str(callId)) ?? '',
          parts: partsIn(block['content'] ?? ''),
          failed: failed === true,
        };
      case 'thinking':
        return { kind: 'thought', text: str(block['thinking']), signature: str(block['signature']) };
      case 'image':
        return { kind: 'image', ...held };
      case 'document':
        return { kind: 'file', name: 'document.pdf', ...held };
      default:
        return { kind: 'text', text: str(block['text']) };
    }
  });
}

/** Messages of one role in a row are one: Anthropic wants all results of an answer in the message that follows it. */
function messagesOf(said: readonly Said[]): JsonObject[] {
  const made: { role: string; content: JsonObject[] }[] = [];
  for (const { role, parts } of said) {
    if (role === 'system' || role === 'developer') continue;
    const last = made.at(-1);
    const content = parts.flatMap(blockOf);
    if (last?.role === role) last.content.push(...content);
    else made.push({ role, content });
  }
  return made.map(({ role, content }) => ({ role, content }));
}

function blockOf(part: Part): JsonObject[] {
  switch (part.kind) {
    case 'text':
      return [{ type: 'text', text: part.text }];
    case 'thought':
      return [{ type: 'thinking', thinking: part.text, signature: part.signature }];
    case 'call':
      return [{ type: 'tool_use', id: part.id, name: part.name, input: part.args }];
    case 'result': {
      const content = part.parts.flatMap(blockOf);
      return [{ type: 'tool_result', tool_use_id: part.id, content, ...(part.failed ? { is_error: true } : {}) }];
    }
    case 'audio':
      return [];
    default: {
      const from: JsonObject =
        part.url === undefined
          ? { type: 'base64', media_type: part.type, data: part.data ?? '' }
          : { type: 'url', url: part.url };
      return [{ type: part.kind === 'image' ? 'image' : 'document', source: from }];
    }
  }
}

const ENDS: { readonly [word: string]: Answered['end'] } = {
  end_turn: 'stop',
  tool_use: 'calls',
  max_tokens: 'length',
  refusal: 'filter',
};

function endOf({ end, parts }: Answered): string {
  if (end === 'stop' && calls(parts).length > 0) return 'tool_use';
  return Object.entries(ENDS).find(([, meaning]) => meaning === end)?.[0] ?? 'end_turn';
}

function frameOf(answered: Answered, model: string): JsonObject {
  const usage = usageOf(answered);
  return {
    id: 'msg_gw',
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
}

/** Anthropic counts what came from the cache apart from the input. */
function usageIn(usage: JsonObject): Answered['usage'] {
  const cached = num(usage['cache_read_input_tokens']);
  return {
    input: num(usage['input_tokens']) + cached + num(usage['cache_creation_input_tokens']),
    output: num(usage['output_tokens']),
    cached,
    thought: num(obj(usage['output_tokens_details'])['thinking_tokens']),
  };
}

function usageOf({ usage: { input, output, cached, thought } }: Answered): JsonObject {
  return {
    input_tokens: input - cached,
    cache_read_input_tokens: cached,
    cache_creation_input_tokens: 0,
    output_tokens: output,
    output_tokens_details: { thinking_tokens: thought },
  };
}
