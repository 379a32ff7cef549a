import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { isObject, type Json, type JsonObject } from '../../../../json/json.ts';
import { parseJson } from '../../../../json/parse.ts';
import { hasError, isBareError, looksLikeError } from '../../../errors/error-body.ts';
import { foreignProtocol } from '../../../errors/foreign-body.ts';
import { report, type Findings } from '../../../findings.ts';

/** The end of a stream. */
export interface StreamEnd {
  /** The body of the error that ended the stream; null without one. */
  readonly error: Json | null;
  /** True when `[DONE]` came. */
  readonly done: boolean;
  /** Name of another API whose events the stream holds (Anthropic, Ollama); null for chunks of chat and for unknown events. */
  readonly foreign: string | null;
}

/** Reads the events of a stream up to its end marker or its first error. Calls `take` with each event that is an object. */
export function readEvents(text: string, findings: Findings, take: (chunk: JsonObject) => void): StreamEnd {
  const end = { error: null as Json | null, done: false, foreign: null as string | null };
  /** Lines that an event stream does not allow. */
  const bare: string[] = [];
  let events = 0;
  const onEvent = (event: EventSourceMessage): void => {
    if (end.error !== null) return;
    events += 1;
    if (end.done) {
      report(findings, 'framing', 'cosmetic', 'events come after [DONE]', event.data);
    } else if (event.data.trim() === '[DONE]') {
      end.done = true;
    } else {
      readData(event);
    }
  };
  const readData = (event: EventSourceMessage): void => {
    const chunk = parseJson(event.data);
    if (chunk !== undefined) return readValue(chunk, event);
    const lines = event.data.split('\n').filter((line) => line.trim() !== '');
    if (lines.length > 1 && lines.every((line) => line.trim() === '[DONE]' || isObject(parseJson(line) ?? null))) {
      report(findings, 'framing', 'breaking', 'no blank line parts the events', `data: ${event.data}`);
      for (const data of lines) onEvent({ ...event, data });
    } else if (event.event === 'error' || isBareError(event.data)) {
      end.error = event.data;
    } else {
      report(findings, 'framing', 'breaking', 'the data of an event is not JSON', `data: ${event.data}`);
    }
  };
  const readValue = (chunk: Json, event: EventSourceMessage): void => {
    if (!isObject(chunk)) {
      if (event.event === 'error' || isBareError(chunk)) end.error = chunk;
      else report(findings, 'framing', 'breaking', 'the data of an event is no object', `data: ${event.data}`);
      return;
    }
    end.error = toldError(chunk, event.event);
    if (end.error !== null) return;
    end.foreign ??= foreignProtocol(chunk, 'OpenAI Chat Completions');
    take(chunk);
  };
  const parser = createParser({
    onEvent,
    onError: (problem) => {
      if (problem.type !== 'unknown-field') return;
      bare.push(problem.line ?? '');
      report(findings, 'framing', 'breaking', 'a line of the stream is no field of an event', problem.line ?? '');
    },
  });
  parser.feed(text.startsWith('\uFEFF') ? text.slice(1) : text);
  // A stream that does not end with a blank line. A strict client drops the text after the last blank line.
  const before = { done: end.done, error: end.error, events };
  parser.feed('\n\n');
  if (end.done !== before.done || end.error !== before.error || events !== before.events) {
    report(findings, 'framing', 'cosmetic', 'the last event has no blank line after it', text.slice(-160));
  }
  if (!end.done) end.error ??= bareError(bare, text);
  return end;
}

function toldError(chunk: JsonObject, event: string | undefined): Json | null {
  if (hasError(chunk) || event === 'error' || chunk['type'] === 'error' || chunk['object'] === 'error') return chunk;
  const { choices } = chunk;
  // Web frameworks write errors as `{"detail": …}` and as `{"message": …, "code": …}`.
  const isTold = 'detail' in chunk || ('message' in chunk && ('code' in chunk || 'status' in chunk));
  if (!Array.isArray(choices)) return isTold && looksLikeError(chunk) ? chunk : null;
  const failed = choices.find((choice) => isObject(choice) && hasError(choice));
  return failed ?? null;
}

/**
 * An error that a server wrote into an open stream as if it were a plain body: JSON without `data:`, or a text. Null without
 * one.
 */
function bareError(lines: readonly string[], text: string): Json | null {
  if (lines.length === 0) return null;
  for (const line of lines) {
    const value = parseJson(line);
    if (isObject(value ?? null) && isObject(value) && toldError(value, undefined) !== null) return value;
    if (isBareError(line)) return line;
  }
  // The JSON is printed over several lines, and some of them look like fields of an event.
  const start = text.indexOf(`\n${lines[0] ?? ''}`);
  const rest = start < 0 ? undefined : parseJson(text.slice(start).replace(/^data: ?/gm, ''));
  return isObject(rest ?? null) && isObject(rest) ? toldError(rest, undefined) : null;
}
