import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { parseObject } from '../../json/parse.ts';
import { redactPieces } from '../../redact/pieces.ts';
import type { Redactor } from '../../redact/redact.ts';
import type { RecordedForm } from '../protocol.ts';

/** One `data:` line that holds JSON. */
interface DataLine {
  readonly index: number;
  readonly eol: string;
  value: JsonObject;
  changed: boolean;
}

/** A string in an event that continues a string of earlier events. */
interface Fragment {
  readonly line: DataLine;
  readonly holder: JsonObject | Json[];
  readonly key: string | number;
  readonly field: string;
  readonly text: string;
}

const DATA = /^data:[ \t]{0,9}(\{.*\})[ \t]{0,9}(\r\n|\r|\n|)$/s;
/** Parts of a line without JSON: the name of its field with a colon, its value, and its line break. */
const LINE = /^((?:data|event|id|retry)?:?[ \t]?)(.*?)(\r\n|\r|\n|)$/s;

/**
 * Redacts an event stream. A secret that is split over several events is found in the joined text, and removed from every event
 * with a part of it. All other bytes stay.
 */
export function redactEvents(text: string, redactor: Redactor, form: RecordedForm): string {
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  const data: DataLine[] = [];
  lines.forEach((line, index) => {
    const match = DATA.exec(line);
    const value = match === null ? null : parseObject(match[1] as string);
    if (match !== null && value !== null) data.push({ index, eol: match[2] as string, value, changed: false });
    else lines[index] = redactLine(line, redactor);
  });
  redactSeveralLines(lines, data, redactor);
  const found = new Map<string, Fragment[]>();
  for (const line of data) collect(line, found, redactor, form.pieces);
  for (const fragments of found.values()) rewrite(fragments, redactor);
  if (data.some((line) => line.changed)) {
    for (const line of data) if (form.dropTokens(line.value)) line.changed = true;
  }
  for (const line of data) {
    if (line.changed) lines[line.index] = `data: ${JSON.stringify(line.value)}${line.eol}`;
  }
  return lines.join('');
}

/** Redacts the value of a line. Names of events and fields, and the end marker, belong to the format and stay. */
function redactLine(line: string, redactor: Redactor): string {
  const [, field = '', said = '', eol = ''] = LINE.exec(line) ?? [];
  if (said === '' || said === '[DONE]') return line;
  const isName = field.startsWith('event') || field.startsWith('retry');
  return field + (isName ? redactor.name(said) : redactor.text(said)) + eol;
}

/**
 * Redacts the joined JSON of an event over several `data:` lines, because an escape could hide a value from a search line by
 * line.
 */
function redactSeveralLines(lines: string[], data: readonly DataLine[], redactor: Redactor): void {
  const whole = new Set(data.map((line) => line.index));
  let run: number[] = [];
  const flush = (): void => {
    if (run.length > 1) {
      const parts = run.map((index) => LINE.exec(lines[index] ?? '')?.[2] ?? '');
      const value = parseObject(parts.join('\n'));
      const redacted = value === null ? null : redactor.json(value);
      if (redacted !== value) {
        const [first = 0, ...rest] = run;
        const eol = LINE.exec(lines[first] ?? '')?.[3] ?? '\n';
        lines[first] = `data: ${JSON.stringify(redacted)}${eol}`;
        for (const index of rest) lines[index] = '';
      }
    }
    run = [];
  };
  for (const [index, line] of lines.entries()) {
    if (!whole.has(index) && line.startsWith('data:')) run.push(index);
    else flush();
  }
  flush();
}

/**
 * Redacts strings that stand in one event alone. Collects strings that continue from event to event, by their place in the
 * answer, because a piece of a string means nothing alone.
 */
function collect(
  line: DataLine,
  found: Map<string, Fragment[]>,
  redactor: Redactor,
  pieces: RecordedForm['pieces'],
): void {
  const visit = (
    holder: JsonObject | Json[],
    key: string | number,
    field: string,
    place: string,
    inside: boolean,
  ): void => {
    const value = (holder as Record<string | number, Json>)[key] as Json;
    if (typeof value === 'string') {
      if (inside) {
        const fragments = found.get(place) ?? [];
        if (fragments.length === 0) found.set(place, fragments);
        fragments.push({ line, holder, key, field, text: value });
        return;
      }
      const redacted = redactor.text(value, field);
      if (redacted === value) return;
      (holder as Record<string | number, Json>)[key] = redacted;
      line.changed = true;
    } else if (Array.isArray(value)) {
      const parts = redactor.parts(value);
      if (parts !== value) line.changed = true;
      (holder as Record<string | number, Json>)[key] = parts;
      for (const [i, item] of parts.entries()) {
        const index = isObject(item) && typeof item['index'] === 'number' ? item['index'] : i;
        visit(parts, i, field, `${place}[${index}]`, inside);
      }
    } else if (isObject(value)) members(value, place, inside);
  };
  const members = (holder: JsonObject, place: string, inside: boolean): void => {
    for (const name of Object.keys(holder)) {
      visit(holder, name, name, `${place}.${name}`, inside || pieces.under.has(name));
      const clean = redactor.name(name);
      if (clean === name) continue;
      holder[clean] = holder[name] as Json;
      delete holder[name];
      line.changed = true;
    }
  };
  members(line.value, pieces.blockOf(line.value), false);
}

/**
 * Redacts a string over several events. Its pieces are joined first, because the first piece of a key may look like a whole
 * key. A piece that repeats exactly is a whole value that events repeat, so it is redacted alone: joined, repetitions would
 * hide the end of a key.
 */
function rewrite(fragments: readonly Fragment[], redactor: Redactor): void {
  const texts = fragments.map((fragment) => fragment.text);
  const field = fragments[0]?.field;
  const joined = redactPieces(texts, (whole) => redactor.text(whole, field));
  const seen = new Set<string>();
  const again = new Set(texts.filter((text) => seen.size === seen.add(text).size));
  const after = joined.map((text) => (again.has(text) ? redactor.text(text, field) : text));
  for (const [i, { line, holder, key, text }] of fragments.entries()) {
    if (after[i] === text) continue;
    (holder as Record<string | number, Json>)[key] = after[i] as string;
    line.changed = true;
  }
}
