import { isObject, type Json } from '../../json/json.ts';
import type { CapturedExchange } from '../../domain/recording.ts';
import { bodyText } from '../raw-body.ts';

const BLAMES_REQUEST =
  /\bparam(?:eter)?s?\b|\btools?\b|\btool_|\bfunctions?\b|\bschemas?\b|\bpropert(?:y|ies)\b|\bfields?\b|temperature|max_(?:completion_)?tokens|response_format|unrecognized|unsupported|not supported/i;
const BLAMES_ACCOUNT = /api.?key|unauthori[sz]ed|billing|quota|credit|balance|rate.?limit|country|region/i;
const FINISHED = /"finish_reason"\s*:\s*"[^"]/;

/**
 * Whether an exchange of a foreign client may enter a cassette: whole, and an answer to this request rather than to
 * this moment. Refusals that blame a parameter, tool or schema are such answers; errors of keys, quota or load are not.
 */
export function isKeepable({ complete, response: { status, body } }: CapturedExchange): boolean {
  if (!complete) return false;
  const text = bodyText(body) ?? '';
  if (status === 400 || status === 422) return BLAMES_REQUEST.test(text) && !BLAMES_ACCOUNT.test(text);
  if (status < 200 || status > 299) return false;
  if (body.kind === 'json') return !isErrorBody(body.value);
  if (body.kind !== 'sse') return true;
  if (/^data:[ \t]*\{"error"|^event:[ \t]*error/m.test(text)) return false;
  return !text.includes('"choices"') || FINISHED.test(text);
}

function isErrorBody(value: Json): boolean {
  return isObject(value) && (value['error'] ?? null) !== null && !('choices' in value);
}
