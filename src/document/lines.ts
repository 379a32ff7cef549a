import { createRequire } from 'node:module';
import type { Event } from 'js-yaml';
import { MAX_DEPTH } from '../json/measure.ts';
import type { Segment } from '../json/path.ts';

/** Loads js-yaml at the first use, because not every command reads YAML or needs a line number. */
export function yamlLibrary(): typeof import('js-yaml') {
  return createRequire(import.meta.url)('js-yaml') as typeof import('js-yaml');
}

interface Node {
  readonly children: Map<Segment, Node>;
  /** Offset of the key, or of the list item, in the text; null until the walk reaches it. */
  offset: number | null;
}

const newNode = (): Node => ({ children: new Map(), offset: null });

function lineOf(newlines: readonly number[], offset: number): number {
  let low = 0;
  let high = newlines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((newlines[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

/**
 * Line numbers, from 1, of paths in a YAML or JSON text: the line of the key, or of the list item. A path that the text lacks
 * gets the line of the last part that it has; null where it has none.
 */
export function findLines(text: string, paths: readonly (readonly Segment[])[]): (number | null)[] {
  const root = newNode();
  for (const path of paths) {
    let node = root;
    for (const segment of path) {
      const next = node.children.get(segment) ?? newNode();
      node.children.set(segment, next);
      node = next;
    }
  }
  const library = yamlLibrary();
  const { EVENT_ID, getScalarValue } = library;
  let events: Event[];
  try {
    events = library.parseEvents(text, { maxDepth: MAX_DEPTH });
  } catch {
    return paths.map(() => null);
  }

  /** Walks one value and returns the index after it. `node` is null where no path leads into the value. */
  const walk = (index: number, node: Node | undefined): number => {
    const event = events[index];
    let next = index + 1;
    if (!event) return next;
    if (event.type === EVENT_ID.SEQUENCE) {
      if (node) node.offset ??= event.start;
      for (let i = 0; events[next] && events[next]?.type !== EVENT_ID.POP; i++)
        next = walk(next, node?.children.get(i));
      return next + 1;
    }
    if (event.type === EVENT_ID.MAPPING) {
      if (node) node.offset ??= event.start;
      while (events[next] && events[next]?.type !== EVENT_ID.POP) {
        const key = events[next];
        const plain = key?.type === EVENT_ID.SCALAR ? key : null;
        const child = node && plain ? node.children.get(getScalarValue(text, plain)) : undefined;
        if (child && plain) child.offset = plain.valueStart;
        next = walk(walk(next, undefined), child);
      }
      return next + 1;
    }
    if (event.type === EVENT_ID.SCALAR && node && event.valueStart >= 0) node.offset ??= event.valueStart;
    if (event.type === EVENT_ID.ALIAS && node) node.offset ??= event.anchorStart;
    return next;
  };
  walk(1, root);

  const newlines: number[] = [];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) newlines.push(at);
  return paths.map((path) => {
    let node: Node | undefined = root;
    let offset = root.offset;
    for (const segment of path) {
      node = node.children.get(segment);
      if (!node || node.offset === null) break;
      offset = node.offset;
    }
    return offset === null ? null : lineOf(newlines, offset);
  });
}
