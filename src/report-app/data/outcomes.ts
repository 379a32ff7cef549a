import type { TrialStatus } from '../../domain/run.ts';

/** A group of outcomes that share one colour and one symbol. */
export type Family = 'pass' | 'calls' | 'arguments' | 'flow' | 'answer' | 'wire' | 'error' | 'unrecorded';

export const FAMILIES: { readonly [family in Family]: { readonly label: string; readonly symbol: string } } = {
  pass: { label: 'Passed', symbol: '✓' },
  calls: { label: 'Wrong calls', symbol: '✕' },
  arguments: { label: 'Wrong arguments', symbol: '≠' },
  flow: { label: 'Order and limits', symbol: '↷' },
  answer: { label: 'Wrong answer', symbol: '¶' },
  wire: { label: 'Wire fault', symbol: '~' },
  error: { label: 'Provider error', symbol: '!' },
  unrecorded: { label: 'Not recorded', symbol: '○' },
};

/** By reason: its family, and a label of at most eight characters for narrow columns. The order gives {@link rankOf}. */
const REASONS: { readonly [reason: string]: readonly [Family, string] } = {
  truncated: ['answer', 'cut'],
  'empty-turn': ['answer', 'empty'],
  'malformed-call': ['arguments', 'broken'],
  'choice-ignored': ['flow', 'choice'],
  'called-tool': ['calls', 'called'],
  'forbidden-call': ['calls', 'forbid'],
  'wrong-tool': ['calls', 'tool'],
  'missing-call': ['calls', 'missing'],
  'extra-call': ['calls', 'extra'],
  'invalid-arguments': ['arguments', 'invalid'],
  'wrong-arguments': ['arguments', 'args'],
  'wrong-order': ['flow', 'order'],
  'not-parallel': ['flow', 'serial'],
  'too-many-steps': ['flow', 'steps'],
  'wrong-answer': ['answer', 'answer'],
  'wrong-state': ['answer', 'state'],
  wire: ['wire', 'wire'],
  auth: ['error', 'auth'],
  quota: ['error', 'quota'],
  'not-found': ['error', '404'],
  'rate-limit': ['error', 'rate'],
  refused: ['error', 'refused'],
  filtered: ['error', 'filtered'],
  garbled: ['error', 'garbled'],
  timeout: ['error', 'timeout'],
  network: ['error', 'network'],
  'provider-error': ['error', 'server'],
  'stream-error': ['error', 'stream'],
  'finish-error': ['error', 'finish'],
  'truncated-stream': ['error', 'cut off'],
  'malformed-response': ['error', 'foreign'],
  pattern: ['error', 'pattern'],
  server: ['error', 'MCP'],
  agent: ['error', 'agent'],
  module: ['error', 'module'],
  'never-recorded': ['unrecorded', 'none'],
  'request-changed': ['unrecorded', 'changed'],
  'used-up': ['unrecorded', 'used up'],
};

const STATUS_FAMILY: { readonly [status in TrialStatus]: Family } = {
  pass: 'pass',
  fail: 'calls',
  error: 'error',
  unrecorded: 'unrecorded',
};

export function familyOf(status: TrialStatus, reason: string | null): Family {
  return (status === 'pass' ? null : REASONS[reason ?? '']?.[0]) ?? STATUS_FAMILY[status];
}

/** Returns the reason in words, such as `wrong arguments`; the status when the reason is null. */
export function wordOf(status: TrialStatus, reason: string | null): string {
  return (reason ?? status).replaceAll('-', ' ');
}

/** Returns the label for narrow columns, such as `args`. */
export function shortWordOf(status: TrialStatus, reason: string | null): string {
  return REASONS[reason ?? '']?.[1] ?? wordOf(status, reason);
}

/** Returns the sort number of an outcome: fail reasons in the order of the judge, then errors, unrecorded trials, passes. */
export function rankOf(status: TrialStatus, reason: string | null): number {
  if (status === 'pass') return 1000;
  const place = Object.keys(REASONS).indexOf(reason ?? '');
  return place === -1 ? 999 : place;
}
