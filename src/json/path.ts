import { isObject, type Json } from './json.ts';

/** A key or an index on the way into a document. */
export type Segment = string | number;

/** `key`, `.key`, `[0]`, `["odd key"]`, and in patterns `*`, `.*` or `[*]` for every item. */
const STEP = /(?:^|\.)([^.[\]"*]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|(?:(?:^|\.)\*|\[\*\])/gy;

/**
 * Splits a path, as `joinPath` writes it, into its keys and indices; null stands for every item (`messages[*].name`).
 * Null when `path` is none. The empty path has no steps.
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

/** The same for the path of one value: `calls[1].arguments["b c"]`. Null when it is none, or names every item. */
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

/** The value at a path; undefined where nothing stands. */
export function valueAt(root: Json, path: string): Json | undefined {
  const steps = parsePath(path);
  return steps === null ? undefined : valueAtSteps(root, steps);
}

/** The same for steps that are split already. A key of digits counts as an index of a list. */
export function valueAtSteps(root: Json, steps: readonly Segment[]): Json | undefined {
  let value: Json | undefined = root;
  for (const step of steps) {
    if (Array.isArray(value) && (typeof step === 'number' || /^\d+$/.test(step))) value = value[Number(step)];
    else if (isObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** True when `path` is `base` or lies inside it. */
export function isWithin(path: string, base: string): boolean {
  return path === base || (path.startsWith(base) && (path[base.length] === '.' || path[base.length] === '['));
}
