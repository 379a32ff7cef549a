import { deepEqual, type Json, type JsonObject } from '../../json/json.ts';
import type { FieldName } from './field-name.ts';
import type { NodeKind } from './field.ts';
import { putAt, rootSpot, spotsAt, valueOf, type Spot } from './pattern.ts';
import type { FieldPlace, Places } from './places.ts';

/** The value of a field in a body. */
export interface Saying {
  /** The neutral value. */
  readonly value: Json;
  /** The value on the wire: one value, or all parts of a joined text. */
  readonly wire: Json;
}

/** The nodes of a kind in a body, in order. */
export function nodesOf(places: Places, kind: NodeKind, body: JsonObject): Spot[] {
  return places.nodes[kind].flatMap((pattern) => spotsAt(rootSpot(body), pattern, places.spellings));
}

/** The spots of a field below a node, by the first pattern that finds any. */
export function spotsOf(places: Places, place: FieldPlace, node: Spot): Spot[] {
  for (const pattern of place.at) {
    const spots = spotsAt(node, pattern, places.spellings);
    if (spots.length > 0) return spots;
  }
  return [];
}

/** The value of a field below a node; null where the body holds none. */
export function sayingOf(places: Places, name: FieldName, node: Spot, body: JsonObject): Saying | null {
  const place = places.fields[name];
  if (place.at === null) return null;
  const context = { body, node };
  for (const pattern of place.from ?? place.at) {
    const values = spotsAt(node, pattern, places.spellings).map((spot) => valueOf(spot) ?? null);
    const read = values.map((value) => (place.says === undefined ? value : place.says(value, context)));
    const known = read.filter((value) => value !== undefined && value !== null) as Json[];
    if (known.length === 0) continue;
    const wire = place.from === undefined ? values : spotsOf(places, place, node).map((spot) => valueOf(spot) ?? null);
    return { value: place.joined === true ? known.map(String).join('') : oneOf(known), wire: oneOf(wire) };
  }
  return null;
}

/** The wire value of a field below a node, even where it has no neutral meaning; null where there is none. */
export function wireOf(places: Places, name: FieldName, node: Spot): Saying | null {
  const place = places.fields[name];
  // Parts of a joined text stand among other parts of the list, so they have no wire value of their own.
  if (place.at === null || place.joined === true) return null;
  const values = spotsOf(places, place, node).map((spot) => valueOf(spot) ?? null);
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : { value: oneOf(known), wire: oneOf(known) };
}

/** The single value where all values are equal, else the list of values. */
function oneOf(values: readonly Json[]): Json {
  const [first = null] = values;
  return values.every((value) => deepEqual(value, first)) ? first : [...values];
}

/** Writes a field below a node. Returns false where the protocol has no place for it, or only one inside a list. */
export function say(places: Places, name: FieldName, node: Spot, value: Json): boolean {
  const place = places.fields[name];
  const [pattern] = place.at ?? [];
  if (place.at === null || pattern === undefined || pattern.includes('[')) return false;
  putAt(node, pattern, place.say === undefined ? value : place.say(value));
  for (const [at, other] of Object.entries(place.beside ?? {})) putAt(node, at, other);
  return true;
}
