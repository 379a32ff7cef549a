import { isObject, type Json } from '../../src/json/json.ts';

/** An answer of a gateway as it goes over the wire. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, or server-sent events. */
  readonly text: string;
}

/** Puts a key into an answer; the very same answer where it has no such place. */
export type Plant = (reply: Reply, key: string) => Reply;

/** Members that hold what a model says, in one protocol or another. */
const PROSE = new Set(['content', 'text', 'delta', 'thinking', 'partial_json']);

/** The JSON of an answer, or of each event, changed. */
function inJson(change: (value: Json) => Json): (reply: Reply) => Reply {
  return (reply) => {
    const text = reply.text.includes('data: ')
      ? reply.text.replace(/^data: (\{.*)$/gm, (_, json: string) => `data: ${JSON.stringify(change(parsed(json)))}`)
      : JSON.stringify(change(parsed(reply.text)));
    return text === reply.text ? reply : { ...reply, text };
  };
}

function parsed(text: string): Json {
  return JSON.parse(text) as Json;
}

/** Every string under a name of this kind changed. */
function mapStrings(
  value: Json,
  isWanted: (name: string) => boolean,
  change: (text: string) => string,
  name = '',
): Json {
  if (typeof value === 'string') return isWanted(name) ? change(value) : value;
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, isWanted, change, name));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, isWanted, change, key)]));
}

function inStrings(isWanted: (name: string) => boolean, change: (text: string, key: string) => string): Plant {
  return (reply, key) => inJson((value) => mapStrings(value, isWanted, (text) => change(text, key)))(reply);
}

/** An object of the answer, at any depth, with a member more. */
function inObjects(
  isWanted: (object: { readonly [name: string]: Json }) => boolean,
  more: (key: string) => object,
): Plant {
  return (reply, key) => {
    const add = (value: Json): Json => {
      if (Array.isArray(value)) return value.map(add);
      if (!isObject(value)) return value;
      const members = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, add(item)]));
      return isWanted(value) ? { ...members, ...more(key) } : members;
    };
    return inJson(add)(reply);
  };
}

/** What stands for a text in the answer's own bytes: an escape that a serialiser wrote. */
function inBytes(spell: (key: string) => string): Plant {
  const mark = '@@here@@';
  return (reply, key) => {
    const marked = inStrings(
      (name) => PROSE.has(name),
      (text) => `${text} ${mark}`,
    )(reply, key);
    return marked === reply ? reply : { ...marked, text: marked.text.replaceAll(mark, () => spell(key)) };
  };
}

const isProse = (name: string): boolean => PROSE.has(name);
const say = (spell: (key: string) => string): Plant => inStrings(isProse, (text, key) => `${text} ${spell(key)} `);
const always = (): boolean => true;
const header =
  (name: string): Plant =>
  (reply, key) => ({ ...reply, headers: { ...reply.headers, [name]: key } });
const isStream = ({ text }: Reply): boolean => text.startsWith('data: ') || text.startsWith('event: ');
const inStream =
  (change: (text: string, key: string) => string): Plant =>
  (reply, key) =>
    isStream(reply) ? { ...reply, text: change(reply.text, key) } : reply;
const asError =
  (status: number, body: (key: string) => string, type = 'application/json'): Plant =>
  (_, key) => ({
    status,
    headers: { 'content-type': type },
    text: body(key),
  });
const escaped = (key: string): string =>
  Array.from(key, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const errorBody = (error: object): string => JSON.stringify({ type: 'error', error });

/** Where a key comes back from a gateway, by name. */
export const PLACES: Readonly<Record<string, Plant>> = {
  'the text': say((key) => key),
  'the text, between letters of other scripts': say((key) => `密钥${key}。`),
  'the text, in quotes': say((key) => `"${key}"`),
  'the text, as a setting': say((key) => `API_KEY=${key};`),
  'the text, in a header': say((key) => `Authorization: Bearer ${key}\nHost: x`),
  'the text, in a URL': say((key) => `https://x.example/v1?a=1&api_key=${encodeURIComponent(key)}&b=2`),
  'the text, percent-encoded in lower case': say((key) =>
    encodeURIComponent(key).replace(/%../g, (byte) => byte.toLowerCase()),
  ),
  'the text, in a code block': say((key) => `\`\`\`sh\nexport KEY='${key}'\n\`\`\``),
  'the text, in JSON': say((key) => JSON.stringify({ key })),
  'the text, in JSON inside JSON': say((key) => JSON.stringify({ body: JSON.stringify({ key }) })),
  'the text, twice': say((key) => `${key} ${key}`),
  'the text, in Markdown': say((key) => `[key](${key}) **${key}**`),
  'the bytes, every character escaped': inBytes(escaped),
  'the bytes, one character escaped': inBytes((key) => `${escaped(key.slice(0, 1))}${key.slice(1)}`),
  'the bytes, signs escaped': inBytes((key) => key.replace(/[-+/_]/g, escaped)),
  'the bytes, slashes escaped': inBytes((key) => key.replaceAll('/', String.raw`\/`)),
  arguments: (reply, key) => ({ ...reply, text: reply.text.replaceAll('Paris', `Paris ${key}`) }),
  'a name of an argument': (reply, key) => ({ ...reply, text: reply.text.replaceAll('city', key) }),
  'the name of a tool': (reply, key) => ({ ...reply, text: reply.text.replaceAll('get_weather', `get_${key}`) }),
  'every text': inStrings(always, (text, key) => `${text} ${key}`),
  ids: inStrings(
    (name) => /(?:^|_)id$|Id$/.test(name),
    (text, key) => `${text} ${key}`,
  ),
  'the name of the model': inStrings(
    (name) => name.startsWith('model'),
    (_, key) => key,
  ),
  'the finish reason': inStrings(
    (name) => /reason$|status/i.test(name),
    (_, key) => key,
  ),
  'the role': inStrings(
    (name) => name === 'role',
    (_, key) => key,
  ),
  'the kind of a part': inStrings(
    (name) => name === 'type',
    (text, key) => (text === 'text' ? key : text),
  ),
  'a signature': inStrings(
    (name) => /signature|encrypted/i.test(name),
    (_, key) => key,
  ),
  'an unknown member everywhere': inObjects(always, (key) => ({ x_debug: key })),
  'an unknown list everywhere': inObjects(always, (key) => ({ x_debug: [[key], [1, key]] })),
  'an unknown object everywhere': inObjects(always, (key) => ({
    x_debug: { a: { b: { headers: { 'x-api-key': key } } } },
  })),
  'the name of a member': inObjects(always, (key) => ({ [key]: 1 })),
  'the name of a deep member': inObjects(always, (key) => ({ x: { y: { [`a ${key}`]: true } } })),
  usage: inObjects(
    (object) => Object.keys(object).some((name) => /tokens|TokenCount/i.test(name)),
    (key) => ({ billed_to: key }),
  ),
  'a request that is echoed': inObjects(always, (key) => ({
    request: { headers: { Authorization: `Bearer ${key}` } },
  })),
  'a request that is echoed as text': inObjects(always, (key) => ({
    raw: JSON.stringify({ authorization: `Bearer ${key}` }),
  })),
  'an error beside the answer': inObjects(
    (object) => 'usage' in object || 'usageMetadata' in object,
    (key) => ({ error: { message: `old ${key}` } }),
  ),
  'the fingerprint': inStrings(
    (name) => /fingerprint|version$/i.test(name),
    (_, key) => key,
  ),
  'the time': inObjects(always, (key) => ({ created_by: key, created: [key] })),
  'a list of parts': inObjects(always, (key) => ({
    x_parts: [
      { type: 'text', text: key.slice(0, 20) },
      { type: 'text', text: key.slice(20) },
    ],
  })),
  'a number as text': inObjects(always, (key) => ({ index_of: `1 ${key}` })),
  'the header x-request-id': header('x-request-id'),
  'the header x-api-key': header('x-api-key'),
  'the header openai-organization': header('openai-organization'),
  'the header x-ratelimit-reset-requests': header('x-ratelimit-reset-requests'),
  'the header retry-after': header('retry-after'),
  'a cookie': (reply, key) => ({ ...reply, headers: { ...reply.headers, 'set-cookie': `session=${key}; Path=/` } }),
  'the media type': (reply, key) => ({
    ...reply,
    headers: { ...reply.headers, 'content-type': `${reply.headers['content-type']}; key="${key}"` },
  }),
  'an answer that is no JSON': asError(200, (key) => `the key is ${key}`, 'text/plain'),
  'an answer that is cut': (reply, key) => ({ ...reply, text: say((one) => one)(reply, key).text.slice(0, -20) }),
  'a page': asError(502, (key) => `<html><title>Bad ${key}</title><pre>${key}</pre></html>`, 'text/html'),
  'an error of the server': asError(500, (key) =>
    errorBody({ message: `upstream ${key}`, type: 'server_error', code: key }),
  ),
  'an overloaded server': asError(503, (key) => errorBody({ message: `upstream ${key}`, type: 'overloaded_error' })),
  'a limit': asError(429, (key) =>
    errorBody({ message: `slow down, ${key}`, type: 'rate_limit_error', metadata: { raw: `{"k":"${key}"}` } }),
  ),
  'a refusal that blames a parameter': asError(400, (key) =>
    errorBody({
      message: `Invalid value ${key} for temperature`,
      type: 'invalid_request_error',
      param: key,
      code: 'invalid_value',
    }),
  ),
  'a refusal that blames a tool': asError(422, (key) =>
    errorBody({ message: `tools[0]: ${key} is no schema`, type: 'invalid_request_error', param: 'tools' }),
  ),
  'an unknown model': asError(404, (key) =>
    errorBody({ message: `no model ${key}`, type: 'not_found_error', code: 'model_not_found' }),
  ),
  'a conflict, as text': asError(409, (key) => `conflict: ${key}`, 'text/plain'),
  'an error that is escaped': asError(500, (key) => `{"error":{"message":"${escaped(key)}"}}`),
  'a comment of a stream': inStream((text, key) => `: ${key}\n\n${text}`),
  'the id of an event': inStream((text, key) => text.replace(/^data: /m, `id: ${key}\ndata: `)),
  'the name of an event': inStream((text, key) => `event: ${key}\ndata: {}\n\n${text}`),
  'an unknown field of an event': inStream((text, key) => text.replace(/^data: /m, `x-key: ${key}\ndata: `)),
  'an event that is no JSON': inStream((text, key) => `data: ${key}\n\n${text}`),
};

/** Errors after which a gateway or a model is not asked again. */
export const LAST_PLACES: Readonly<Record<string, Plant>> = {
  'a refused key': asError(401, (key) =>
    errorBody({ message: `Incorrect API key ${key}`, code: 'invalid_api_key', type: 'authentication_error' }),
  ),
  'a forbidden model': asError(403, (key) =>
    errorBody({ message: `${key} may not use this model`, type: 'permission_error' }),
  ),
  'a spent account': asError(402, (key) =>
    errorBody({ message: `no credit left for ${key}`, code: 'insufficient_quota' }),
  ),
};

/** Encodings that give away a key only to whoever looks for it: found where its value is known. */
export const ENCODED_PLACES: Readonly<Record<string, Plant>> = {
  base64: inObjects(always, (key) => ({ basic: base64(`user:${key}`), plain: base64(key) })),
  hex: inObjects(always, (key) => ({ hex: Buffer.from(key).toString('hex') })),
};
