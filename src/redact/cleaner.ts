import { replaceKeys } from './find-keys.ts';
import { createKnownValues } from './known-values.ts';
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
  const values = createKnownValues(known);
  const out = (text: string): string => (values.isEmpty ? text : values.replace(text, () => REDACTED));
  return {
    out,
    err: (text) => {
      const told = out(text);
      return mayHoldKey(told) ? replaceKeys(told, '', () => REDACTED) : told;
    },
  };
}
