import { hash } from 'node:crypto';
import type { Scenario } from '../domain/scenario.ts';

/** Hash of everything that a verdict depends on beside the recording: expectation, tool schemas, rules, limits. */
export function ruleHash(scenario: Scenario): string {
  const rule = {
    turns: scenario.turns.map((turn) => turn.expect),
    tools: scenario.tools.map((tool) => [tool.name, tool.parameters]),
    choice: scenario.toolChoice,
    parallel: scenario.request['parallel_tool_calls'],
    rules: scenario.rules,
    maxSteps: scenario.maxSteps,
    optionalNull: scenario.optionalNull,
  };
  return hash('sha256', JSON.stringify(rule), 'hex').slice(0, 16);
}
