import { isObject, joinPath, type Json } from '../json/json.ts';
import { createRedactor, type Redactor } from './redact.ts';

/** A secret in data, with its path. */
export interface FoundSecret {
  /** Path: `messages[0].content`. */
  readonly path: string;
  readonly secret: string;
}

/**
 * Finds a secret, in data that goes into requests, which a replay could not recognise by its shape. A replay knows no secret by
 * its value, so the request would have another key there. Null where there is none. `redactor` is that of a replay: without
 * secrets, with the user's patterns.
 */
export function findUnrecognisableSecret(
  value: Json,
  secrets: readonly string[],
  redactor: Redactor = createRedactor(),
): FoundSecret | null {
  for (const secret of secrets) {
    const knowing = createRedactor({ secrets: [secret] });
    const path = find(value, '', (text) => {
      const told = redactor.text(text);
      return knowing.text(told) !== told;
    });
    if (path !== null) return { path, secret };
  }
  return null;
}

function find(value: Json, path: string, holds: (text: string) => boolean): string | null {
  if (typeof value === 'string') return holds(value) ? path : null;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const found = find(value[i] as Json, joinPath(path, i), holds);
      if (found !== null) return found;
    }
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      if (holds(key)) return joinPath(path, key);
      const found = find(value[key] as Json, joinPath(path, key), holds);
      if (found !== null) return found;
    }
  }
  return null;
}
