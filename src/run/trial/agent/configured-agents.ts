import type { Mode } from '../../../domain/recording.ts';
import { configuredValue, envValue, type Environment } from '../../../config/environment.ts';
import type { Config } from '../../../config/config.ts';
import type { AgentProgram } from '../../../domain/agents/agent.ts';
import type { Issue } from '../../../domain/errors.ts';
import type { Scenario } from '../../../domain/scenario.ts';
import type { Cell } from '../../plan.ts';

export function hasAgents({ models }: Config): boolean {
  return [...models.values()].some(({ agent }) => agent !== undefined);
}

/**
 * The environment variables that the configuration gives an agent, with their values. A replay needs no secret among them.
 * Errors: MISSING_KEY.
 */
export function agentVariables(
  { env: given, command }: AgentProgram,
  env: Environment,
  mode: Mode,
): { readonly [name: string]: string } {
  const read = Object.entries(given).map(([name, value]): [string, string] => {
    if (typeof value !== 'string' && mode === 'replay') return [name, value.prefix + envValue(env, value.env)];
    return [name, configuredValue(value, env, `The agent "${command[0]}"`)];
  });
  return Object.fromEntries(read);
}

/**
 * Warnings about parts of scenarios that an agent never receives, once for each scenario. An agent receives only the user's
 * messages.
 */
export function notApplied(cells: readonly Cell[]): readonly Issue[] {
  const seen = new Set<Scenario>();
  const issues: Issue[] = [];
  for (const { scenario, model } of cells) {
    if (model.agent === undefined || seen.has(scenario)) continue;
    seen.add(scenario);
    const left = leftOut(scenario);
    if (left.length === 0) continue;
    const message = `${scenario.id}: agents are given what the user says alone; not applied to them: ${left.join(', ')}`;
    issues.push({ file: scenario.file, line: null, path: '', message, severity: 'warning', code: 'not-applied' });
  }
  return issues;
}

function leftOut({ turns, tools, toolChoice, state, request }: Scenario): readonly string[] {
  const roles = turns.flatMap(({ messages }) => messages.map(({ role }) => role));
  const hasSystem = roles.some((role) => role === 'system' || role === 'developer');
  const users = roles.filter((role) => role === 'user').length;
  const hasHistory = roles.some((role) => role === 'assistant' || role === 'tool') || users > turns.length;
  return [
    ...(hasSystem ? ['system'] : []),
    ...(hasHistory ? ['history'] : []),
    ...(toolChoice !== null ? ['tool_choice'] : []),
    ...(tools.some(({ returns }) => returns !== null) ? ['returns'] : []),
    ...(state !== null ? ['state'] : []),
    ...(Object.keys(request).length > 0 ? ['request'] : []),
  ];
}
