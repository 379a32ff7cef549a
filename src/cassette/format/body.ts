import { nestsDeeper, textNestsDeeper } from '../../json/depth.ts';
import { isObject, type Json } from '../../json/json.ts';
import type { RawBody } from '../../domain/wire.ts';
import { layoutOf, writeJson } from '../../json/json-layout.ts';
import type { RecordedForm } from '../../protocol/protocol.ts';
import { DEEPEST_BODY } from '../../protocol/reading/within-limits.ts';
import { redactEvents } from '../../protocol/sse/redact-events.ts';
import type { Redactor } from '../../redact/redact.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const EVENT_STREAM_LINE = /^\uFEFF?(?:data|event|id|retry)?:/;

/**
 * A received body, redacted, in the form that gives its bytes back: JSON where only white space has to be noted,
 * an event stream, other text, or base64 where it is not UTF-8.
 */
export function toRawBody(bytes: Uint8Array, contentType: string, redactor: Redactor, form: RecordedForm): RawBody {
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch {
    const latin = Buffer.from(bytes).toString('latin1');
    return { kind: 'base64', data: Buffer.from(redactor.text(latin), 'latin1').toString('base64') };
  }
  return textBody(text, contentType, redactor, form);
}

/** The same for a body whose text is at hand. */
export function textBody(text: string, contentType: string, redactor: Redactor, form: RecordedForm): RawBody {
  const value = parse(text);
  if (value === undefined) {
    const events = contentType.includes('event-stream') || EVENT_STREAM_LINE.test(text);
    return events && !textNestsDeeper(text, DEEPEST_BODY, true)
      ? { kind: 'sse', text: redactEvents(text, redactor, form) }
      : { kind: 'text', text: redactor.text(text) };
  }
  // What is too deep to be walked is never read, and is a text where it is kept at all.
  if (nestsDeeper(value, DEEPEST_BODY)) return { kind: 'text', text: redactor.text(text) };
  const layout = layoutOf(text, value);
  const redacted = redactor.mayHold(text) ? redactor.json(value) : value;
  if (redacted !== value && isObject(redacted)) form.dropTokens(redacted);
  if (layout !== null) {
    const compact = writeJson(redacted, layout) === JSON.stringify(redacted);
    return compact ? { kind: 'json', value: redacted } : { kind: 'json', value: redacted, layout };
  }
  const plain = redactor.text(text);
  const left = parse(plain);
  // A spelling that only JSON undoes: rather lose the spelling than keep the secret.
  if (left === undefined || redactor.json(left) !== left) return { kind: 'json', value: redacted };
  return { kind: 'text', text: plain };
}

/** Undefined where `text` is no JSON. */
export function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
