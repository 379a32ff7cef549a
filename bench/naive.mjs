/**
 * The straightforward script: reads everything, makes the canonical form of each whole request and hashes it, checks that it is the
 * recorded one, validates with ajv, compares, keeps all and writes a report. Usage: naive.mjs <project> <report.json>
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import stringify from 'fast-json-stable-stringify';
import { count, finish, judge, listJson, readJson, requestOf, wireTools } from './yardstick.mjs';

const [project, output] = process.argv.slice(2);
const scenarios = new Map();
for (const path of listJson(join(project, 'scenarios'))) {
  const scenario = readJson(path);
  scenarios.set(scenario.id, scenario);
}
const cassettes = listJson(join(project, 'cassettes')).map(readJson);

const ajv = new Ajv({ strict: false });
const validators = new Map();
/** One validator a schema, though every scenario has its own copy of it. */
function validatorOf(schema) {
  const text = JSON.stringify(schema);
  if (!validators.has(text)) validators.set(text, ajv.compile(schema));
  return validators.get(text);
}

const report = [];
const counts = new Map();
let misses = 0;
for (const cassette of cassettes) {
  const scenario = scenarios.get(cassette.scenario);
  for (const { trial, interactions } of cassette.trials) {
    const [{ endpoint, key, response, latencyMs }] = interactions;
    const request = { ...requestOf(scenario, cassette.model), tools: wireTools(scenario) };
    const own = createHash('sha256')
      .update(`${endpoint}\n${stringify(request)}`)
      .digest('hex');
    if (own !== key) misses++;
    const verdict = judge(scenario, response.json, (name, args) =>
      validatorOf(scenario.tools.find((tool) => tool.name === name).parameters)(args),
    );
    count(counts, cassette.model, verdict.pass);
    report.push({ scenario: scenario.id, model: cassette.model, trial, latencyMs, ...verdict });
  }
}
finish(output, report, counts);
if (misses > 0) throw new Error(`${misses} requests are not the recorded ones`);
