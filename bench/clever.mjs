/**
 * The same by a script that is written for speed: the tools of a scenario are put into canonical form and digested once, one cassette
 * is in memory at a time, validators are made when first needed. Usage: clever.mjs <project> <report.json>
 */
import { hash } from 'node:crypto';
import { closeSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import stringify from 'fast-json-stable-stringify';
import { count, judge, readJson, requestOf, wireTools } from './yardstick.mjs';

const [project, output] = process.argv.slice(2);
const ajv = new Ajv({ strict: false, meta: false, validateSchema: false });
const bySchema = new Map();
function validatorOf(schema) {
  const text = JSON.stringify(schema);
  let validator = bySchema.get(text);
  if (validator === undefined) bySchema.set(text, (validator = ajv.compile(schema)));
  return validator;
}

const file = openSync(output, 'w');
const counts = new Map();
const keys = new Set();
let rows = '[';
for (const name of readdirSync(join(project, 'scenarios'))) {
  const scenario = readJson(join(project, 'scenarios', name));
  const toolsDigest = hash('sha256', stringify(wireTools(scenario)));
  const validators = new Map();
  const isValid = (tool, args) => {
    let validate = validators.get(tool);
    if (validate === undefined) {
      validate = validatorOf(scenario.tools.find((one) => one.name === tool).parameters);
      validators.set(tool, validate);
    }
    return validate(args);
  };
  const folder = join(project, 'cassettes', scenario.id);
  for (const cassetteName of readdirSync(folder)) {
    const cassette = readJson(join(folder, cassetteName));
    for (const { trial, interactions } of cassette.trials) {
      const [{ endpoint, response, latencyMs }] = interactions;
      keys.add(hash('sha256', `${endpoint}\n${toolsDigest}${stringify(requestOf(scenario, cassette.model))}`));
      const verdict = judge(scenario, response.json, isValid);
      count(counts, cassette.model, verdict.pass);
      rows += `${rows === '[' ? '' : ','}${JSON.stringify({ scenario: scenario.id, model: cassette.model, trial, latencyMs, ...verdict })}`;
      if (rows.length > 65_536) {
        writeSync(file, rows);
        rows = ' ';
      }
    }
  }
}
writeSync(file, `${rows}]`);
closeSync(file);
for (const [model, { pass, judged }] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`${model} ${pass}/${judged}`);
console.log(`${keys.size} requests`);
