import { isObject, type Json } from './json.ts';

/** A key or an index on the way into a document. */
export type Segment = string | number;

const TOKEN = /\.?([^.[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/gy;

/** Splits a path of the run file: `calls[1].arguments["b c"]` into its keys and indices; null when it is none. */
export function parsePath(path: string): (string | number)[] | null {
  const tokens: (string | number)[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < path.length) {
    const found = TOKEN.exec(path);
    if (found === null) return null;
    if (found[2] !== undefined) tokens.push(Number(found[2]));
    else tokens.push(found[3] === undefined ? (found[1] ?? '') : (JSON.parse(`"${found[3]}"`) as string));
  }
  return tokens;
}

/** The value at a path; undefined where nothing stands. */
export function valueAt(root: Json, path: string): Json | undefined {
  let value: Json | undefined = root;
  for (const token of parsePath(path) ?? [NaN]) {
    if (Array.isArray(value) && typeof token === 'number') value = value[token];
    else if (isObject(value) && Object.hasOwn(value, token)) value = value[token];
    else return undefined;
  }
  return value;
}

/** True when `path` is `base` or lies inside it. */
export function isWithin(path: string, base: string): boolean {
  return path === base || (path.startsWith(base) && (path[base.length] === '.' || path[base.length] === '['));
}
