import { sentName } from '../sent-name.ts';
import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';

/** A value that a call takes from the result of another. */
export interface PlanReference {
  readonly label: string;
  /** Inside the result: `author[0].id`; `''` for all of it. */
  readonly path: string;
  /** The parameter that takes it. */
  readonly parameter: string;
}

/** One call of a plan. */
export interface PlanCall {
  readonly label: string;
  /** As it is sent. */
  readonly name: string;
  /** Matchers by parameter. */
  readonly arguments: JsonObject;
  readonly references: readonly PlanReference[];
  /** The arguments that hold no reference, as they are. */
  readonly given: JsonObject;
}

type Note = (path: string, message: string) => void;

const WHOLE = /^\$(var\d+)((?:\.|\[)[^$]*)?\$$/u;
const ANY = /\$(var\d+)((?:\.|\[)[^$]*)?\$/gu;

/** The calls of an entry's `output`; the last entry, `var_result`, only names what is wanted. Null where they cannot be read. */
export function readPlan(output: Json | undefined, note: Note): readonly PlanCall[] | null {
  if (!Array.isArray(output)) {
    note('output', 'Expected a list of calls.');
    return null;
  }
  const calls: PlanCall[] = [];
  /** The latest call of each label, by which later calls refer to it. */
  const labels = new Map<string, string>();
  for (const [i, one] of output.entries()) {
    const at = joinPath('output', i);
    if (!isObject(one) || typeof one['name'] !== 'string' || !isObject(one['arguments'])) {
      note(at, 'Expected a call with `name` and `arguments`.');
      return null;
    }
    if (one['name'] === 'var_result') continue;
    const label = one['label'];
    if (typeof label !== 'string' || !/^var\d+$/u.test(label)) {
      note(joinPath(at, 'label'), 'Expected a label such as `var1`.');
      return null;
    }
    const own = labels.has(label) ? `${label}-${i + 1}` : label;
    calls.push(readCall(one['name'], own, one['arguments'], joinPath(at, 'arguments'), { labels, note }));
    if (own !== label)
      note(joinPath(at, 'label'), `\`${label}\` is taken by an earlier call: this one is called \`${own}\`.`);
    labels.set(label, own);
  }
  return calls;
}

interface PlanReading {
  /** Ids by label. */
  readonly labels: ReadonlyMap<string, string>;
  readonly note: Note;
}

function readCall(name: string, label: string, args: JsonObject, at: string, reading: PlanReading): PlanCall {
  const references: PlanReference[] = [];
  const matchers: JsonObject = {};
  const given: JsonObject = {};
  for (const [parameter, value] of Object.entries(args)) {
    const before = references.length;
    matchers[parameter] = readValue(value, parameter, joinPath(at, parameter), references, reading);
    if (references.length === before) given[parameter] = value;
  }
  return { label, name: sentName(name), arguments: matchers, references, given };
}

function readValue(value: Json, parameter: string, at: string, found: PlanReference[], reading: PlanReading): Json {
  const { labels, note } = reading;
  if (Array.isArray(value)) return value.map((one, i) => readValue(one, parameter, joinPath(at, i), found, reading));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, readValue(one, parameter, joinPath(at, key), found, reading)]),
    );
  }
  if (typeof value !== 'string') return value;
  const whole = WHOLE.exec(value);
  if (whole !== null) {
    const [written = '', path = ''] = [whole[1], whole[2]];
    const label = labels.get(written) ?? written;
    found.push({ label, path: path.replace(/^\./u, ''), parameter });
    return { $result: `${label}${path}` };
  }
  const inside = [...value.matchAll(ANY)];
  if (inside.length === 0) return value;
  for (const [, label = '', path = ''] of inside) {
    found.push({ label: labels.get(label) ?? label, path: path.replace(/^\./u, ''), parameter });
  }
  note(at, `\`${value}\` is computed from a result, which a matcher cannot say: any value is accepted.`);
  return { $any: true };
}
