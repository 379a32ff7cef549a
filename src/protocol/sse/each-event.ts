import { createParser } from 'eventsource-parser';
import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import { parseJson } from '../../json/parse.ts';
import { report, type Findings } from '../findings.ts';

/** An event of a stream whose data is a JSON object. */
export interface StreamEvent {
  /** Value of the `event:` line; undefined without one. */
  readonly name: string | undefined;
  readonly data: JsonObject;
}

export interface StreamReader {
  /** Takes an event. Returns true when the answer has ended. An error after that is none of the answer. */
  take(event: StreamEvent): boolean;
  /** Takes the data of an event named `error` that is no JSON object. */
  takeError(data: Json): void;
}

/**
 * Hands over the events of a stream in order. Reports what a strict client of server-sent events would fail at: lines that are
 * no field, data that is no JSON object, a last event without its blank line, and events after the end. Returns true when the
 * answer has ended at the end of the stream.
 */
export function eachEvent(text: string, reader: StreamReader, findings: Findings): boolean {
  let over = false;
  let events = 0;
  const take = (name: string | undefined, value: JsonObject, data: string): void => {
    const before = over;
    over = reader.take({ name, data: value });
    if (before && over) report(findings, 'framing', 'cosmetic', 'events come after the end of the answer', data);
  };
  const parser = createParser({
    onEvent({ event: name, data }) {
      events += 1;
      if (data.trim() === '[DONE]') return;
      const value = parseJson(data);
      const lines = value === undefined ? objectsIn(data) : null;
      if (isObject(value)) take(name, value, data);
      else if (lines !== null) {
        report(findings, 'framing', 'breaking', 'no blank line parts the events', `data: ${data}`);
        // Only the last `event:` line is known.
        for (const line of lines) take(asText(line['type']) || name, line, data);
      } else if (name === 'error' && !over) reader.takeError(value ?? data);
      else {
        const what = value === undefined ? 'not JSON' : 'no object';
        report(findings, 'framing', 'breaking', `the data of an event is ${what}`, `data: ${data}`);
      }
    },
    onError(problem) {
      if (problem.type !== 'unknown-field') return;
      report(findings, 'framing', 'breaking', 'a line of the stream is no field of an event', problem.line ?? '');
    },
  });
  parser.feed(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const before = events;
  parser.feed('\n\n');
  if (events !== before) {
    report(findings, 'framing', 'cosmetic', 'the last event has no blank line after it', text.slice(-160));
  }
  return over;
}

/** The JSON objects of an event that holds one on each of several lines; null for any other event. */
function objectsIn(data: string): JsonObject[] | null {
  const lines = data.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '[DONE]');
  if (lines.length < 2) return null;
  const values = lines.map((line) => parseJson(line) ?? null);
  return values.every((value) => isObject(value)) ? values : null;
}
