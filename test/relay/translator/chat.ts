import type { Json, JsonObject } from '../../../src/json/json.ts';
import {
  calls,
  dataUrl,
  defined,
  event,
  list,
  num,
  obj,
  parsed,
  pieces,
  source,
  str,
  texts,
  type Answered,
  type Asked,
  type Dialect,
  type Part,
  type Said,
  type Tool,
} from './neutral.ts';

const SAME = [
  'temperature',
  'top_p',
  'stop',
  'seed',
  'presence_penalty',
  'frequency_penalty',
  'n',
  'logprobs',
  'top_logprobs',
  'logit_bias',
  'reasoning_effort',
  'verbosity',
  'user',
  'safety_identifier',
  'metadata',
  'service_tier',
  'store',
  'prompt_cache_key',
  'prompt_cache_retention',
  'modalities',
  'audio',
  'parallel_tool_calls',
  'prediction',
  'web_search_options',
];

/** OpenAI Chat Completions, as its reference has it. */
export const chat: Dialect = {
  path: () => '/v1/chat/completions',

  readAsked(body): Asked {
    const format = obj(body['response_format']);
    const tools = list(body['tools']).map((tool) => toolOf(obj(tool['function'])));
    const older = list(body['functions']).map(toolOf);
    return {
      model: str(body['model']),
      stream: body['stream'] === true,
      said: saidIn(list(body['messages'])),
      tools: [...tools, ...older],
      ...choiceIn(body['tool_choice'] ?? body['function_call']),
      parameters: defined({
        ...Object.fromEntries(SAME.map((name) => [name, body[name]])),
        max_tokens: body['max_completion_tokens'] ?? body['max_tokens'],
        json: format['type'] === 'json_object' ? true : undefined,
        schema: format['type'] === 'json_schema' ? obj(format['json_schema'])['schema'] : undefined,
      }),
    };
  },

  writeAsked({ model, stream, said, tools, choice, parameters }): JsonObject {
    const { max_tokens, json, schema, ...rest } = parameters;
    return defined({
      model,
      messages: said.flatMap(messagesOf),
      tools: tools.length === 0 ? undefined : tools.map(functionOf),
      tool_choice: choice === undefined ? undefined : choiceOf(choice),
      max_completion_tokens: max_tokens,
      response_format:
        schema !== undefined
          ? { type: 'json_schema', json_schema: { name: 'answer', schema } }
          : json === true
            ? { type: 'json_object' }
            : undefined,
      ...Object.fromEntries(Object.entries(rest).filter(([name]) => SAME.includes(name))),
      ...(stream ? { stream: true, stream_options: { include_usage: true } } : {}),
    });
  },

  readAnswer(bodies): Answered {
    let text = '';
    let end: Json = null;
    let usage: JsonObject = {};
    const made: { id: string; name: string; args: string }[] = [];
    for (const body of bodies) {
      const choice = list(body['choices'])[0] ?? {};
      const delta = obj(choice['message'] ?? choice['delta']);
      text += str(delta['content']);
      for (const [i, call] of list(delta['tool_calls']).entries()) {
        const at = typeof call['index'] === 'number' ? call['index'] : i;
        const one = (made[at] ??= { id: '', name: '', args: '' });
        one.id ||= str(call['id']);
        one.name ||= str(obj(call['function'])['name']);
        one.args += str(obj(call['function'])['arguments']);
      }
      end = choice['finish_reason'] ?? end;
      if (body['usage'] !== undefined && body['usage'] !== null) usage = obj(body['usage']);
    }
    return {
      parts: [
        ...(text === '' ? [] : [{ kind: 'text' as const, text }]),
        ...made.map(({ id, name, args }) => ({ kind: 'call' as const, id, name, args: parsed(args) })),
      ],
      end: ENDS[str(end)] ?? 'stop',
      usage: {
        input: num(usage['prompt_tokens']),
        output: num(usage['completion_tokens']),
        cached: num(obj(usage['prompt_tokens_details'])['cached_tokens']),
        thought: num(obj(usage['completion_tokens_details'])['reasoning_tokens']),
      },
    };
  },

  writeAnswer(answered, model): JsonObject {
    const text = texts(answered.parts).join('');
    const made = calls(answered.parts).map(callOf);
    const message = defined({
      role: 'assistant',
      content: text === '' ? null : text,
      tool_calls: made.length === 0 ? undefined : made,
    });
    return {
      id: 'chatcmpl-gw',
      object: 'chat.completion',
      model,
      choices: [{ index: 0, message, finish_reason: endOf(answered) }],
      usage: usageOf(answered),
    };
  },

  writeEvents(answered, model): string {
    const frame = { id: 'chatcmpl-gw', object: 'chat.completion.chunk', model };
    const chunk = (delta: JsonObject, finish: Json = null): string =>
      event({ ...frame, choices: [{ index: 0, delta, finish_reason: finish }] });
    return [
      chunk({ role: 'assistant', content: '' }),
      ...pieces(texts(answered.parts).join('')).map((content) => chunk({ content })),
      ...calls(answered.parts).flatMap((call, index) => {
        const { id, type, function: made } = callOf(call);
        const { name, arguments: args } = obj(made);
        return [
          chunk({
            tool_calls: [{ index, id: id ?? '', type: type ?? '', function: { name: name ?? '', arguments: '' } }],
          }),
          ...pieces(str(args)).map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
        ];
      }),
      chunk({}, endOf(answered)),
      event({ ...frame, choices: [], usage: usageOf(answered) }),
      'data: [DONE]\n\n',
    ].join('');
  },

  writeError: (status, message) => ({
    error: { message, type: status < 500 ? 'invalid_request_error' : 'server_error', param: null, code: null },
  }),
};

function toolOf({ name, description, parameters, strict }: JsonObject): Tool {
  return { name: str(name), description: description ?? '', schema: parameters ?? {}, more: defined({ strict }) };
}

function functionOf({ name, description, schema, more }: Tool): JsonObject {
  const made = defined({ name, description, parameters: schema, strict: more['strict'] });
  return { type: 'function', function: made };
}

function choiceIn(choice: Json | undefined): Pick<Asked, 'choice'> {
  if (choice === undefined) return {};
  if (choice === 'auto' || choice === 'none' || choice === 'required') return { choice: { mode: choice, names: [] } };
  const said = obj(choice);
  if (said['type'] === 'allowed_tools') {
    const names = list(obj(said['allowed_tools'])['tools']).map((tool) => str(obj(tool['function'])['name']));
    return { choice: { mode: 'allowed', names } };
  }
  return { choice: { mode: 'tool', names: [str(obj(said['function'])['name']) || str(said['name'])] } };
}

function choiceOf({ mode, names }: NonNullable<Asked['choice']>): Json {
  if (mode === 'tool') return { type: 'function', function: { name: names[0] ?? '' } };
  if (mode !== 'allowed') return mode;
  const tools = names.map((name) => ({ type: 'function', function: { name } }));
  return { type: 'allowed_tools', allowed_tools: { mode: 'required', tools } };
}

function saidIn(messages: readonly JsonObject[]): Said[] {
  const names = new Map<string, string>();
  return messages.map(({ role, content, tool_calls: made, tool_call_id: id }): Said => {
    const parts = partsIn(content);
    if (role === 'tool') {
      const result: Part = { kind: 'result', id: str(id), name: names.get(str(id)) ?? '', parts, failed: false };
      return { role: 'user', parts: [result] };
    }
    const called = list(made).map((call): Part => {
      const { name, arguments: args } = obj(call['function']);
      names.set(str(call['id']), str(name));
      return { kind: 'call', id: str(call['id']), name: str(name), args: parsed(str(args)) };
    });
    return { role: role as Said['role'], parts: [...parts, ...called] };
  });
}

function partsIn(content: Json | undefined): Part[] {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  return list(content).map((part): Part => {
    const { type, text, image_url: image, file, input_audio: audio } = part;
    if (type === 'image_url') return { kind: 'image', ...source(str(obj(image)['url'])) };
    if (type === 'file')
      return { kind: 'file', ...source(str(obj(file)['file_data'])), name: str(obj(file)['filename']) };
    if (type === 'input_audio')
      return { kind: 'audio', type: `audio/${str(obj(audio)['format'])}`, data: str(obj(audio)['data']) };
    return { kind: 'text', text: str(text) };
  });
}

function messagesOf({ role, parts }: Said): JsonObject[] {
  const results = parts.flatMap((part) =>
    part.kind === 'result' ? [{ role: 'tool', tool_call_id: part.id, content: contentOf(part.parts) }] : [],
  );
  const rest = parts.filter(({ kind }) => kind !== 'result' && kind !== 'call' && kind !== 'thought');
  const made = calls(parts).map(callOf);
  if (rest.length === 0 && made.length === 0) return results;
  // Gateways write an empty text beside calls as often as null.
  const content = rest.length === 0 ? '' : contentOf(rest);
  return [...results, defined({ role, content, tool_calls: made.length === 0 ? undefined : made })];
}

function contentOf(parts: readonly Part[]): Json {
  const [first] = parts;
  if (parts.length === 1 && first?.kind === 'text') return first.text;
  return parts.flatMap((part): JsonObject[] => {
    switch (part.kind) {
      case 'text':
        return [{ type: 'text', text: part.text }];
      case 'image':
        return [{ type: 'image_url', image_url: { url: dataUrl(part) } }];
      case 'file':
        return [{ type: 'file', file: { filename: part.name ?? 'file', file_data: dataUrl(part) } }];
      case 'audio':
        return [
          { type: 'input_audio', input_audio: { data: part.data ?? '', format: part.type.replace('audio/', '') } },
        ];
      default:
        return [];
    }
  });
}

function callOf({ id, name, args }: Extract<Part, { kind: 'call' }>): JsonObject {
  return { id, type: 'function', function: { name, arguments: JSON.stringify(args) } };
}

const ENDS: { readonly [word: string]: Answered['end'] } = {
  stop: 'stop',
  tool_calls: 'calls',
  length: 'length',
  content_filter: 'filter',
};

function endOf({ end }: Answered): string {
  return Object.entries(ENDS).find(([, meaning]) => meaning === end)?.[0] ?? 'stop';
}

function usageOf({ usage: { input, output, cached, thought } }: Answered): JsonObject {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: thought },
  };
}
