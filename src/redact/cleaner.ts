import { escapeRegExp } from '../text/escape-reg-exp.ts';
import { replaceKeys } from './find-keys.ts';
import { mayHoldKey } from './may-hold-key.ts';
import { REDACTED } from './placeholder.ts';
import { MIN_SECRET_LENGTH } from './redact.ts';
import { spellings } from './spellings.ts';

/** Takes secrets out of what is printed. */
export interface Cleaner {
  /** Of results, whose texts were redacted when they were made: known values alone, so that names of ours stay. */
  readonly out: (text: string) => string;
  /** Of messages, which may quote a provider or a crash: known values and keys that are told by their form. */
  readonly err: (text: string) => string;
}

/** A cleaner that knows these values, in all their spellings. */
export function createCleaner(secrets: readonly string[]): Cleaner {
  const known = secrets.filter((secret) => secret.length >= MIN_SECRET_LENGTH).flatMap(spellings);
  known.sort((a, b) => b.length - a.length);
  const values = known.length === 0 ? null : new RegExp(known.map(escapeRegExp).join('|'), 'g');
  const out = (text: string): string => (values === null ? text : text.replace(values, REDACTED));
  return {
    out,
    err: (text) => {
      const told = out(text);
      return mayHoldKey(told) ? replaceKeys(told, '', () => REDACTED) : told;
    },
  };
}
