import { isObject, type Json, type JsonObject } from '../../src/json/json.ts';
import { FIELDS } from '../../src/protocol/places/field.ts';
import type { FieldName } from '../../src/protocol/places/field-name.ts';
import { rootSpot, spotsAt, type Spot } from '../../src/protocol/places/pattern.ts';
import type { Places } from '../../src/protocol/places/places.ts';
import { nodesOf, sayingOf, spotsOf } from '../../src/protocol/places/read-place.ts';
import type { ProxyFault } from './proxy.ts';

export type Kind = 'dropped' | 'changed';

/** What tells of the exchange as a whole stands in no place of a body. */
export const AROUND: RegExp = /^(?:exchange\.|answer\.(?:status|message)$)/;

/** A proxy that drops or changes one field wherever it passes, as the table of places says where it stands. */
export function plant(places: Places, name: FieldName, kind: Kind): ProxyFault {
  const harm = kind === 'dropped' ? drop : (spot: Spot) => change(spot, OTHERS[name] ?? changed);
  if (FIELDS[name].way === 'there') return { request: (body) => spotsIn(places, name, body).forEach(harm) };
  return {
    answer: (text, stream) => {
      if (stream) return eachEvent(text, (event) => eventSpots(places, name, event).forEach(harm));
      const body = JSON.parse(text) as JsonObject;
      spotsIn(places, name, body).forEach(harm);
      return JSON.stringify(body);
    },
  };
}

/**
 * Where a body says a field and nothing else. Where several fields share a place, it is the value that tells which of them is said; what
 * holds other fields is left alone, because a fault there is one of all of them.
 */
function spotsIn(places: Places, name: FieldName, body: JsonObject): Spot[] {
  const spots = saidAt(places, name, body);
  const others = (Object.keys(places.fields) as FieldName[])
    .filter((other) => other !== name && FIELDS[other].way === FIELDS[name].way)
    .flatMap((other) => saidAt(places, other, body));
  return spots.filter(({ path }) => !others.some((other) => isBelow(other.path, path)));
}

function saidAt(places: Places, name: FieldName, body: JsonObject): Spot[] {
  const place = places.fields[name];
  const { of } = FIELDS[name];
  if (place.at === null || AROUND.test(name)) return [];
  const nodes = of === null ? [rootSpot(body)] : nodesOf(places, of, body);
  return nodes.flatMap((node) => (sayingOf(places, name, node, body) === null ? [] : spotsOf(places, place, node)));
}

function isBelow(path: Spot['path'], above: Spot['path']): boolean {
  return path.length > above.length && above.every((segment, i) => segment === path[i]);
}

function eventSpots(places: Places, name: FieldName, event: JsonObject): Spot[] {
  const place = places.fields[name];
  if (place.at === null) return [];
  return (place.event ?? place.at).flatMap((pattern) => spotsAt(rootSpot(event), pattern, places.spellings));
}

function drop({ holder, key }: Spot): void {
  if (Array.isArray(holder)) holder[Number(key)] = null;
  else delete holder[key];
}

function change({ holder, key }: Spot, to: (value: Json) => Json): void {
  const values = holder as { [key: string | number]: Json };
  values[key] = to(values[key] ?? null);
}

/** Where another value of the same kind would mean the same, or nothing at all. */
const OTHERS: { readonly [name in FieldName]?: (value: Json) => Json } = {
  'developer.role': () => 'system',
  'answer.finish': () => 'another end',
  'schema.order': (properties) => Object.fromEntries(Object.entries(properties as JsonObject).reverse()),
};

/** Another value of the same kind. */
function changed(value: Json): Json {
  if (typeof value === 'string') return `${value}~`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return value.length > 1 ? value.slice(0, -1) : [...value, 'more'];
  if (!isObject(value)) return 'changed';
  const [last] = Object.keys(value).slice(-1);
  return last === undefined ? { more: true } : { ...value, [last]: changed(value[last] ?? null) };
}

function eachEvent(text: string, harm: (event: JsonObject) => void): string {
  return text.replaceAll(/^data: (\{.*\})\r?$/gm, (line, data: string) => {
    const event = JSON.parse(data) as JsonObject;
    harm(event);
    return line.replace(data, () => JSON.stringify(event));
  });
}
