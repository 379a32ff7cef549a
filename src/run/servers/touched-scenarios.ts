import { callsOf, plansOf } from '../../domain/plans.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { ServerTools } from '../../domain/server.ts';
import { loadSoundScenarios } from '../../scenario/load.ts';

/** Scenarios that a change of tools touches: ids in order. */
export interface TouchedScenarios {
  /** They expect calls of a changed tool. */
  readonly expecting: readonly string[];
  /** They offer a changed tool to the model, and expect no call of it: their recordings are stale all the same. */
  readonly offering: readonly string[];
}

/**
 * The scenarios of the project that offer one of these tools of the server, by the list before or the one after. All that take the
 * server where `tools` is empty: another order is sent to every model.
 */
export function touchedScenarios(
  before: ServerTools,
  after: ServerTools,
  tools: ReadonlySet<string>,
  cwd: string,
): TouchedScenarios {
  const [expecting, offering] = [new Set<string>(), new Set<string>()];
  for (const listed of [before, after]) {
    const servers = (name: string): ServerTools | { fault: string } =>
      name === listed.server ? listed : { fault: 'The tools of other servers are not compared.' };
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

/** What the scenario calls the changed tools; null where it offers none. */
function namesIn(scenario: Scenario, server: string, tools: ReadonlySet<string>): ReadonlySet<string> | null {
  const own = scenario.tools.filter((tool) => tool.server?.name === server);
  const changed = own.filter((tool) => tools.size === 0 || tools.has(tool.server?.tool ?? ''));
  return changed.length === 0 ? null : new Set(changed.map(({ name }) => name));
}
