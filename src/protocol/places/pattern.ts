import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Segment } from '../../json/path.ts';

/** One place in a body: the value `holder[key]`. */
export interface Spot {
  readonly holder: JsonObject | Json[];
  readonly key: Segment;
  readonly path: readonly Segment[];
}

/** The whole body as a spot. */
export function rootSpot(body: Json): Spot {
  return { holder: [body], key: 0, path: [] };
}

export function valueOf({ holder, key }: Spot): Json | undefined {
  return (holder as { [key: Segment]: Json })[key];
}

export type Spellings = (name: string) => readonly string[];
type Filter = (item: Json, spellings: Spellings) => boolean;

interface Step {
  readonly name: string;
  /** Which items of the list at this place; null for the value itself. */
  readonly items: Filter | null;
}

const STEP = /([^.[\]]*)(?:\[([^\]]*)\])?(?:\.|$)/y;

/**
 * Every spot below `from` that a pattern names: `tools[*].function.name`. Brackets select items of a list: `[*]` all,
 * `[type=text|input_text]` those whose field has one of the values, `[text,!thought]` those with the first field and without
 * the second. The empty pattern names `from`. Brackets at the beginning select among `from` itself. `spellings` returns the
 * names that a field may have; the first that exists counts.
 */
export function spotsAt(from: Spot, pattern: string, spellings: Spellings): Spot[] {
  let spots = [from];
  for (const { name, items } of stepsOf(pattern)) {
    spots = spots.flatMap((spot) => {
      const holder = valueOf(spot);
      if (name === '') return items === null || items(holder ?? null, spellings) ? [spot] : [];
      if (!isObject(holder ?? null)) return [];
      const known = spelled(holder as JsonObject, name, spellings);
      if (known === undefined) return [];
      const below: Spot = { holder: holder as JsonObject, key: known, path: [...spot.path, known] };
      if (items === null) return [below];
      const list = valueOf(below);
      if (!Array.isArray(list)) return [];
      return list.flatMap((item, at) =>
        items(item, spellings) ? [{ holder: list, key: at, path: [...below.path, at] }] : [],
      );
    });
  }
  return spots;
}

/** Sets a value at the place of a pattern without brackets. Creates missing objects on the way. */
export function putAt(from: Spot, pattern: string, value: Json): void {
  const names = stepsOf(pattern).map(({ name }) => name);
  let holder = valueOf(from) as JsonObject;
  for (const name of names.slice(0, -1)) {
    if (!isObject(holder[name] ?? null)) holder[name] = {};
    holder = holder[name] as JsonObject;
  }
  holder[names.at(-1) ?? ''] = value;
}

const known = new Map<string, readonly Step[]>();

function stepsOf(pattern: string): readonly Step[] {
  let steps = known.get(pattern);
  if (steps === undefined) {
    steps = parse(pattern);
    known.set(pattern, steps);
  }
  return steps;
}

function parse(pattern: string): Step[] {
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < pattern.length) {
    const found = STEP.exec(pattern);
    if (found === null) throw new Error(`no pattern of a place: ${pattern}`);
    steps.push({ name: found[1] ?? '', items: found[2] === undefined ? null : filterOf(found[2]) });
  }
  return steps;
}

function filterOf(text: string): Filter {
  if (text === '*') return () => true;
  if (text.includes(',')) {
    const conditions = text.split(',').map(filterOf);
    return (item, spellings) => conditions.every((meets) => meets(item, spellings));
  }
  const [name = '', values] = text.split('=');
  if (name.startsWith('!'))
    return (item, spellings) => isObject(item) && spelled(item, name.slice(1), spellings) === undefined;
  if (values === undefined) return (item, spellings) => isObject(item) && spelled(item, name, spellings) !== undefined;
  const meant = new Set<unknown>(values.split('|'));
  return (item) => isObject(item) && meant.has(item[name]);
}

/** The spelling under which an object has a field; undefined where it has none. */
function spelled(holder: JsonObject, name: string, spellings: Spellings): string | undefined {
  return spellings(name).find((spelling) => Object.hasOwn(holder, spelling));
}
