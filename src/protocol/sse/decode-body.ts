import type { Json } from '../../json/json.ts';
import { parseJson } from '../../json/parse.ts';
import type { RawResponse } from '../../domain/wire.ts';
import { scanJson } from '../../json/json-scan.ts';
import { report, type Findings } from '../findings.ts';
import { compressionOf } from './compressed.ts';

/** The kind of a body, by its bytes and not by its headers. */
export type DecodedBody =
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'sse'; readonly text: string }
  /** JSON text that breaks off. */
  | { readonly kind: 'cut'; readonly text: string }
  /** A JSON object or array, and other text after it. */
  | { readonly kind: 'followed'; readonly text: string }
  /** Compressed bytes. `text` names the compression: `gzip`. */
  | { readonly kind: 'compressed'; readonly text: string }
  | { readonly kind: 'html' | 'text' | 'binary' | 'empty'; readonly text: string };

const SSE_START = /^(?:data|event|id|retry)[ \t]{0,9}:|^:/;
const SSE_LINE = /^(?:data|event|id|retry)[ \t]{0,9}:|^:/m;
/** An event that is not the end marker. */
const SSE_EVENT = /^data[ \t]{0,9}:(?![ \t]{0,9}\[DONE\])/m;

/** The kind of a body. A JSON body of a cassette is JSON without another look. */
export function decodeBody(response: RawResponse, findings: Findings): DecodedBody {
  const { body } = response;
  if (body.kind === 'json') return { kind: 'json', value: body.value };
  if (body.kind === 'base64') return decodeBytes(body.data, response, findings);
  if (body.kind === 'sse' && isStream(body.text)) return { kind: 'sse', text: body.text };
  const text = body.text.replace(/^\uFEFF/, '').trimStart();
  if (text === '') return { kind: 'empty', text };
  if (SSE_START.test(text)) return { kind: 'sse', text: body.text };
  if (text.startsWith('<')) return { kind: 'html', text };
  const value = parseJson(text);
  if (value !== undefined) return { kind: 'json', value };
  const followed = beforeDone(text);
  const before = followed === undefined ? undefined : parseJson(followed);
  if (before === undefined) return { kind: brokenKind(text), text };
  report(findings, 'framing', 'breaking', 'the JSON body is followed by "data: [DONE]"', text.slice(-80));
  return { kind: 'json', value: before };
}

/** The text before `data: [DONE]` at the end; undefined where the text does not end with it. */
function beforeDone(text: string): string | undefined {
  const at = text.lastIndexOf('data:');
  return at > 0 && text.slice(at + 5).trim() === '[DONE]' ? text.slice(0, at).trimEnd() : undefined;
}

/** The kind of a text that is no JSON: `cut` for the beginning of an object or array, `followed` for a whole one before other text. */
function brokenKind(text: string): 'cut' | 'followed' | 'text' {
  if (!/^[{[]/.test(text)) return 'text';
  const { kind } = scanJson(text);
  return kind === 'truncated' ? 'cut' : kind === 'value' ? 'followed' : 'text';
}

/**
 * True for a text that is an event stream. An error page may have the content type of a stream; an empty body with it is a cut
 * stream.
 */
function isStream(text: string): boolean {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start === '') return true;
  return start.startsWith('{') ? SSE_EVENT.test(start) : !start.startsWith('<') && SSE_LINE.test(start);
}

/** Decodes bytes that are no UTF-8 as every client does: U+FFFD for each invalid sequence. */
function decodeBytes(data: string, response: RawResponse, findings: Findings): DecodedBody {
  const bytes = Buffer.from(data, 'base64');
  const compression = compressionOf(bytes);
  if (compression !== null) return { kind: 'compressed', text: compression };
  const text = bytes.toString();
  const found: Findings = [];
  const decoded = decodeBody({ ...response, body: { kind: 'text', text } }, found);
  if (decoded.kind === 'cut' || decoded.kind === 'followed') return decoded;
  if (decoded.kind !== 'json' && decoded.kind !== 'sse') return { kind: 'binary', text: '' };
  report(
    findings,
    'framing',
    'breaking',
    'the body is not UTF-8',
    text.slice(Math.max(0, text.indexOf('\uFFFD') - 80)),
  );
  findings.push(...found);
  return decoded;
}

/** Reports a body that is not of the requested kind, and a content type that does not fit the body. */
export function checkMode(response: RawResponse, kind: 'json' | 'sse', stream: boolean, findings: Findings): void {
  const type = response.headers['content-type'];
  if (kind === 'json' && stream) {
    report(findings, 'framing', 'breaking', 'a stream was asked for, a whole response came', type ?? 'JSON');
  } else if (kind === 'sse' && !stream) {
    report(findings, 'framing', 'breaking', 'a whole response was asked for, a stream came', type ?? 'data: …');
  }
  if (type === undefined || type === '') return;
  const fits = kind === 'json' ? /[/+]json\b/i.test(type) : /\bevent-stream\b/i.test(type);
  if (fits) return;
  const what = kind === 'json' ? 'JSON' : 'an event stream';
  report(findings, 'framing', 'breaking', `${what} is sent as ${type}`, `content-type: ${type}`);
}
