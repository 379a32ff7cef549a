/**
 * Reads answers that were stored without their tools, which stand once in the scenario file and are digested once; hashes what was
 * asked, validates, compares and writes a report. Usage: shared.mjs <project> <report.json>
 */
import { hash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import stringify from 'fast-json-stable-stringify';
import { count, finish, judge, readJson, wireTools } from './yardstick.mjs';

const [project, output] = process.argv.slice(2);
const { tools, scenarios } = readJson(join(project, 'scenarios/all.json'));
const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
const toolsDigest = hash('sha256', stringify(wireTools({ tools })));
const ajv = new Ajv({ strict: false, meta: false, validateSchema: false });
const validators = new Map(tools.map((tool) => [tool.name, ajv.compile(tool.parameters)]));
const isValid = (tool, args) => validators.get(tool)(args);

const counts = new Map();
const keys = new Set();
const report = [];
for (const name of readdirSync(join(project, 'answers'))) {
  const { scenario, model, endpoint, request, response, latencyMs } = readJson(join(project, 'answers', name));
  keys.add(hash('sha256', `${endpoint}\n${toolsDigest}${stringify(request)}`));
  const verdict = judge(byId.get(scenario), response, isValid);
  count(counts, model, verdict.pass);
  report.push({ scenario, model, trial: 1, latencyMs, ...verdict });
}
finish(output, report, counts);
