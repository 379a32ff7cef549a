import { isObject, type Json, type JsonObject } from '../../json/json.ts';

/** Least and most calls of a tool that are right. */
type Range = readonly [number, number];

/** The right number of calls of each tool in a scenario, by tool name. */
export interface WantedCalls {
  readonly tools: ReadonlyMap<string, Range>;
  /** Most calls of every other tool: 0, or Infinity where the expectation allows any calls. */
  readonly others: number;
}

const ANYTHING: WantedCalls = { tools: new Map(), others: Infinity };

/**
 * Reads the right numbers of calls from the expectation that the run file holds, which is as the author wrote it. Null where
 * calls are not judged by name, as under `calls: any`.
 */
export function wantedCalls(expect: Json): WantedCalls | null {
  if (!isObject(expect)) return null;
  const { turns } = expect;
  if (!Array.isArray(turns)) return ofPlan(expect);
  const parts = [...turns.map((turn) => (isObject(turn) ? (turn['expect'] ?? null) : null)), expect['expect'] ?? null];
  const known = parts.map((part) => (isObject(part) ? ofPlan(part) : null));
  if (known.every((part) => part === null)) return null;
  return known.reduce<WantedCalls>((sum, part) => added(sum, part ?? NOTHING), NOTHING);
}

/** A part that judges no calls wants none, and forbids none where other parts judge calls. */
const NOTHING: WantedCalls = { tools: new Map(), others: 0 };

function ofPlan(plan: JsonObject): WantedCalls | null {
  const { any_of: alternatives, extra, allow_retry: retry } = plan;
  const base = Array.isArray(alternatives) ? anyOf(alternatives) : ofCalls(plan);
  if (base === null) return null;
  const open = retry === true ? unbounded(base) : base;
  if (extra === 'allow') return { tools: unbounded(open).tools, others: Infinity };
  if (!Array.isArray(extra)) return open;
  const tools = new Map(open.tools);
  for (const name of extra) if (typeof name === 'string') tools.set(name, [tools.get(name)?.[0] ?? 0, Infinity]);
  return { ...open, tools };
}

function ofCalls({ calls, steps }: JsonObject): WantedCalls | null {
  const listed = Array.isArray(calls) ? calls : Array.isArray(steps) ? steps.flat() : null;
  if (listed === null) return null;
  const tools = new Map<string, Range>();
  for (const call of listed) {
    const name = isObject(call) ? call['name'] : undefined;
    if (typeof name !== 'string') continue;
    const count = (tools.get(name)?.[0] ?? 0) + 1;
    tools.set(name, [count, count]);
  }
  return { tools, others: 0 };
}

/** From the least number of any alternative to the most of any. */
function anyOf(alternatives: readonly Json[]): WantedCalls | null {
  const known = alternatives.map((one) => (isObject(one) ? ofPlan(one) : null));
  if (known.length === 0 || known.some((one) => one === null)) return null;
  const all = known as readonly WantedCalls[];
  const ranges = [...namesOf(all)].map((name): [string, Range] => {
    const each = all.map((one) => rangeOf(one, name));
    return [name, [Math.min(...each.map(([least]) => least)), Math.max(...each.map(([, most]) => most))]];
  });
  return { tools: new Map(ranges), others: all.some(({ others }) => others > 0) ? Infinity : 0 };
}

function added(a: WantedCalls, b: WantedCalls): WantedCalls {
  if (a === ANYTHING || b === ANYTHING) return ANYTHING;
  const ranges = [...namesOf([a, b])].map((name): [string, Range] => {
    const [first, second] = [rangeOf(a, name), rangeOf(b, name)];
    return [name, [first[0] + second[0], first[1] + second[1]]];
  });
  return { tools: new Map(ranges), others: a.others > 0 || b.others > 0 ? Infinity : 0 };
}

function unbounded({ tools, others }: WantedCalls): WantedCalls {
  return { tools: new Map([...tools].map(([name, [least]]) => [name, [least, Infinity]])), others };
}

function namesOf(all: readonly WantedCalls[]): ReadonlySet<string> {
  return new Set(all.flatMap(({ tools }) => [...tools.keys()]));
}

/** The right number of calls of this tool. */
export function rangeOf({ tools, others }: WantedCalls, name: string): Range {
  return tools.get(name) ?? [0, others];
}
