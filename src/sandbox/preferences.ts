import type { Preference } from '../domain/sandbox.ts';
import { callsOf } from '../domain/plans.ts';
import type { Scenario, ToolDefinition } from '../domain/scenario.ts';
import { exampleCall } from '../match/examples/example-call.ts';
import { anyCall, oracleScript, scripted, type Script } from './script.ts';

/**
 * What a model does that chooses by how tools are presented: in each turn one call of the tool that it prefers, whatever is asked, with
 * the arguments that the scenario wants of that tool where it wants a call of it. `listed` are the tools of the request, in its order.
 */
export function preferenceScript(preference: Preference, scenario: Scenario, listed: readonly string[]): Script {
  const right = oracleScript(scenario);
  const offered = listed.flatMap((name) => scenario.tools.find((tool) => tool.name === name) ?? []);
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
