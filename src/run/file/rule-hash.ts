import { hash } from 'node:crypto';
import { plansOf } from '../../domain/plans.ts';
import type { Expectation, ExpectedCall, Scenario, ToolDefinition } from '../../domain/scenario.ts';
import { rememberFor } from '../../json/remember.ts';

/** Hash of everything that a verdict depends on beside the recording: expectation, tool schemas, rules, limits. */
export function ruleHash(scenario: Scenario): string {
  const turns = JSON.stringify(scenario.turns.map((turn) => hashed(turn.expect)));
  const tools = scenario.tools.map(writtenTool).join(',');
  const rest = JSON.stringify({
    choice: scenario.toolChoice,
    parallel: scenario.request['parallel_tool_calls'],
    rules: scenario.rules,
    maxSteps: scenario.maxSteps,
    optionalNull: scenario.optionalNull,
    ...(scenario.formats === 'strict' && { formats: scenario.formats }),
    ...wholeOf(scenario),
  });
  return hash('sha256', `{"turns":${turns},"tools":[${tools}],${rest.slice(1)}`, 'hex').slice(0, 16);
}

/** The conversation's expectation and state. A scenario without either adds nothing, so that hashes of older runs stay the same. */
function wholeOf(scenario: Scenario): { readonly [key: string]: unknown } {
  const { conversation, state, tools } = scenario;
  const judged = plansOf(scenario).some((plan) => plan.state !== null);
  return {
    ...(conversation !== null && { conversation: hashed(conversation) }),
    // Of a simulated result only `set` counts: the recording shows the rest of it, and not what it writes into the state.
    ...(judged && { state, set: tools.map(({ returns }) => returns?.map((entry) => entry.set) ?? null) }),
  };
}

/** An expectation without the fields that its plans and calls leave out. */
function hashed({ plans }: Expectation): unknown {
  return {
    plans: plans.map(({ state, ...plan }) => ({
      ...plan,
      groups: Array.isArray(plan.groups)
        ? (plan.groups as readonly (readonly ExpectedCall[])[]).map((group) => group.map(hashedCall))
        : plan.groups,
      ...(state !== null && { state }),
    })),
  };
}

function hashedCall({ id, after, ...call }: ExpectedCall): unknown {
  return { ...call, ...(id !== null && { id }), ...(after.length > 0 && { after }) };
}

/** Remembered, because scenarios share tools. */
const writtenTool = rememberFor((tool: ToolDefinition) => JSON.stringify([tool.name, tool.parameters]));
