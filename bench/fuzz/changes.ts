import { isObject, type Json } from '../../src/json/json.ts';
import type { Random } from './random.ts';

const LONG = 'x'.repeat(100_000);
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** Values as JSON texts: of another type, out of range, empty, long, deep, with names that objects have. */
const ODD_TEXTS: readonly string[] = [
  'null',
  'true',
  '0',
  '-1',
  '1.5',
  '1e308',
  '1e400',
  '-1e400',
  '9007199254740993',
  '""',
  '" "',
  '"x"',
  String.raw`"\u0000"`,
  String.raw`"\ud800"`,
  String.raw`"\u202e"`,
  '"__proto__"',
  '"constructor"',
  '"/"',
  '"../.."',
  '"2020-13-45"',
  '"::error::x"',
  '"${x}"',
  '"$1"',
  '[]',
  '[null]',
  '{}',
  '{"__proto__":{"x":1}}',
  '{"$ref":"#"}',
  '{"$regex":"(a+)+$"}',
  '{"type":"object","properties":null}',
  nested(400),
  nested(3000),
  nested(20_000),
  JSON.stringify(LONG),
];

/** Stands in a value for the text that takes its place. */
const MARK = '@@odd@@';

type Path = readonly (string | number)[];

function paths(value: Json, path: Path = [], found: Path[] = []): Path[] {
  found.push(path);
  if (Array.isArray(value)) for (const [i, item] of value.entries()) paths(item, [...path, i], found);
  else if (isObject(value)) for (const [key, item] of Object.entries(value)) paths(item, [...path, key], found);
  return found;
}

/** The value with one place of it taken out, doubled, renamed or replaced; as text, in JSON. */
export function changeValue(value: Json, random: Random): string {
  const all = paths(value);
  const path = random.pick(all.slice(1).length === 0 ? all : all.slice(1));
  const kind = random.below(10);
  const copy = structuredClone(value);
  const key = path.at(-1);
  if (key === undefined) return random.pick(ODD_TEXTS);
  let parent: Json = copy;
  for (const step of path.slice(0, -1)) parent = (parent as Record<string | number, Json>)[step] ?? null;
  const holder = parent as Record<string | number, Json>;
  if (kind === 0) {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete holder[key];
  } else if (kind === 1 && Array.isArray(parent)) {
    parent.push(structuredClone(holder[key] ?? null));
  } else if (kind === 1) {
    holder[`${key}x`] = holder[key] ?? null;
    delete holder[key];
  } else if (kind === 2) {
    const other = random.pick(all);
    holder[key] = structuredClone(
      other.reduce<Json>((at, step) => (at as Record<string | number, Json>)[step] ?? null, value),
    );
  } else {
    holder[key] = MARK;
  }
  return JSON.stringify(copy, null, 1).replace(JSON.stringify(MARK), () => random.pick(ODD_TEXTS));
}

const ODD_PIECES = [
  '\u0000',
  '\ufeff',
  '\ud800',
  '{',
  '}',
  '[',
  '"',
  ',',
  ':',
  '\n',
  '\r',
  '\t',
  '-',
  '<<<<<<< ours\n',
  '&a *a',
  '!!js/x',
  '0x',
  '|',
  '%',
];

/** The text cut, doubled, or with something taken out or put in, at one place. */
export function changeText(text: string, random: Random): string {
  if (text === '') return random.pick(ODD_PIECES);
  const at = random.below(text.length);
  const length = 1 + random.below(Math.min(40, text.length));
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + length);
    case 2:
      return text.slice(0, at) + random.pick(ODD_PIECES) + text.slice(at);
    case 3:
      return text.slice(0, at) + text.slice(at, at + length).repeat(3) + text.slice(at + length);
    case 4:
      return text.slice(at);
    default:
      return text.slice(0, at) + random.pick(ODD_TEXTS) + text.slice(at + length);
  }
}
