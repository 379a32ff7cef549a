import { asText, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import { report, type Findings } from '../../findings.ts';

/** The items of a stream so far. */
export interface StreamState {
  readonly items: Map<number, StreamItem>;
  /** The response object of the first event; null before it. */
  created: JsonObject | null;
  /** The response object of the last event; null before it. */
  final: JsonObject | null;
}

interface StreamItem {
  item: JsonObject;
  /** Joined pieces of its arguments, input or text, by the type of their events. */
  readonly pieces: Map<string, string>;
  done: boolean;
}

/** The state before the first event. */
export function startStream(): StreamState {
  return { items: new Map(), created: null, final: null };
}

/** Adds an event that reports no error. Unknown events add nothing. */
export function addEvent(state: StreamState, event: JsonObject, findings: Findings): void {
  const type = asText(event['type']);
  if (type === 'response.created' || type === 'response.in_progress' || type === 'response.queued') {
    if (type === 'response.created' && state.final !== null) beginAgain(state, event, findings);
    if (isObject(event['response'])) state.created ??= event['response'];
  } else if (/^response\.(?:completed|incomplete|failed)$/.test(type)) end(state, event, findings);
  else if (type === 'response.output_item.added') addItem(state, event, findings);
  else if (type === 'response.output_item.done') finishItem(state, event, findings);
  else if (type.endsWith('.delta')) addPiece(state, event, type, findings);
  else if (type === '') report(findings, 'framing', 'breaking', 'an event has no type', event);
}

/**
 * Begins another response of the stream, which a gateway's own tool loop sends. The last response is the answer, as in OpenAI's
 * client.
 */
function beginAgain(state: StreamState, event: JsonObject, findings: Findings): void {
  report(findings, 'framing', 'breaking', 'the stream holds several responses', event);
  state.items.clear();
  state.final = null;
}

function end(state: StreamState, event: JsonObject, findings: Findings): void {
  if (state.final !== null) report(findings, 'stream-deltas', 'degrading', 'the response ends twice', event);
  const { response } = event;
  if (isObject(response)) state.final = response;
  else {
    report(findings, 'stream-deltas', 'breaking', 'the event that ends the stream has no response', event);
    state.final = { ...state.created, status: asText(event['type']).replace('response.', '') };
  }
}

function indexOf(event: JsonObject, findings: Findings): number | null {
  const { output_index: index } = event;
  if (typeof index === 'number' && Number.isInteger(index)) return index;
  report(findings, 'stream-index', 'breaking', 'an event has no output_index', event);
  return null;
}

function addItem(state: StreamState, event: JsonObject, findings: Findings): void {
  const { item } = event;
  const index = indexOf(event, findings) ?? state.items.size;
  if (!isObject(item)) {
    report(findings, 'stream-deltas', 'breaking', 'output_item.added has no item', event);
    return;
  }
  const before = state.items.get(index);
  if (before !== undefined) {
    report(findings, 'stream-index', 'breaking', `output_index ${index} stands for two items`, event);
    // Both items are kept, although a client that goes by index would lose one.
    state.items.set(Math.max(...state.items.keys()) + 1, { item, pieces: new Map(), done: false });
    return;
  }
  if (index !== state.items.size) {
    const message = `output_index ${index} is not the next one, ${state.items.size}`;
    report(findings, 'stream-index', 'degrading', message, event);
  }
  state.items.set(index, { item, pieces: new Map(), done: false });
}

/** The item of an event, by its index; by its id where two items have one index. */
function itemOf(state: StreamState, event: JsonObject, findings: Findings): StreamItem | undefined {
  const index = indexOf(event, findings);
  const id = event['item_id'] ?? (isObject(event['item']) ? event['item']['id'] : undefined);
  const byIndex = index === null ? [...state.items.values()].at(-1) : state.items.get(index);
  if (id === undefined || id === null || byIndex?.item['id'] === id) return byIndex;
  return [...state.items.values()].find(({ item }) => item['id'] === id) ?? byIndex;
}

function finishItem(state: StreamState, event: JsonObject, findings: Findings): void {
  const { item } = event;
  if (!isObject(item)) {
    report(findings, 'stream-deltas', 'breaking', 'output_item.done has no item', event);
    return;
  }
  const known = itemOf(state, event, findings);
  if (known === undefined) {
    report(findings, 'stream-deltas', 'degrading', 'an item is done that was never added', event);
    state.items.set(state.items.size, { item, pieces: new Map(), done: true });
    return;
  }
  checkPieces(known, item, findings);
  known.item = item;
  known.done = true;
}

function addPiece(state: StreamState, event: JsonObject, type: string, findings: Findings): void {
  const known = itemOf(state, event, findings);
  if (known === undefined) {
    report(findings, 'stream-index', 'breaking', 'a delta comes for an item that was not added', event);
    return;
  }
  if (known.done) report(findings, 'stream-deltas', 'degrading', 'a delta comes after its item is done', event);
  const { delta } = event;
  if (typeof delta === 'string') known.pieces.set(type, (known.pieces.get(type) ?? '') + delta);
}

const ARGUMENTS = 'response.function_call_arguments.delta';
const INPUT = 'response.custom_tool_call_input.delta';
const TEXT = 'response.output_text.delta';

/** Reports a finished item that differs from its deltas. */
function checkPieces(known: StreamItem, done: JsonObject, findings: Findings): void {
  const { pieces } = known;
  if (hasOtherText(known, done)) {
    const message = 'the deltas of a text are not the text of its item';
    report(findings, 'stream-deltas', 'degrading', message, done);
  }
  for (const [type, field] of [
    [ARGUMENTS, 'arguments'],
    [INPUT, 'input'],
  ] as const) {
    const joined = pieces.get(type);
    if (joined === undefined || joined === done[field]) continue;
    report(findings, 'stream-deltas', 'breaking', `the deltas of a call are not its ${field}`, done);
  }
}

/** True where the deltas of a message, which clients show as they come, give another text than its last event. */
function hasOtherText({ pieces }: StreamItem, { content }: JsonObject): boolean {
  const joined = pieces.get(TEXT);
  if (joined === undefined || !Array.isArray(content)) return false;
  const texts = content.filter(isObject).filter(({ type }) => type === 'output_text');
  const said = texts.map(({ text }) => asText(text)).join('');
  return said !== '' && said !== joined;
}

/** The items in order, with the texts of their deltas where the last events say another. */
export function itemsAsShown(state: StreamState): JsonObject[] {
  const items = streamedItems(state, []);
  const known = [...state.items].toSorted(([a], [b]) => a - b).map(([, one]) => one);
  return items.map((item, i) => {
    const one = known[i];
    return one !== undefined && hasOtherText(one, item) ? fromPieces(one) : item;
  });
}

/** The items in order. An item without its last event is joined from its deltas. */
export function streamedItems(state: StreamState, findings: Findings): JsonObject[] {
  return [...state.items]
    .toSorted(([a], [b]) => a - b)
    .map(([, one]) => {
      if (one.done) return one.item;
      report(findings, 'stream-deltas', 'degrading', 'an item has no output_item.done', one.item);
      return fromPieces(one);
    });
}

function fromPieces({ item, pieces }: StreamItem): JsonObject {
  const args = pieces.get(ARGUMENTS);
  const input = pieces.get(INPUT);
  const text = pieces.get(TEXT);
  if (args !== undefined && item['type'] === 'function_call') return { ...item, arguments: args };
  if (input !== undefined && item['type'] === 'custom_tool_call') return { ...item, input };
  if (text !== undefined && item['type'] === 'message') {
    const content: Json[] = [{ type: 'output_text', text, annotations: [] }];
    return { ...item, content };
  }
  return item;
}
