import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { ConversationEntry } from '../../domain/conversation.ts';
import type { ModelRequest } from '../../domain/model-client.ts';
import type { Leavable } from '../protocol.ts';

/** The fields of an answer that every endpoint of a protocol takes back. All other fields are leavable. */
export interface EchoShape {
  readonly known: ReadonlySet<string>;
  /** Fields that hold an object, or a list of objects, with a shape of its own. */
  readonly inside?: { readonly [field: string]: EchoShape };
}

export interface Echoes {
  /** The list of a request body in which answers go back. */
  readonly growing: string;
  /** True for an item of the list that a model wrote. */
  readonly isAnswer: (item: JsonObject) => boolean;
  readonly shape: EchoShape;
}

/** Words of an error that asks for a field. Such an error names a field that is missing, so it must not be left out. */
const ASKS_FOR = /must be (?:passed|provided|included|sent|set|present|echoed)|is (?:required|missing)|missing/i;

/**
 * Unknown fields of answers that go back. Some gateways (Groq, Cerebras) send `reasoning`, others `caller` or `logprobs`, and refuse
 * the field in the next request.
 */
export function leavableEchoes(echoes: Echoes): Leavable {
  const names = ({ body }: ModelRequest): readonly string[] => {
    const found = new Set<string>();
    for (const item of answersIn(body, echoes)) collect(item, echoes.shape, found);
    return [...found];
  };
  return {
    names,
    refused: (request, { message }) => {
      if (ASKS_FOR.test(message)) return null;
      const named = names(request).filter((name) => isNamed(name, message));
      // The name `reasoning_content` contains `reasoning`, so the longest field name is looked for first.
      return named.toSorted((a, b) => b.length - a.length)[0] ?? null;
    },
    without: (request, name) => {
      const items = request.body[echoes.growing];
      if (!Array.isArray(items)) return request;
      const kept = items.map((item) => (isObject(item) ? withoutField(item, name, echoes) : item));
      return { ...request, body: { ...request.body, [echoes.growing]: kept } };
    },
    describe: (name) => `the gateway sends "${name}" and refuses it in the next request, which leaves it out`,
  };
}

/** The answer without the unknown field of this name, at every depth of its shape. Any other item, and a known field, stay. */
function withoutField(item: JsonObject, name: string, { isAnswer, shape }: Echoes): JsonObject {
  return isAnswer(item) ? strip(item, name, shape) : item;
}

/** The conversation without the fields of answers that the model's `omit` lists; the same array where it lists none. */
export function echoWithout(
  conversation: readonly ConversationEntry[],
  omit: readonly string[],
  echoes: Echoes,
): readonly ConversationEntry[] {
  if (omit.length === 0) return conversation;
  return conversation.map((entry) => {
    if (entry.kind !== 'answer') return entry;
    const echo = entry.turn.echo.map((item) => omit.reduce((rest, name) => withoutField(rest, name, echoes), item));
    return { ...entry, turn: { ...entry.turn, echo } };
  });
}

function answersIn(body: JsonObject, { growing, isAnswer }: Echoes): JsonObject[] {
  const items = body[growing];
  return Array.isArray(items) ? items.filter(isObject).filter(isAnswer) : [];
}

function collect(holder: JsonObject, { known, inside = {} }: EchoShape, found: Set<string>): void {
  for (const name of Object.keys(holder)) if (!known.has(name)) found.add(name);
  for (const [field, shape] of Object.entries(inside)) {
    const value = holder[field];
    for (const one of Array.isArray(value) ? value : [value]) if (isObject(one)) collect(one, shape, found);
  }
}

/** Returns the same object where nothing changes. */
function strip(holder: JsonObject, name: string, shape: EchoShape): JsonObject {
  const { known, inside = {} } = shape;
  let rest = holder;
  if (!known.has(name) && Object.hasOwn(rest, name)) {
    const { [name]: _, ...others } = rest;
    rest = others;
  }
  for (const [field, within] of Object.entries(inside)) {
    const value = rest[field];
    const kept = value === undefined ? value : stripValue(value, name, within);
    if (kept !== undefined && kept !== value) rest = { ...rest, [field]: kept };
  }
  return rest;
}

function stripValue(value: Json, name: string, shape: EchoShape): Json {
  if (isObject(value)) return strip(value, name, shape);
  if (!Array.isArray(value)) return value;
  const kept = value.map((one) => (isObject(one) ? strip(one, name, shape) : one));
  return kept.every((one, i) => one === value[i]) ? value : kept;
}

/** True where the text has the name as a whole word. "400 status code" names no field. */
function isNamed(name: string, text: string): boolean {
  const said = text.replaceAll(/status code/gi, '');
  for (let at = said.indexOf(name); at >= 0; at = said.indexOf(name, at + 1)) {
    const around = `${said[at - 1] ?? ''}${said[at + name.length] ?? ''}`;
    if (!/[\w]/.test(around)) return true;
  }
  return false;
}
