import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { reasonsOf } from './error-details.ts';
import { htmlTitle, plainHtml } from '../../text/plain-html.ts';

/** A provider's error, read from a body of any shape. */
export interface ProviderError {
  /** The HTTP status that the body names; null without one. */
  readonly status: number | null;
  readonly code: string | null;
  readonly type: string | null;
  readonly param: string | null;
  /** The provider's own text; `''` without one. */
  readonly message: string;
  /** True for the shape that OpenAI's clients expect: `{ error: { message, code or type } }`. */
  readonly standard: boolean;
  /** The model's text that the provider could not read (Groq). */
  readonly failedGeneration: string | null;
  /** More specific codes beside `code`: Google's `details`, Azure's `innererror`. */
  readonly reasons: readonly string[];
}

/** True when a body with status 200 holds an error in place of an answer. */
export function looksLikeError(value: Json): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((item) => isObject(item) && hasError(item));
  if (!isObject(value)) return false;
  if (hasError(value)) return true;
  const status = isObject(value['base_resp']) ? value['base_resp']['status_code'] : 0;
  if (typeof status === 'number' && status !== 0) return true;
  if (Array.isArray(value['choices']) || isObject(value['data'])) return false;
  if (value['object'] === 'error' || value['type'] === 'error' || value['success'] === false) return true;
  return (
    'detail' in value || 'errors' in value || typeof value['message'] === 'string' || typeof value['msg'] === 'string'
  );
}

/** True when `error` holds an error. `error: null` (Ollama, DashScope) and `error: ""` hold none. */
export function hasError(value: JsonObject): boolean {
  const { error } = value;
  return error !== undefined && error !== null && error !== false && error !== '';
}

const BARE_ERROR =
  /^(?:[\w.]{0,200}(?:Error|Exception)\s{0,9}:|(?:error|internal server error|upstream (?:error|connect error))\b)/i;

/** True for a text that reports a fault in place of an answer: `Error: upstream disconnected`. */
export function isBareError(value: Json): boolean {
  return typeof value === 'string' && BARE_ERROR.test(value.trimStart());
}

/** Reads an error from a JSON value, or from the text of a body that is no JSON. */
export function readError(value: Json): ProviderError {
  if (typeof value === 'string') return { ...NOTHING, message: plainText(value) };
  if (Array.isArray(value)) {
    const first = value[0];
    return first === undefined ? NOTHING : { ...readError(first), standard: false };
  }
  if (!isObject(value)) return NOTHING;
  const outer = value;
  const { error } = outer;
  if (typeof error === 'string') return { ...readFields({ message: error }, outer), standard: false };
  if (Array.isArray(error)) return { ...readError(error), standard: false };
  if (isObject(error)) return readFields(error, outer);
  if (isObject(outer['base_resp'])) {
    const { status_msg: message, status_code: code } = outer['base_resp'];
    return { ...readFields({ message: message ?? '', code: code ?? null }, {}), standard: false };
  }
  if (Array.isArray(outer['errors'])) return { ...readError(outer['errors']), standard: false };
  return { ...readFields(outer, {}), standard: false };
}

const NOTHING: ProviderError = {
  status: null,
  code: null,
  type: null,
  param: null,
  message: '',
  standard: false,
  failedGeneration: null,
  reasons: [],
};

function readFields(inner: JsonObject, outer: JsonObject): ProviderError {
  // Mistral writes `{ message: { detail: […] } }`.
  if (isObject(inner['message'])) return readFields({ ...inner, ...inner['message'], message: null }, outer);
  const code = inner['code'] ?? outer['code'] ?? null;
  const status = [code, inner['status'], inner['status_code'], outer['status'], outer['status_code']].find(isStatus);
  const type = textOf(inner['type']) ?? textOf(inner['status']);
  const message =
    textOf(inner['message']) ?? textOf(inner['msg']) ?? textOf(inner['error']) ?? detailOf(inner['detail']) ?? '';
  const raw = isObject(inner['metadata']) ? rawOf(inner['metadata']['raw']) : null;
  const generation = inner['failed_generation'] ?? outer['failed_generation'];
  return {
    status: status === undefined ? null : Number(status),
    code: code === null || isStatus(code) ? textOf(inner['status']) : textOf(code),
    type,
    param: textOf(inner['param']) ?? locationOf(inner['detail']),
    message: raw === null || message.includes(raw) ? message : `${message} (${raw})`,
    standard: typeof inner['message'] === 'string' && inner['message'] !== '' && (code !== null || type !== null),
    failedGeneration:
      generation === undefined || generation === null ? null : (textOf(generation) ?? JSON.stringify(generation)),
    reasons: reasonsOf(inner),
  };
}

function isStatus(value: Json | undefined): boolean {
  const number = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 100 && number <= 599;
}

function textOf(value: Json | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' ? String(value) : null;
}

/** The text of FastAPI's `detail`: a string, or a list `[{ loc, msg, type }]`. */
function detailOf(detail: Json | undefined): string | null {
  if (!Array.isArray(detail)) return isObject(detail) ? readError(detail).message : textOf(detail);
  return detail
    .map((item) =>
      isObject(item) ? `${pathOf(item['loc']) ?? ''}: ${textOf(item['msg']) ?? ''}` : (textOf(item) ?? ''),
    )
    .join('; ');
}

function locationOf(detail: Json | undefined): string | null {
  const first = Array.isArray(detail) ? detail[0] : null;
  return isObject(first) ? pathOf(first['loc']) : null;
}

function pathOf(location: Json | undefined): string | null {
  if (!Array.isArray(location)) return null;
  return location
    .filter((part) => part !== 'body')
    .map((part) => textOf(part) ?? '')
    .join('.');
}

/** The error in OpenRouter's `raw`, which holds the upstream's body as text. */
function rawOf(raw: Json | undefined): string | null {
  if (typeof raw !== 'string' || raw === '')
    return isObject(raw ?? null) ? readError(raw ?? null).message || null : null;
  try {
    return readError(JSON.parse(raw) as Json).message || raw;
  } catch {
    return raw;
  }
}

function plainText(text: string): string {
  const title = htmlTitle(text);
  if (title !== '') return title;
  return text.trimStart().startsWith('<') ? plainHtml(text) : text.replace(/\s+/g, ' ').trim();
}
