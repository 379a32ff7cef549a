import { asText, isObject, type Json } from '../../json/json.ts';
import { shorten } from '../../text/shorten.ts';
import type { RelayExchange, ExchangeOutcome } from '../exchange.ts';
import type { Side, Word } from '../result.ts';

/** Why the client received no answer of the upstream in an exchange. */
export interface Breakdown {
  readonly word: Extract<Word, 'failed' | 'refused'>;
  readonly side: Side;
  /** One sentence. */
  readonly note: string;
  /** The gateway gave the answer of this situation without a request to the upstream. */
  readonly cached?: true;
}

/** Why the client received no answer to judge; null where it received one. An error that the situation's upstream gives is an answer. */
export function breakdownOf({ outcome, arrivals, situation, strays }: RelayExchange): Breakdown | null {
  if (outcome.kind !== 'answered') {
    const asked = arrivals.length === 0 ? 'nothing had arrived upstream' : 'the upstream had answered';
    return { word: 'failed', side: 'gateway', note: `${outcome.message}; ${asked}` };
  }
  const { status } = outcome.response;
  const good = status >= 200 && status <= 299;
  if (arrivals.length === 0) return unasked(outcome, good, strays, situation.answer);
  if ('status' in situation.answer || good) return null;
  return {
    word: 'failed',
    side: 'gateway',
    note: `the upstream answered 200, the gateway ${status}: ${messageIn(outcome.text)}`,
  };
}

/** Words by which an error says that the gateway does not support a field. */
const UNTAKEN =
  /\b(?:un|not (?:yet )?)supported\b|\bdoes(?: not|n't) support\b|\bnot implemented\b|\bnot (?:allowed|available)\b|\bunknown (?:field|parameter|name)\b/i;

/** Client error statuses that have other reasons than an unsupported field: keys, paths, methods, timeouts, rates. */
const OTHER_REASONS: ReadonlySet<number> = new Set([401, 403, 404, 405, 407, 408, 429]);

function unasked(
  outcome: Extract<ExchangeOutcome, { kind: 'answered' }>,
  good: boolean,
  strays: readonly string[],
  answer: RelayExchange['situation']['answer'],
): Breakdown {
  const { status } = outcome.response;
  const said = messageIn(outcome.text);
  const asked = strays.length === 0 ? '' : `; it asked for ${strays.join(', ')}`;
  if (good) {
    const cached = !('status' in answer) && holds(outcome.text, answer);
    const note = cached
      ? 'nothing arrived upstream, and the client got the very answer: the gateway answered from a cache'
      : `nothing arrived upstream: the gateway answered ${status} by itself${asked}`;
    return { word: 'failed', side: 'gateway', note, ...(cached ? { cached } : {}) };
  }
  const refuses = (status >= 400 && status < 500 && !OTHER_REASONS.has(status)) || UNTAKEN.test(outcome.text);
  const note = `the gateway answered ${status} before it asked the upstream: ${said}${asked}`;
  return { word: refuses ? 'refused' : 'failed', side: 'gateway', note };
}

function holds(
  text: string,
  answer: { readonly text?: string; readonly calls?: readonly { readonly name: string }[] },
): boolean {
  const signs = [...(answer.text === undefined ? [] : [answer.text]), ...(answer.calls ?? []).map(({ name }) => name)];
  const said = text.replaceAll('\\"', '"');
  return signs.length > 0 && signs.every((sign) => said.includes(sign));
}

/** The message of an error body, in at most 200 characters. */
export function messageIn(text: string): string {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return shorten(text.replaceAll(/\s+/g, ' ').trim(), 200) || 'an empty body';
  }
  return shorten(deepMessage(value) || JSON.stringify(value), 200);
}

function deepMessage(value: Json): string {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return '';
  for (const name of ['message', 'error', 'detail', 'errors', 'cause']) {
    const held = value[name];
    const said = held === undefined ? '' : asText(held) || deepMessage(Array.isArray(held) ? (held[0] ?? null) : held);
    if (said !== '') return said;
  }
  return '';
}
