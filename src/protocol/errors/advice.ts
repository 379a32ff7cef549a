import type { TrialErrorCode } from '../../domain/wire.ts';
import type { ReadContext } from '../read-context.ts';
import type { ErrorClass } from './error-classes.ts';
import { withoutTrailing } from '../../text/without-trailing.ts';

type Advice = (context: ReadContext) => string | null;

/** Advice for each class of errors; null where the provider's text says enough. */
const BY_CLASS: { readonly [name in ErrorClass]: Advice } = {
  spent: creditAdvice,
  unaffordable: (context) =>
    `${capital(lowerMaxTokens(context))}, or add credit to the account at ${gatewayOf(context)}.`,
  daily: (context) =>
    `The allowance of the account at ${gatewayOf(context)} is used up for now: asking again before it is renewed is of no use.`,
  quota: creditAdvice,
  rate: slowAdvice,
  oversized: (context) => `One request counts more tokens than the limit of a minute: ${lowerMaxTokens(context)}.`,
  overloaded: slowAdvice,
  loading: () => 'The model was still being loaded; try again when it is.',
  key: keyAdvice,
  challenge: (context) =>
    `A bot check or firewall in front of ${gatewayOf(context)} answered, not its API: ask from another network, or let its operator admit this client.`,
  region: () => 'The provider does not serve this region; use another gateway.',
  model: (context) => `Check ${modelOf(context)} and the base URL${urlOf(context)}.`,
  routing: () =>
    "The account's privacy or provider settings leave none that serves this model: change them where the key was made.",
  endpoint: urlAdvice,
  content: () => 'The provider withheld the answer for its content; reword the scenario.',
  'max-tokens': (context) => `${capital(lowerMaxTokens(context))}.`,
  context: (context) =>
    context.maxTokens === null || context.maxTokens === undefined
      ? 'Shorten the messages or the tools, or ask a model with a longer context.'
      : `Shorten the messages or the tools, lower max_tokens (${context.maxTokens} was sent, which many providers count in), or ask a model with a longer context.`,
  'no-tools': () => 'No setting here helps: ask another model, or start its server with tool calls switched on.',
  'other-protocol': () =>
    "Write what the provider names into the model's request, or ask the model through a gateway of the protocol it names.",
  parameter: () => "If a parameter is to blame, list it under the model's omit or rename.",
};

const BY_CODE: { readonly [code in TrialErrorCode]?: Advice } = {
  auth: keyAdvice,
  quota: creditAdvice,
  'not-found': (context) => `Check ${modelOf(context)} and the base URL${urlOf(context)}.${missingVersion(context)}`,
  'rate-limit': slowAdvice,
  refused: BY_CLASS.parameter,
  filtered: BY_CLASS.content,
  'malformed-response': urlAdvice,
};

/** Advice on an error, by its class, else by its code; null where there is none. */
export function adviceFor(code: TrialErrorCode, cause: ErrorClass | null, context: ReadContext): string | null {
  return (cause === null ? BY_CODE[code] : BY_CLASS[cause])?.(context) ?? null;
}

function gatewayOf(context: ReadContext): string {
  return context.gateway === undefined ? 'the gateway' : `gateway ${context.gateway.name}`;
}

function creditAdvice(context: ReadContext): string {
  return `Check the credit and the limits of the account at ${gatewayOf(context)}.`;
}

function slowAdvice(context: ReadContext): string {
  return `Lower concurrency or rpm of ${gatewayOf(context)}, or try again later.`;
}

function keyAdvice(context: ReadContext): string {
  if (context.gateway === undefined) return 'Check the key.';
  const { apiKeyEnv, name } = context.gateway;
  if (apiKeyEnv === null) return `No key was sent: give gateway ${name} an api_key_env.`;
  return `Check the key in ${apiKeyEnv}, and that it may use this model.`;
}

function lowerMaxTokens({ maxTokens }: ReadContext): string {
  const sent = maxTokens === null || maxTokens === undefined ? '' : ` (${maxTokens} was sent)`;
  return `lower max_tokens${sent}, in defaults or in the model's request`;
}

function modelOf({ requestedModel }: ReadContext): string {
  return requestedModel === '' ? 'the model name' : `the model name "${requestedModel}"`;
}

function urlAdvice(context: ReadContext): string {
  const { title, version } = context.gateway?.api ?? DEFAULT_API;
  return `Check that the base URL${urlOf(context)} is that of ${title}; most end in ${version}.${missingVersion(context)}`;
}

const DEFAULT_API = { title: 'an OpenAI-compatible API', version: '/v1' };

/** Advice on the most common mistake: `base_url` names the server, or a part of its path, without `/v1`. */
function missingVersion(context: ReadContext): string {
  const url = context.gateway?.baseUrl ?? null;
  if (url === null || !URL.canParse(url)) return '';
  const { origin, pathname } = new URL(url);
  // Azure has the deployment in the path and the version in the query string.
  if (/\/v\d{1,9}(?:(?:alpha|beta)\d{0,9})?(?:\/|$)|\/deployments\//.test(pathname)) return '';
  const { version } = context.gateway?.api ?? DEFAULT_API;
  const path = withoutTrailing(pathname, '/');
  return path === '' ? ` Try ${origin}${version}.` : ` Try ${origin}${path}${version} or ${origin}${version}.`;
}

function urlOf(context: ReadContext): string {
  const url = context.gateway?.baseUrl ?? null;
  return url === null ? '' : ` ${url}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
