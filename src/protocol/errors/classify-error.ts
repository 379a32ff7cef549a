import type { TrialErrorCode } from '../../domain/wire.ts';
import type { ProviderError } from './error-body.ts';

/** What an error response means: the kind of trial error, and whether asking again can help. */
export interface ErrorKind {
  readonly code: TrialErrorCode;
  readonly retryable: boolean;
  /** What stands behind it where the status does not say: decides the advice. */
  readonly cause: 'key' | 'model' | 'billing' | 'region' | 'context' | 'content' | 'parameter' | null;
}

const MODEL_CODE = /^(?:model_not_found|invalid_model|model_not_available|ModelNotFound|deployment_?not_?found)$/i;
const MODEL_TEXT =
  /\bmodel\b.{0,120}?(?:does not exist|do(?:es)? not have access|not found|is not available|no longer available|is not a valid model|not a valid model id|has been (?:retired|deprecated|decommissioned|shut ?down))|not a valid model|unknown model|no such model|model_not_found|no available channel for model/i;
const KEY_CODE =
  /^(?:invalid_api_key|api_key_invalid|authentication_error|unauthenticated|invalidapikey|permission_denied)$/i;
const KEY_TEXT =
  /(?:invalid|incorrect|missing|expired|wrong|no|bad) api[ _-]?key|api[ _-]?key (?:not valid|is invalid|has expired|is missing|expired|not found)|unauthori[sz]ed|authentication (?:failed|error|required)|invalid (?:access |bearer )?token\b/i;
const BILLING =
  /insufficient_quota|billing|credit balance|insufficient (?:funds|balance|credits?|quota)|payment required|exceeded your current quota|arrear|out of credits|余额|欠费/i;
const QUOTA = /\bquotas?\b|rate.?limit/i;
const REGION =
  /unsupported_country|(?:country|region|territory|location)\b.{0,60}\bnot (?:supported|available|allowed)|not (?:supported|available) in your (?:country|region|location)/i;
const CONTEXT =
  /context_length_exceeded|context (?:length|window|size)|maximum context|prompt is too long|input is too long|too many (?:input )?tokens|reduce the length of the (?:messages|prompt)|request (?:entity )?too large/i;
const CONTENT = /content_filter|content[ _]policy|content management policy|responsibleaipolicy|moderation|flagged/i;
const PARAMETER_CODE =
  /unsupported_(?:parameter|value|tool)|unknown_parameter|invalid_(?:parameter|value|type|function|tool|schema|json_schema)|missing_required_parameter|tool_use|extra_forbidden|unrecognized/i;
const PARAMETER_TEXT =
  /\bparam(?:eter)?s?\b|\btools?\b|\btool_|\bfunctions?\b|\bfunction_declarations\b|\bschemas?\b|\btemperature\b|\btop_p\b|max_(?:completion_)?tokens|parallel_tool_calls|response_format|stream_options|\bstream\b|\bpropert(?:y|ies)\b|\bfields?\b|\bargument\b|additionalProperties|extra inputs|unknown name|unrecognized|unsupported|not supported/i;
const MALFORMED_CALL = /malformed[ _](?:function|tool)[ _]call/i;

/** Groq's answer to a call that it could not read, and its like: the model failed, not the gateway. */
export function isModelFailure(status: number, error: ProviderError): boolean {
  if (status !== 400 && status !== 422) return false;
  return error.code === 'tool_use_failed' || error.type === 'tool_use_failed' || MALFORMED_CALL.test(error.message);
}

/** Tells the errors of non-2xx responses apart: by status, then by code, then by text. */
export function classifyStatus(status: number, error: ProviderError): ErrorKind {
  const words = `${error.code ?? ''} ${error.type ?? ''} ${error.message}`;
  const cause = causeOf(error, words);
  if (cause === 'model') return { code: 'not-found', retryable: false, cause };
  if (status === 429)
    return { code: 'rate-limit', retryable: !isSpent(error), cause: isSpent(error) ? 'billing' : null };
  if (status === 408) return { code: 'timeout', retryable: true, cause: null };
  if (status >= 500)
    return { code: 'provider-error', retryable: status !== 501, cause: cause === 'parameter' ? null : cause };
  if (status === 401) return { code: 'auth', retryable: false, cause: 'key' };
  if (status === 403)
    return { code: 'auth', retryable: false, cause: cause === 'parameter' ? 'key' : (cause ?? 'key') };
  if (status === 404 || status === 405) return { code: 'not-found', retryable: false, cause: null };
  if (status === 409 || status === 425) return { code: 'provider-error', retryable: true, cause: null };
  if (status !== 400 && status !== 422) return { code: 'provider-error', retryable: false, cause };
  if (cause === 'key') return { code: 'auth', retryable: false, cause };
  return { code: cause === 'parameter' ? 'refused' : 'provider-error', retryable: false, cause };
}

/** Whether an error that came inside a 200 or a stream is worth another attempt; by the status it names, else by its words. */
export function isPassing(error: ProviderError, unknown: boolean): boolean {
  if (isSpent(error)) return false;
  if (error.status !== null)
    return error.status === 408 || error.status === 409 || error.status === 429 || error.status >= 500;
  const words = `${error.code ?? ''} ${error.type ?? ''} ${error.message}`;
  if (/overloaded|rate.?limit|time.?out|timed out|unavailable|internal|server_error|disconnect|try again/i.test(words))
    return true;
  return causeOf(error, words) === null && unknown;
}

/** Why, where an error has no status of its own to go by. */
export function causeOf(error: ProviderError, words: string): ErrorKind['cause'] {
  if (error.code !== null && MODEL_CODE.test(error.code)) return 'model';
  if (KEY_TEXT.test(words) || (error.code !== null && KEY_CODE.test(error.code))) return 'key';
  if (BILLING.test(words)) return 'billing';
  if (REGION.test(words)) return 'region';
  if (CONTEXT.test(words)) return 'context';
  if (CONTENT.test(words)) return 'content';
  if (MODEL_TEXT.test(error.message)) return 'model';
  if (QUOTA.test(words)) return 'billing';
  const blamed = error.param !== null || PARAMETER_CODE.test(`${error.code ?? ''} ${error.type ?? ''}`);
  return blamed || PARAMETER_TEXT.test(error.message) ? 'parameter' : null;
}

/** Evidence by code alone: a hint that mentions a quota is no reason to give up. */
function isSpent(error: ProviderError): boolean {
  return [error.code, error.type].some(
    (word) => word !== null && /^(?:insufficient_quota|billing_hard_limit_reached|billing_not_active)$/.test(word),
  );
}
