import { nestsDeeper, textNestsDeeper } from '../../json/depth.ts';
import { isObject } from '../../json/json.ts';
import { parseJson } from '../../json/parse.ts';
import type { RawBody } from '../../domain/wire.ts';
import { layoutOf, writeJson } from '../../json/json-layout.ts';
import type { RecordedForm } from '../../protocol/protocol.ts';
import { DEEPEST_BODY } from '../../protocol/reading/within-limits.ts';
import { redactEvents } from '../../protocol/sse/redact-events.ts';
import { mayHoldParts } from '../../redact/pieces.ts';
import type { Redactor } from '../../redact/redact.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const EVENT_STREAM_LINE = /^\uFEFF?(?:data|event|id|retry)?:/;

/**
 * A received body in a form that gives its bytes back: JSON with its white space, an event stream, other text, or base64 where
 * the bytes are not UTF-8.
 */
export function toRawBody(bytes: Uint8Array, contentType: string): RawBody {
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch {
    return { kind: 'base64', data: Buffer.from(bytes).toString('base64') };
  }
  return textBody(text, contentType);
}

/** Like `toRawBody`, for a body that is decoded already. */
export function textBody(text: string, contentType: string): RawBody {
  const value = parseJson(text);
  if (value === undefined) {
    const events = contentType.includes('event-stream') || EVENT_STREAM_LINE.test(text);
    return { kind: events && !textNestsDeeper(text, DEEPEST_BODY, true) ? 'sse' : 'text', text };
  }
  // JSON deeper than DEEPEST_BODY is never read as JSON, so it is kept as text.
  if (nestsDeeper(value, DEEPEST_BODY)) return { kind: 'text', text };
  const layout = layoutOf(text, value);
  // `JSON.stringify` would spell this JSON differently, so it is kept as text.
  if (layout === null) return { kind: 'text', text };
  return writeJson(value, layout) === JSON.stringify(value) ? { kind: 'json', value } : { kind: 'json', value, layout };
}

/** The body with its secrets replaced, in the same form (JSON, events, text, base64); the same object where it holds none. */
export function mapBody(body: RawBody, redactor: Redactor, form: RecordedForm): RawBody {
  switch (body.kind) {
    case 'json': {
      const text = JSON.stringify(body.value);
      if (!redactor.mayHold(text) && !mayHoldParts(text)) return body;
      const value = redactor.json(body.value);
      if (value === body.value) return body;
      if (isObject(value)) form.dropTokens(value);
      return { ...body, value };
    }
    case 'sse': {
      const text = redactEvents(body.text, redactor, form);
      return text === body.text ? body : { kind: 'sse', text };
    }
    case 'text': {
      const text = redactor.text(body.text);
      return text === body.text ? body : { kind: 'text', text };
    }
    case 'base64': {
      const latin = Buffer.from(body.data, 'base64').toString('latin1');
      const text = redactor.text(latin);
      return text === latin ? body : { kind: 'base64', data: Buffer.from(text, 'latin1').toString('base64') };
    }
  }
}
