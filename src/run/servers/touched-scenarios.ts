import { callsOf, plansOf } from '../../domain/plans.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { FindServer, ServerTools } from '../../domain/server.ts';
import { loadSoundScenarios } from '../../scenario/load.ts';

/** Ids of scenarios that a change of tools touches, sorted. */
export interface TouchedScenarios {
  /** Scenarios that expect calls of a changed tool. */
  readonly expecting: readonly string[];
  /** Scenarios that offer a changed tool and expect no call of it. Their recordings are stale as well. */
  readonly offering: readonly string[];
}

/**
 * The scenarios that offer one of the changed tools of a server, in the old list or the new one. Where `tools` is empty, only
 * the order has changed, which touches every scenario that uses the server.
 */
export function touchedScenarios(
  before: ServerTools,
  after: ServerTools,
  tools: ReadonlySet<string>,
  cwd: string,
): TouchedScenarios {
  const [expecting, offering] = [new Set<string>(), new Set<string>()];
  for (const listed of [before, after]) {
    const servers: FindServer = (name) =>
      name === listed.server
        ? listed
        : { fault: `The tools of "${name}" are not compared.`, advice: 'Compare them with tooltape mcp diff.' };
    for (const scenario of loadSoundScenarios([], { cwd, servers }).scenarios) {
      const named = namesIn(scenario, listed.server, tools);
      if (named === null) continue;
      const calls = plansOf(scenario).flatMap(callsOf);
      (calls.some(({ name }) => named.has(name)) ? expecting : offering).add(scenario.id);
    }
  }
  for (const id of expecting) offering.delete(id);
  return { expecting: [...expecting].sort(), offering: [...offering].sort() };
}

/** Names of the changed tools in the scenario; null where it offers none of them. */
function namesIn(scenario: Scenario, server: string, tools: ReadonlySet<string>): ReadonlySet<string> | null {
  const own = scenario.tools.filter((tool) => tool.server?.name === server);
  const changed = own.filter((tool) => tools.size === 0 || tools.has(tool.server?.tool ?? ''));
  return changed.length === 0 ? null : new Set(changed.map(({ name }) => name));
}
