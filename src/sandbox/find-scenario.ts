import type { Scenario } from '../domain/scenario.ts';
import { entriesOf } from '../protocol/chat-entries.ts';
import type { ServedEntry, ServedRequest } from '../protocol/serving.ts';

/** Finds the scenario of a request. */
export interface ScenarioFinder {
  byId(id: string): Scenario | undefined;
  /** Finds it by the texts of the first user messages; of several scenarios with equal texts, by the names of the tools. */
  byRequest(request: ServedRequest): Scenario | undefined;
}

/** A finder for these scenarios. Of equally good ones it takes the first. */
export function scenarioFinder(scenarios: readonly Scenario[]): ScenarioFinder {
  const ids = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const openings = new Map<string, Scenario[]>();
  for (const scenario of scenarios) {
    const key = opening(userTexts(firstEntries(scenario)));
    const same = openings.get(key);
    if (same === undefined) openings.set(key, [scenario]);
    else same.push(scenario);
  }
  return {
    byId: (id) => ids.get(id),
    byRequest(request) {
      const texts = userTexts(request.said);
      for (let count = texts.length; count >= 0; count -= 1) {
        const found = openings.get(opening(texts.slice(0, count)));
        if (found !== undefined) return nearest(found, request);
      }
      return undefined;
    },
  };
}

function firstEntries(scenario: Scenario): readonly ServedEntry[] {
  return entriesOf(scenario.turns[0]?.messages ?? []);
}

function userTexts(said: readonly ServedEntry[]): readonly string[] {
  return said.flatMap((entry) => (entry.kind === 'text' && entry.role === 'user' ? [JSON.stringify(entry.text)] : []));
}

function opening(texts: readonly string[]): string {
  return texts.join('\n');
}

function nearest(scenarios: readonly Scenario[], request: ServedRequest): Scenario | undefined {
  const asked = nameList(request.toolNames);
  const system = systemTexts(request.said)[0];
  const same = scenarios.filter((scenario) => nameList(scenario.tools.map((tool) => tool.name)) === asked);
  const choice = JSON.stringify(request.choice);
  const rank = (scenario: Scenario): number =>
    Number(system !== undefined && systemTexts(firstEntries(scenario)).includes(system)) +
    Number(JSON.stringify(scenario.toolChoice) === choice);
  return (same.length > 0 ? same : scenarios).toSorted((a, b) => rank(b) - rank(a))[0];
}

function systemTexts(said: readonly ServedEntry[]): readonly string[] {
  return said.flatMap((entry) => (entry.kind === 'text' && entry.role !== 'user' ? [entry.text] : []));
}

function nameList(names: readonly string[]): string {
  return names
    .map((name) => JSON.stringify(name))
    .toSorted()
    .join('\n');
}
