import type { SecretShape } from './shape.ts';
import { SHAPES } from './shapes.ts';

/**
 * Condition on the character before a key: no letter or digit ("task-…" is no key). A letter that ends an escape of a URL or of
 * JSON is allowed, because an escape in text that is cut is not decoded.
 */
const LEFT = String.raw`(?<![A-Za-z0-9](?<!\\[nrtbf]|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2}))`;

interface Compiled {
  readonly shape: SecretShape;
  readonly pattern: RegExp;
}

const COMPILED: readonly Compiled[] = SHAPES.map((shape) => ({
  shape,
  pattern: new RegExp(
    `${shape.anywhere === true ? '' : LEFT}(?:${shape.pattern.source})`,
    `g${shape.pattern.flags.includes('i') ? 'i' : ''}${shape.pattern.source.includes('?<secret>') ? 'd' : ''}`,
  ),
}));

/**
 * `text` with every key replaced that is recognised by its shape. `field` is the name of the object member that has the text as
 * its value.
 */
export function replaceKeys(text: string, field: string, replace: (key: string) => string): string {
  let result = replacePem(text, replace);
  for (const { shape, pattern } of COMPILED) {
    let from = 0;
    let changed = '';
    pattern.lastIndex = 0;
    for (let match = pattern.exec(result); match !== null; match = pattern.exec(result)) {
      const [start, end] = match.indices?.groups?.['secret'] ?? [match.index, match.index + match[0].length];
      const secret = result.slice(start, end);
      const before = start < NEAR ? `${field}: ${result.slice(0, start)}` : result.slice(start - NEAR, start);
      if (secret.includes('[redacted') || shape.accept?.(secret, before) === false) {
        pattern.lastIndex = Math.max(match.index + 1, end);
        continue;
      }
      changed += result.slice(from, start) + replace(secret);
      from = end;
      pattern.lastIndex = end;
    }
    if (from > 0) result = changed + result.slice(from);
  }
  return result;
}

/** Characters before a key that are searched for a name such as `api_key`. */
const NEAR = 40;

const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const PEM_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/** Replaces private keys in PEM, from their first line to their last, or to the end of a text that is cut. */
function replacePem(text: string, replace: (key: string) => string): string {
  if (!text.includes('PRIVATE KEY')) return text;
  let result = '';
  let from = 0;
  let last: { readonly index: number; readonly end: number } | null = null;
  PEM_BEGIN.lastIndex = 0;
  for (let begin = PEM_BEGIN.exec(text); begin !== null; begin = PEM_BEGIN.exec(text)) {
    if (last === null || last.index < begin.index) last = endOfPem(text, begin.index);
    const { end } = last;
    // A sentence that only mentions such a key has no base64 after it.
    if (!/[A-Za-z0-9+/=]{16}/.test(text.slice(begin.index + begin[0].length, end).slice(0, 200))) continue;
    result += text.slice(from, begin.index) + replace(text.slice(begin.index, end));
    from = end;
    PEM_BEGIN.lastIndex = end;
  }
  return result + text.slice(from);
}

/** The next last line of a PEM key; the end of the text where there is none. */
function endOfPem(text: string, from: number): { readonly index: number; readonly end: number } {
  PEM_END.lastIndex = from;
  const found = PEM_END.exec(text);
  return found === null
    ? { index: text.length, end: text.length }
    : { index: found.index, end: found.index + found[0].length };
}
