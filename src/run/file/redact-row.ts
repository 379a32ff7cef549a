import type { ScenarioRow, TrialRow } from '../../domain/run.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { rememberFor } from '../../json/remember.ts';
import type { Redactor } from '../../redact/redact.ts';

/**
 * A row of the run file without secrets. Texts of models, tools and providers are redacted. Our own words (ids, aliases,
 * statuses, codes, paths, names of checks) stay, even where they look like a secret.
 */
export function redactRow(row: TrialRow, redactor: Redactor): TrialRow {
  const { error, problems, calls, steps, findings } = row;
  // Most rows hold no secret, and a search of their texts finds that out faster than a walk through the row. The recording hash is
  // left out, because it looks like a key.
  if (!redactor.mayHold(textsOf(row))) return row;
  return {
    ...row,
    error: error === null ? null : { ...error, message: redactor.text(error.message) },
    problems: problems.map((problem) => ({
      ...problem,
      // A secret may be known by the name of its field, so the value is redacted under the same name as in the call.
      expected: redactor.json(problem.expected, nameAt(problem.path)),
      actual: redactor.json(problem.actual, nameAt(problem.path)),
    })),
    calls: calls.map((call) => ({
      ...call,
      name: redactor.name(call.name),
      arguments: redactor.json(call.arguments as Json) as JsonObject | null,
      rawArguments: redactor.text(call.rawArguments),
    })),
    steps: steps.map((step) => ({
      ...step,
      text: step.text === null ? null : redactor.text(step.text),
      finishReason: step.finishReason === null ? null : redactor.name(step.finishReason),
      results: step.results.map((result) => ({ ...result, content: redactor.text(result.content) })),
      ...(step.hosted !== undefined && {
        hosted: step.hosted.map(({ name, item }) => ({
          name: redactor.text(name),
          item: redactor.json(item),
        })),
      }),
    })),
    findings: findings.map((finding) => ({
      ...finding,
      message: redactor.text(finding.message),
      evidence: { ...finding.evidence, excerpt: redactor.text(finding.evidence.excerpt) },
    })),
  };
}

/** The texts of models, tools and providers, each on its line. Raw arguments stand for arguments, because they hold every value. */
function textsOf({ error, problems, calls, steps, findings }: TrialRow): string {
  let texts = error?.message ?? '';
  if (problems.length > 0) texts += `\n${JSON.stringify(problems)}`;
  for (const { name, rawArguments } of calls) texts += `\n${name}\n${rawArguments}`;
  for (const { text, finishReason, results, hosted } of steps) {
    if (text !== null) texts += `\n${text}`;
    if (finishReason !== null) texts += `\n${finishReason}`;
    for (const { content } of results) texts += `\n${content}`;
    if (hosted !== undefined) texts += `\n${JSON.stringify(hosted)}`;
  }
  return findings.length === 0 ? texts : `${texts}\n${JSON.stringify(findings)}`;
}

/**
 * A scenario row without secrets; its id and tags stay. Whether a tool holds a secret is remembered, because scenarios share
 * tools, and many have a parameter such as `password` that only looks like one.
 */
export function scenarioRowRedaction(source: Redactor): (row: ScenarioRow, redactor: () => Redactor) => ScenarioRow {
  const holds = rememberFor((tool: JsonObject) => source.mayHold(JSON.stringify(tool)) && source.json(tool) !== tool);
  return (row, redactor) => {
    const { messages, tools, expect } = row;
    const mayOthers = source.mayHold(JSON.stringify([messages, expect]));
    if (!mayOthers && !tools.some(holds)) return row;
    const own = redactor();
    return {
      ...row,
      messages: mayOthers ? own.json(messages) : messages,
      tools: tools.map((tool) => (holds(tool) ? own.json(tool) : tool)),
      expect: mayOthers ? own.json(expect) : expect,
    };
  };
}

/** Names of fields that hold keys are shorter. */
const LONGEST_NAME = 200;

/** The last name of a path: `city` of `calls[0].arguments.city`. */
function nameAt(path: string): string {
  return /([A-Za-z_]\w*)(?:\[\d+\])*$/.exec(path.slice(-LONGEST_NAME))?.[1] ?? '';
}
