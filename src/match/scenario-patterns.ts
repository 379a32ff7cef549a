import { isObject, joinPath, type Json, type JsonObject } from '../json/json.ts';
import type { Plan, Scenario } from '../domain/scenario.ts';

/** A pattern of a scenario with its path: `expect.calls[0].arguments.city.$regex`. */
export interface ScenarioPattern {
  readonly path: string;
  readonly source: string;
  readonly flags: string;
}

/** Every pattern that a trial of the scenario may run: in expectations, tool schemas and simulated results. */
export function* patternsIn(scenario: Scenario): Generator<ScenarioPattern> {
  for (const { expect } of scenario.turns) for (const plan of expect.plans) yield* ofPlan(plan);
  for (const [i, tool] of scenario.tools.entries()) {
    const path = `tools[${i}]`;
    if (tool.parameters !== null) yield* ofSchema(tool.parameters, `${path}.parameters`);
    for (const [j, entry] of (tool.returns ?? []).entries()) {
      if (entry.when !== null) yield* ofMatcher(entry.when, `${path}.returns[${j}].when`);
    }
  }
}

function* ofPlan({ groups, final, path }: Plan): Generator<ScenarioPattern> {
  for (const call of Array.isArray(groups) ? groups.flat() : []) {
    if (call.arguments !== null) yield* ofMatcher(call.arguments, joinPath(call.path, 'arguments'));
  }
  for (const key of ['matches', 'not'] as const) {
    const source = final?.[key] ?? null;
    if (source !== null) yield { path: `${path}.final.${key}`, source: source.normalize('NFC'), flags: '' };
  }
}

function* ofMatcher(matcher: Json, path: string): Generator<ScenarioPattern> {
  if (Array.isArray(matcher)) {
    for (const [i, item] of matcher.entries()) yield* ofMatcher(item, joinPath(path, i));
    return;
  }
  if (!isObject(matcher) || Object.hasOwn(matcher, '$literal')) return;
  for (const [key, value] of Object.entries(matcher)) {
    const at = joinPath(path, key);
    const flags = matcher['$flags'];
    if (key === '$regex' && typeof value === 'string') {
      yield { path: at, source: value.normalize('NFC'), flags: typeof flags === 'string' ? flags : '' };
    } else if (key === '$schema') yield* ofSchema(value, at);
    else yield* ofMatcher(value, at);
  }
}

/** Keywords whose value is no schema. */
const VALUES = new Set(['const', 'enum', 'default', 'examples', 'required']);

function* ofSchema(schema: Json, path: string): Generator<ScenarioPattern> {
  if (Array.isArray(schema)) {
    for (const [i, one] of schema.entries()) yield* ofSchema(one, joinPath(path, i));
    return;
  }
  if (!isObject(schema)) return;
  for (const [keyword, operand] of Object.entries(schema)) {
    const at = joinPath(path, keyword);
    if (keyword === 'pattern' && typeof operand === 'string') yield { path: at, source: operand, flags: '' };
    if (VALUES.has(keyword)) continue;
    if (keyword === 'patternProperties' && isObject(operand)) yield* ofKeys(operand, at);
    yield* ofSchema(operand, at);
  }
}

function* ofKeys(schemas: JsonObject, path: string): Generator<ScenarioPattern> {
  for (const source of Object.keys(schemas)) yield { path: joinPath(path, source), source, flags: '' };
}
