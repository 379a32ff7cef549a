import { isObject, type Json } from './json.ts';

/** A key or an index on the way into a document. */
export type Segment = string | number;

/** `key`, `.key`, `[0]`, `["odd key"]`, and in patterns `*`, `.*` or `[*]` for every item. */
const STEP = /(?:^|\.)([^.[\]"*]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|(?:(?:^|\.)\*|\[\*\])/gy;

/**
 * Splits a path, as `joinPath` writes it, into keys and indices; null is a wildcard for every item (`messages[*].name`).
 * Returns null for an invalid path. The empty path has no steps.
 */
export function parsePathPattern(path: string): (Segment | null)[] | null {
  const steps: (Segment | null)[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < path.length) {
    const found = STEP.exec(path);
    if (found === null) return null;
    const [, key, index, quoted] = found;
    if (key !== undefined) steps.push(key);
    else if (index !== undefined) steps.push(Number(index));
    else if (quoted === undefined) steps.push(null);
    else {
      const name = unquoted(quoted);
      if (name === null) return null;
      steps.push(name);
    }
  }
  return steps;
}

/** Splits the path of one value: `calls[1].arguments["b c"]`. Returns null for an invalid path, or one with a wildcard. */
export function parsePath(path: string): Segment[] | null {
  const steps = parsePathPattern(path);
  return steps === null || steps.includes(null) ? null : (steps as Segment[]);
}

function unquoted(text: string): string | null {
  try {
    return JSON.parse(text) as string;
  } catch {
    return null;
  }
}

/** The value at a path; undefined where there is none. */
export function valueAt(root: Json, path: string): Json | undefined {
  const steps = parsePath(path);
  return steps === null ? undefined : valueAtSteps(root, steps);
}

/** The value at the steps of a path. A key of digits counts as the index of a list. Undefined where there is none. */
export function valueAtSteps(root: Json, steps: readonly Segment[]): Json | undefined {
  let value: Json | undefined = root;
  for (const step of steps) {
    if (Array.isArray(value) && (typeof step === 'number' || /^\d+$/.test(step))) value = value[Number(step)];
    else if (isObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** True when `path` is `base` or below it. */
export function isWithin(path: string, base: string): boolean {
  return path === base || (path.startsWith(base) && (path[base.length] === '.' || path[base.length] === '['));
}
