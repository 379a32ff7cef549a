import { isObject, type Json } from '../../json/json.ts';

/** The value that a reference such as `#/$defs/a` points to; undefined when there is none. */
export function resolvePointer(root: Json, reference: string): Json | undefined {
  let at: Json | undefined = root;
  for (const token of reference.replace(/^#\/?/, '').split('/')) {
    if (token === '') continue;
    const key = decodeToken(token);
    if (Array.isArray(at)) at = at[Number(key)];
    else if (isObject(at) && Object.hasOwn(at, key)) at = at[key];
    else return undefined;
  }
  return at;
}

/** Decodes one token of a JSON pointer in a URI fragment. */
export function decodeToken(token: string): string {
  let plain = token;
  try {
    plain = decodeURIComponent(token);
  } catch {
    // A percent sign that encodes nothing is kept.
  }
  return plain.replaceAll('~1', '/').replaceAll('~0', '~');
}
