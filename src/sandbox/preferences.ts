import type { Preference } from '../domain/sandbox.ts';
import { callsOf, toolNamed } from '../domain/plans.ts';
import type { Scenario, ToolDefinition } from '../domain/scenario.ts';
import { exampleCall } from '../match/examples/example-call.ts';
import { oracleScript } from './oracle-script.ts';
import { anyCall, scripted, type Script } from './script.ts';

/**
 * The script of a persona that prefers a tool for its presentation, whatever the user asks. Each turn makes one call of that
 * tool, with the expected arguments where the turn wants a call of it. `listed` are the names of the request's tools in their
 * order.
 */
export function preferenceScript(preference: Preference, scenario: Scenario, listed: readonly string[]): Script {
  const right = oracleScript(scenario);
  const offered = listed.flatMap((name) => toolNamed(scenario, name) ?? []);
  const tool = preferred(preference, offered);
  if (tool === undefined) return right;
  const turns = right.turns.map((turn, i) => {
    const plan = scenario.turns[i]?.expect.plans[0];
    const wanted = plan === undefined ? undefined : callsOf(plan).find(({ name }) => name === tool.name);
    const call = wanted === undefined ? anyCall(tool) : scripted(exampleCall(wanted, tool).call, wanted);
    return { ...turn, groups: [[call]], attempts: 1 };
  });
  return { turns, serial: false };
}

function preferred(preference: Preference, offered: readonly ToolDefinition[]): ToolDefinition | undefined {
  if (preference === 'first-listed') return offered[0];
  const length = ({ definition: { description } }: ToolDefinition): number =>
    typeof description === 'string' ? description.length : 0;
  return offered.toSorted((a, b) => length(b) - length(a))[0];
}
