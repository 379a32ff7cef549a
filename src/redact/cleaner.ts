import { replaceKeys } from './find-keys.ts';
import { createKnownValues } from './known-values.ts';
import { mayHoldKey } from './may-hold-key.ts';
import { REDACTED } from './placeholder.ts';
import { MIN_SECRET_LENGTH } from './redact.ts';
import { spellings } from './spellings.ts';

/** Removes secrets from text before it is printed. */
export interface Cleaner {
  /** For results, whose texts are already redacted: replaces known values only, so that names in the reports stay. */
  readonly out: (text: string) => string;
  /**
   * For messages, which may quote a provider or a crash: replaces known values, and keys that are recognised by their shape.
   */
  readonly err: (text: string) => string;
}

/** A cleaner of these values, in all their spellings. */
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
