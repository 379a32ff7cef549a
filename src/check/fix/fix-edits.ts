import type { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isMap, isSeq, pairsOf, spanOf } from './fix-yaml.ts';

/** Replaces the text from `start` to `end` by `text`. Offsets are in UTF-16 units. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly message: string;
}

/** Values, as JSON, that equal the default of their key, so that `--fix` can remove them. */
const DEFAULTS: { readonly [key: string]: readonly string[] } = {
  max_steps: ['8'],
  rules: ['"native"'],
  optional_null: ['"absent"'],
  bare: ['false'],
  tags: ['[]'],
  extra: ['"forbid"'],
  require_parallel: ['false'],
  allow_retry: ['false'],
  forbidden: ['[]'],
  delay_ms: ['0'],
};
/** Keys that hold data of the author. `--fix` changes nothing below them, even where a key has the name of an option. */
const DATA = new Set([
  'parameters',
  'arguments',
  'accept',
  'request',
  'when',
  'result',
  'error',
  'messages',
  'function',
]);

/** Sorts tags, and the tools that a file shares. Lists with comments stay as they are. */
export function* sortEdits(document: Document, text: string): Generator<Edit> {
  const top = document.contents;
  if (!isMap(top)) return;
  for (const { key, pair } of pairsOf(top)) {
    if (key === 'tools' && top.has('scenarios') && isSeq(pair.value))
      yield* sorted(pair.value, text, toolName, 'Sorted the shared tools.');
    if (key === 'scenarios' && isSeq(pair.value)) {
      for (const item of pair.value.items) if (isMap(item)) yield* sortTags(item, text);
    }
    if (key === 'defaults' && isMap(pair.value)) yield* sortTags(pair.value, text);
  }
  yield* sortTags(top, text);
}

function* sortTags(map: YAMLMap, text: string): Generator<Edit> {
  for (const { key, pair } of pairsOf(map)) {
    if (key === 'tags' && isSeq(pair.value)) yield* sorted(pair.value, text, scalarText, 'Sorted the tags.');
  }
}

function scalarText(item: unknown): string | null {
  const value = (item as Scalar).value;
  return typeof value === 'string' ? value : null;
}

function toolName(item: unknown): string | null {
  if (!isMap(item)) return null;
  const name: unknown = item.get('name') ?? item.getIn(['function', 'name']);
  return typeof name === 'string' ? name : null;
}

/** Moves the items of a list. The text between items stays in its place, so the layout stays, too. */
function* sorted(
  list: YAMLSeq,
  text: string,
  nameOf: (item: unknown) => string | null,
  message: string,
): Generator<Edit> {
  const items = list.items.map((item) => ({ name: nameOf(item), span: spanOf(item) }));
  const places = items.map((item) => item.span).filter((span) => span !== null);
  if (items.some((item) => item.name === null) || places.length !== items.length || hasComment(list, text)) return;
  const order = items.toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
  if (order.every((item, i) => item === items[i])) return;
  // The whole list is one edit, because `keepSound` may keep one edit and drop another, and half of the list would lose an
  // item.
  let result = '';
  for (const [i, item] of order.entries()) {
    const place = trimmed(text, places[i] ?? EMPTY);
    const moved = trimmed(text, item.span ?? EMPTY);
    const next = places[i + 1];
    result += text.slice(moved.start, moved.end) + (next === undefined ? '' : text.slice(place.end, next.start));
  }
  yield { start: places[0]?.start ?? 0, end: trimmed(text, places.at(-1) ?? EMPTY).end, text: result, message };
}

const EMPTY = { start: 0, end: 0 };

/** The span without the white space at its end, which belongs to the gap before the next item. */
function trimmed(text: string, span: { readonly start: number; readonly end: number }): { start: number; end: number } {
  return { start: span.start, end: span.start + text.slice(span.start, span.end).trimEnd().length };
}

/** True when the list holds a comment. A comment belongs to the item beside it, and a move would separate them. */
function hasComment(list: YAMLSeq, text: string): boolean {
  const span = spanOf(list);
  return span === null || /(?:^|\s)#/u.test(text.slice(span.start, span.end));
}

/** Removes values that equal the default. */
export function* defaultEdits(document: Document, text: string): Generator<Edit> {
  yield* defaultsIn(document.contents, text);
}

function* defaultsIn(node: unknown, text: string): Generator<Edit> {
  if (isSeq(node)) for (const item of node.items) yield* defaultsIn(item, text);
  if (!isMap(node)) return;
  const pairs = pairsOf(node);
  const redundant = pairs.filter(
    ({ key, pair }) => Object.hasOwn(DEFAULTS, key) && DEFAULTS[key]?.includes(valueText(pair)),
  );
  for (const { key, pair } of redundant.length < pairs.length ? redundant : []) {
    const edit = node.flow === true ? withoutFlowPair(pair, text) : withoutLines(pair, text);
    if (edit !== null)
      yield { ...edit, text: '', message: `Left out \`${key}: ${plainValue(pair)}\`, which is the default.` };
  }
  for (const { key, pair } of pairs) {
    if (!DATA.has(key) && !redundant.some((one) => one.pair === pair)) yield* defaultsIn(pair.value, text);
  }
}

function valueText(pair: Pair): string {
  const value = pair.value as { toJSON?: () => unknown } | null;
  return JSON.stringify(value?.toJSON?.() ?? null);
}

function plainValue(pair: Pair): string {
  return valueText(pair).replaceAll('"', '');
}

/** The span of the whole lines of a pair; null where other text stands on these lines. */
function withoutLines(pair: Pair, text: string): { start: number; end: number } | null {
  const key = spanOf(pair.key);
  const value = spanOf(pair.value);
  if (key === null || value === null) return null;
  const start = text.lastIndexOf('\n', key.start - 1) + 1;
  const newline = text.indexOf('\n', value.end);
  const end = newline === -1 ? text.length : newline + 1;
  const alone = text.slice(start, key.start).trim() === '' && text.slice(value.end, end).trim() === '';
  return alone ? { start, end } : null;
}

/** The span of a pair inside `{ … }` with one comma; null for the only pair. */
function withoutFlowPair(pair: Pair, text: string): { start: number; end: number } | null {
  const key = spanOf(pair.key);
  const value = spanOf(pair.value);
  if (key === null || value === null) return null;
  const after = /^\s*,[ \t]*/u.exec(text.slice(value.end));
  if (after !== null) return { start: key.start, end: value.end + after[0].length };
  const before = /,\s*$/u.exec(text.slice(0, key.start));
  return before === null ? null : { start: before.index, end: value.end };
}
