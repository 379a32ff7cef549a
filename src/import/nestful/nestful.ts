import { basename, join } from 'node:path';
import { findLines } from '../../document/lines.ts';
import { TooltapeError, type Issue } from '../../domain/errors.ts';
import { isObject, type Json, type JsonObject, textOrJson } from '../../json/json.ts';
import { parsePath } from '../../json/path.ts';
import { validateArguments } from '../../match/schema/schema.ts';
import { pathsIn, readJsonFile } from '../data-files.ts';
import { writeScenarios } from '../write-scenarios.ts';
import { readPlan, type PlanCall } from './nestful-plan.ts';
import { simulatedResults } from './nestful-results.ts';
import { readTool, writtenTool, type NestfulTool } from './nestful-tools.ts';

export interface NestfulReport {
  readonly files: readonly { readonly name: string; readonly scenarios: number }[];
  /** Parts of the data that a scenario cannot express, with file and line. */
  readonly warnings: readonly Issue[];
}

/**
 * Turns the plans of IBM/NESTFUL into scenarios: a call for each step, `after` for what it depends on, `$result` for the values
 * that it takes, and made-up results. Writes `scenarios/<name>.json` for each `<name>-data.json`. Errors: IMPORT, OUTPUT.
 */
export function importNestful(dataDir: string, out: string): NestfulReport {
  const names = dataFiles(dataDir);
  const warnings: Issue[] = [];
  const files = names.map((name) => {
    const issues: LocatedIssue[] = [];
    const file = join(dataDir, `${name}-data.json`);
    const { text, value } = readJsonFile(file);
    const tools = readTools(join(dataDir, `${name}-spec.json`));
    const plans = readEntries(value, issues);
    declareUnknown(plans, tools, issues);
    widen(plans, tools, issues);
    widenShared(plans, tools, issues);
    const scenarios = plans.map((plan) => toScenario(name, plan, tools));
    const head = { tools: [...tools.values()].map(uncalled), defaults: { tags: ['nestful', name], bare: true } };
    writeScenarios(join(out, 'scenarios', `${name}.json`), head, scenarios);
    warnings.push(...located(file, text, issues));
    return { name, scenarios: scenarios.length };
  });
  return { files, warnings };
}

/** A tool that a plan has no use for, with an answer that says nothing. */
function uncalled(tool: NestfulTool): JsonObject {
  return { ...writtenTool(tool), returns: [{ result: {} }] };
}

interface LocatedIssue {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** An entry of the data that can be read. */
interface Entry {
  readonly index: number;
  readonly input: string;
  readonly calls: readonly PlanCall[];
}

function dataFiles(dataDir: string): readonly string[] {
  const remedy = 'Pass the folder of IBM/NESTFUL that holds executable-data.json and the others with --data.';
  const names = pathsIn(dataDir, remedy).flatMap((path) => {
    const [, name] = /^(.+)-data\.json$/.exec(basename(path)) ?? [];
    return name ?? [];
  });
  if (names.length > 0) return names;
  throw new TooltapeError('IMPORT', `${dataDir}: the folder holds no file *-data.json`, { remedy });
}

function readTools(file: string): Map<string, NestfulTool> {
  const { value } = readJsonFile(file);
  const tools = (Array.isArray(value) ? value : []).map(readTool).filter((tool) => tool !== null);
  return new Map(tools.map((tool) => [tool.name, tool]));
}

function readEntries(value: Json, issues: LocatedIssue[]): readonly Entry[] {
  return (Array.isArray(value) ? value : []).flatMap((one, index): Entry[] => {
    const note = (path: string, message: string): void => {
      issues.push({ path: `[${index}].${path}`, code: 'not-said', message });
    };
    const input = isObject(one) ? one['input'] : undefined;
    if (!isObject(one) || typeof input !== 'string') {
      note('input', 'Expected an entry with `input` and `output`; it is left out.');
      return [];
    }
    const calls = readPlan(one['output'], note);
    return calls === null ? [] : [{ index, input, calls }];
  });
}

/** Tools that plans call and the file of tools does not know: declared with open parameters. */
function declareUnknown(plans: readonly Entry[], tools: Map<string, NestfulTool>, issues: LocatedIssue[]): void {
  for (const { index, calls } of plans) {
    for (const [i, { name }] of calls.entries()) {
      if (tools.has(name)) continue;
      tools.set(name, { name, description: '', properties: {}, required: [] });
      const message = `The plan calls \`${name}\`, which no tool of the data is called: it is declared with open parameters.`;
      issues.push({ path: `[${index}].output[${i}].name`, code: 'unknown-tool', message });
    }
  }
}

/** Removes the parts of a tool's schema that refuse a call of a plan, because the plan counts as right. */
function widen(plans: readonly Entry[], tools: Map<string, NestfulTool>, issues: LocatedIssue[]): void {
  for (const { index, calls } of plans) {
    for (const [i, call] of calls.entries()) {
      const tool = tools.get(call.name);
      if (tool === undefined) continue;
      const missing = tool.required.filter((parameter) => !Object.hasOwn(call.arguments, parameter));
      const own = { type: 'object', properties: { ...tool.properties } };
      const wrong = new Set(validateArguments(own, call.given).map(({ path }) => String(parsePath(path)?.[0] ?? '')));
      const refused = [...missing, ...wrong].filter((parameter) => parameter !== '');
      if (refused.length === 0) continue;
      const open = Object.fromEntries(
        [...wrong].map((name): [string, JsonObject] => [name, described(tool.properties[name])]),
      );
      tools.set(call.name, {
        ...tool,
        required: tool.required.filter((parameter) => !missing.includes(parameter)),
        properties: { ...tool.properties, ...open },
      });
      const message = `The plan's own call breaks what the tool says of ${refused.join(', ')}: that is left out of the schema.`;
      issues.push({ path: `[${index}].output[${i}].arguments`, code: 'widened', message });
    }
  }
}

/** One value that several parameters take cannot be of several types: where they differ, all but the first are left open. */
function widenShared(plans: readonly Entry[], tools: Map<string, NestfulTool>, issues: LocatedIssue[]): void {
  for (const { index, calls } of plans) {
    const first = new Map<string, Json>();
    for (const [i, { name, references }] of calls.entries()) {
      for (const { label, path, parameter } of references) {
        const tool = tools.get(name);
        const type = tool?.properties[parameter]?.['type'] ?? null;
        const value = `${label}.${path}`;
        const before = first.get(value) ?? type;
        first.set(value, before);
        if (tool === undefined || type === null || type === before) continue;
        const open = { [parameter]: described(tool.properties[parameter]) };
        tools.set(name, { ...tool, properties: { ...tool.properties, ...open } });
        const message = `\`${value}\` is of type ${textOrJson(before)} elsewhere in the plan: the type of ${parameter} is left out of the schema.`;
        issues.push({ path: `[${index}].output[${i}].arguments`, code: 'widened', message });
      }
    }
  }
}

function described(schema: JsonObject | undefined): JsonObject {
  const description = schema?.['description'];
  return typeof description === 'string' ? { description } : {};
}

function toScenario(name: string, { index, input, calls }: Entry, tools: ReadonlyMap<string, NestfulTool>): JsonObject {
  const returns = simulatedResults(calls, tools);
  const referred = new Set(calls.flatMap(({ references }) => references.map(({ label }) => label)));
  const listed = [...tools.values()].map((tool): Json => {
    const own = returns.get(tool.name);
    return own === undefined ? tool.name : { ...writtenTool(tool), returns: [...own] };
  });
  return {
    id: `${name}-${index + 1}`,
    prompt: input,
    tools: listed,
    max_steps: calls.length + 1,
    expect: { calls: calls.map((call) => expectedCall(call, referred)) },
  };
}

function expectedCall(
  { label, name, arguments: args, references }: PlanCall,
  referred: ReadonlySet<string>,
): JsonObject {
  const after = [...new Set(references.map((reference) => reference.label))];
  return {
    name,
    ...(referred.has(label) && { id: label }),
    ...(after.length > 0 && { after }),
    arguments: args,
  };
}

function located(file: string, text: string, issues: readonly LocatedIssue[]): readonly Issue[] {
  const lines = findLines(
    text,
    issues.map(({ path }) => parsePath(path) ?? []),
  );
  return issues.map(({ path, code, message }, i) => ({
    file,
    line: lines[i] ?? null,
    path,
    code,
    message,
    severity: 'warning',
  }));
}
