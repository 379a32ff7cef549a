import { isObject, type Json } from '../../../../json/json.ts';
import { parseJson } from '../../../../json/parse.ts';
import { isSame, type StreamCall } from './stream-call.ts';

/** The arguments of a call after its last delta, or why they are unknown. */
export type StreamArguments =
  | { readonly args: Json; readonly garbled: null }
  | { readonly args: Json; readonly garbled: string };

/**
 * The arguments of a call as the model wrote them. Pieces of text are joined. An object counts once, even where the stream
 * repeats it or adds `{}`. Several different objects are `garbled`: the gateway took one value apart, or merged two calls.
 */
export function streamArguments(call: StreamCall): StreamArguments {
  if (call.values.length > 0) return ofValues(call);
  if (call.borders.length === 0) return { args: call.text, garbled: null };
  const bounds = [0, ...call.borders, call.text.length];
  const objects = bounds.slice(1).map((end, i) => call.text.slice(bounds[i], end));
  const [first = ''] = objects;
  const values = objects.map(parseJson);
  if (values.every((value) => value !== undefined && isSame(value, values[0] ?? null)))
    return { args: first, garbled: null };
  return { args: call.text, garbled: 'several objects stand under one index, each with the id or the name of a call' };
}

function ofValues(call: StreamCall): StreamArguments {
  const text = call.text.trim() === '' ? undefined : (parseJson(call.text) ?? call.text);
  const pieces = text === undefined ? call.values : [text, ...call.values];
  const distinct: Json[] = [];
  for (const piece of pieces) if (!distinct.some((known) => isSame(known, piece))) distinct.push(piece);
  const meant = distinct.length > 1 ? distinct.filter((piece) => !isEmptyObject(piece)) : distinct;
  const [only] = meant;
  if (meant.length === 1 && only !== undefined) return { args: only, garbled: null };
  const joined = pieces.map((piece) => (typeof piece === 'string' ? piece : JSON.stringify(piece))).join('');
  if (!meant.every(isObject)) return { args: joined, garbled: null };
  return { args: joined, garbled: 'the arguments of one call come as several different objects' };
}

function isEmptyObject(value: Json): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}
