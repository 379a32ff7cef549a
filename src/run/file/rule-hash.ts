import { hash } from 'node:crypto';
import type { Scenario, ToolDefinition } from '../../domain/scenario.ts';

/** The latest tools as text: scenarios that share them follow each other. */
const known = new Map<ToolDefinition, string>();
const REMEMBERED = 1000;

/** Hash of everything that a verdict depends on beside the recording: expectation, tool schemas, rules, limits. */
export function ruleHash(scenario: Scenario): string {
  const turns = JSON.stringify(scenario.turns.map((turn) => turn.expect));
  const tools = scenario.tools.map(writtenTool).join(',');
  const rest = JSON.stringify({
    choice: scenario.toolChoice,
    parallel: scenario.request['parallel_tool_calls'],
    rules: scenario.rules,
    maxSteps: scenario.maxSteps,
    optionalNull: scenario.optionalNull,
  });
  return hash('sha256', `{"turns":${turns},"tools":[${tools}],${rest.slice(1)}`, 'hex').slice(0, 16);
}

function writtenTool(tool: ToolDefinition): string {
  let text = known.get(tool);
  if (text === undefined) {
    text = JSON.stringify([tool.name, tool.parameters]);
    if (known.size >= REMEMBERED) known.clear();
    known.set(tool, text);
  }
  return text;
}
