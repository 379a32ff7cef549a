import type { TrialError } from '../../domain/wire.ts';
import type { ErrorKind } from './classify-error.ts';
import { shorten } from '../../text/shorten.ts';
import type { ReadContext } from '../read-context.ts';

const TEXT_LIMIT = 400;

/**
 * The sentence of a trial error: what happened, the provider's own text, and what to do. Only the advice depends on
 * the gateway, and none that a recording can lead to: a replay, which knows no gateway, says the same.
 */
export function errorMessage(
  what: string,
  providerText: string,
  code: TrialError['code'],
  cause: ErrorKind['cause'],
  context: ReadContext,
): string {
  const text = providerText === '' ? '' : `: ${shorten(providerText, TEXT_LIMIT)}`;
  const advice = adviceFor(code, cause, context);
  const sentence = `${what}${text}`;
  return advice === null ? sentence : `${sentence.replace(/[.\s]+$/, '')}. ${advice}`;
}

function gatewayOf(context: ReadContext): string {
  return context.gateway === undefined ? 'the gateway' : `gateway ${context.gateway.name}`;
}

function adviceFor(code: TrialError['code'], cause: ErrorKind['cause'], context: ReadContext): string | null {
  if (cause === 'billing') return `Check the credit and the limits of the account at ${gatewayOf(context)}.`;
  if (cause === 'region') return 'The provider does not serve this region; use another gateway.';
  if (cause === 'context') return 'Shorten the messages or the tools, or ask a model with a longer context.';
  if (cause === 'content') return 'The provider withheld the answer for its content; reword the scenario.';
  if (code === 'auth' || cause === 'key') return keyAdvice(context);
  if (code === 'not-found') return nameAdvice(context);
  if (code === 'rate-limit') return `Lower concurrency or rpm of ${gatewayOf(context)}, or try again later.`;
  if (code === 'refused') return "If a parameter is to blame, list it under the model's omit or rename.";
  if (code === 'malformed-response') return urlAdvice(context);
  return null;
}

function keyAdvice(context: ReadContext): string {
  if (context.gateway === undefined) return 'Check the key.';
  const { apiKeyEnv, name } = context.gateway;
  if (apiKeyEnv === null) return `No key was sent: give gateway ${name} an api_key_env.`;
  return `Check the key in ${apiKeyEnv}, and that it may use this model.`;
}

function nameAdvice(context: ReadContext): string {
  const model = context.requestedModel === '' ? 'the model name' : `the model name "${context.requestedModel}"`;
  return `Check ${model} and the base URL${urlOf(context)}.`;
}

function urlAdvice(context: ReadContext): string {
  return `Check that the base URL${urlOf(context)} is that of an OpenAI-compatible API; most end in /v1.`;
}

function urlOf(context: ReadContext): string {
  const url = context.gateway?.baseUrl ?? null;
  return url === null ? '' : ` ${url}`;
}
