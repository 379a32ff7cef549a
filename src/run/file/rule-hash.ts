import { hash } from 'node:crypto';
import { plansOf } from '../../domain/plans.ts';
import type { Expectation, ExpectedCall, Scenario, ToolDefinition } from '../../domain/scenario.ts';
import { rememberFor } from '../../json/remember.ts';

/** Hash of everything besides the recording that the verdict depends on: expectation, tool schemas, rules, limits. */
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

/**
 * The conversation's expectation and the state. A scenario without them adds nothing, so that hashes of older runs stay the
 * same.
 */
function wholeOf(scenario: Scenario): { readonly [key: string]: unknown } {
  const { conversation, state, tools } = scenario;
  const judged = plansOf(scenario).some((plan) => plan.state !== null);
  return {
    ...(conversation !== null && { conversation: hashed(conversation) }),
    // Only `set` of a simulated result counts, because the recording holds everything else of it.
    ...(judged && { state, set: tools.map(({ returns }) => returns?.map((entry) => entry.set) ?? null) }),
  };
}

/**
 * An expectation for the hash, without `state`, `id` and `after` where they are unset, so that hashes of older runs stay the
 * same.
 */
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
