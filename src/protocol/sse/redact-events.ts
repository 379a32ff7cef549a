import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Redactor } from '../../redact/redact.ts';
import type { RecordedForm } from '../protocol.ts';

/** One `data:` line that holds JSON. */
interface DataLine {
  readonly index: number;
  readonly eol: string;
  value: JsonObject;
  changed: boolean;
}

/** A string in an event that continues the string of the same place in earlier events. */
interface Fragment {
  readonly line: DataLine;
  readonly holder: JsonObject | Json[];
  readonly key: string | number;
  readonly text: string;
}

const DATA = /^data:[ \t]*(\{.*\})[ \t]*(\r\n|\r|\n|)$/s;

/**
 * Redacts an event stream. A secret that is split over several events is found in the joined text and
 * taken out of every event that holds a part of it; all else stays byte for byte.
 */
export function redactEvents(text: string, redactor: Redactor, form: RecordedForm): string {
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  const data: DataLine[] = [];
  lines.forEach((line, index) => {
    const match = DATA.exec(line);
    const value = match === null ? null : parse(match[1] as string);
    if (match !== null && value !== null) data.push({ index, eol: match[2] as string, value, changed: false });
  });
  // Joined first: the beginning of a key may look like a whole one, and its end is then told by nothing.
  for (const fragments of joinable(data, form.pieces).values()) rewrite(fragments, redactor);
  for (const line of data) {
    const redacted = redactor.json(line.value);
    line.changed ||= redacted !== line.value;
    line.value = redacted;
  }
  if (data.some((line) => line.changed)) {
    for (const line of data) if (form.dropTokens(line.value)) line.changed = true;
  }
  for (const line of data) {
    if (line.changed) lines[line.index] = `data: ${JSON.stringify(line.value)}${line.eol}`;
  }
  return redactor.text(lines.join(''));
}

function parse(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Strings that go on from event to event, by their place in the answer. */
function joinable(data: readonly DataLine[], pieces: RecordedForm['pieces']): Map<string, Fragment[]> {
  const found = new Map<string, Fragment[]>();
  const visit = (
    line: DataLine,
    holder: JsonObject | Json[],
    key: string | number,
    place: string,
    inside: boolean,
  ): void => {
    const value = (holder as Record<string | number, Json>)[key] as Json;
    if (typeof value === 'string') {
      if (!inside) return;
      const fragments = found.get(place) ?? [];
      if (fragments.length === 0) found.set(place, fragments);
      fragments.push({ line, holder, key, text: value });
    } else if (Array.isArray(value)) {
      value.forEach((item, i) => {
        const index = isObject(item) && typeof item['index'] === 'number' ? item['index'] : i;
        visit(line, value, i, `${place}[${index}]`, inside);
      });
    } else if (isObject(value)) {
      for (const name of Object.keys(value)) {
        visit(line, value, name, `${place}.${name}`, inside || pieces.under.has(name));
      }
    }
  };
  for (const line of data) {
    const block = pieces.blockOf(line.value);
    for (const name of Object.keys(line.value))
      visit(line, line.value, name, `${block}.${name}`, pieces.under.has(name));
  }
  return found;
}

/** The stretch that changes goes to the first event that has a part of it; the others lose their parts. */
function rewrite(fragments: readonly Fragment[], redactor: Redactor): void {
  if (fragments.length < 2) return;
  const before = fragments.map((fragment) => fragment.text).join('');
  const after = redactor.text(before);
  if (after === before) return;
  let start = 0;
  while (start < after.length && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const end = before.length - tail;
  let middle = after.slice(start, after.length - tail);
  let at = 0;
  for (const { line, holder, key, text } of fragments) {
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, text.length);
    at += text.length;
    if (from >= text.length || to <= 0) continue;
    (holder as Record<string | number, Json>)[key] = text.slice(0, from) + middle + text.slice(to);
    middle = '';
    line.changed = true;
  }
}
