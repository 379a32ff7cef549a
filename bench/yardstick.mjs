/** What the yardsticks share: reading the data, and the request that a scenario makes. Plain code, nothing of the product. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Paths of all JSON files below a folder. */
export function listJson(folder) {
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...listJson(path));
    else if (entry.name.endsWith('.json')) found.push(path);
  }
  return found;
}

export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The tools of a scenario as a request carries them. */
export function wireTools(scenario) {
  return scenario.tools.map((tool) => ({ type: 'function', function: tool }));
}

/** The request of a scenario to a model, without its tools. */
export function requestOf(scenario, model) {
  const { messages, tool_choice } = scenario;
  return { model, messages, tool_choice, temperature: 0, max_tokens: 8192 };
}

export function deepEqual(a, b) {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => deepEqual(a[key], b[key]));
}

/** Scores one answer: were exactly the expected functions called, with valid and equal arguments? `isValid` gets a tool's name. */
export function judge(scenario, answer, isValid) {
  const made = (answer.choices[0].message.tool_calls ?? []).map((call) => ({
    name: call.function.name,
    arguments: JSON.parse(call.function.arguments),
  }));
  const expected = scenario.expect.calls;
  const valid = made.every((call) => isValid(call.name, call.arguments));
  const left = [...made];
  for (const one of expected) {
    const at = left.findIndex((call) => call.name === one.name && deepEqual(call.arguments, one.arguments));
    if (at !== -1) left.splice(at, 1);
  }
  const pass = valid && left.length === 0 && made.length === expected.length;
  return { pass, valid, calls: made };
}

/** Writes the report, and prints passed and judged trials a model. */
export function finish(output, report, counts) {
  writeFileSync(output, JSON.stringify(report));
  for (const [model, { pass, judged }] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`${model} ${pass}/${judged}`);
}

export function count(counts, model, pass) {
  const known = counts.get(model) ?? { pass: 0, judged: 0 };
  counts.set(model, { pass: known.pass + (pass ? 1 : 0), judged: known.judged + 1 });
}
