import { isObject, type JsonObject } from '../json/json.ts';
import type { Message, Scenario } from '../domain/scenario.ts';
import { messagesOf } from './conversation-state.ts';

/** Finds the scenario that a request belongs to. */
export interface ScenarioFinder {
  byId(id: string): Scenario | undefined;
  /** By the texts of the user's first messages, and among equals by the names of the tools. */
  byRequest(body: JsonObject): Scenario | undefined;
}

/** A finder among these scenarios, in their order. */
export function scenarioFinder(scenarios: readonly Scenario[]): ScenarioFinder {
  const ids = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const openings = new Map<string, Scenario[]>();
  for (const scenario of scenarios) {
    const key = opening(userTexts(scenario.turns[0]?.messages ?? []));
    const same = openings.get(key);
    if (same === undefined) openings.set(key, [scenario]);
    else same.push(scenario);
  }
  return {
    byId: (id) => ids.get(id),
    byRequest(body) {
      const texts = userTexts(messagesOf(body));
      for (let count = texts.length; count >= 0; count -= 1) {
        const found = openings.get(opening(texts.slice(0, count)));
        if (found !== undefined) return nearest(found, body);
      }
      return undefined;
    },
  };
}

function userTexts(messages: readonly Message[]): readonly string[] {
  return messages.filter((message) => message.role === 'user').map((message) => JSON.stringify(message['content']));
}

function opening(texts: readonly string[]): string {
  return texts.join('\n');
}

function nearest(scenarios: readonly Scenario[], body: JsonObject): Scenario | undefined {
  const asked = toolNames(body['tools']);
  const system = messagesOf(body).find((message) => message.role !== 'user')?.['content'];
  const same = scenarios.filter((scenario) => toolNames(scenario.wireTools as JsonObject[]) === asked);
  const choice = JSON.stringify(body['tool_choice'] ?? null);
  const rank = (scenario: Scenario): number =>
    Number(scenario.turns[0]?.messages.some((message) => message.role !== 'user' && message['content'] === system)) +
    Number(choiceText(scenario) === choice);
  return (same.length > 0 ? same : scenarios).toSorted((a, b) => rank(b) - rank(a))[0];
}

function choiceText(scenario: Scenario): string {
  const choice = scenario.toolChoice;
  if (choice === null || typeof choice === 'string') return JSON.stringify(choice);
  return JSON.stringify({ type: 'function', function: { name: choice.name } });
}

function toolNames(tools: unknown): string {
  if (!Array.isArray(tools)) return '';
  const names = tools.map((tool: unknown) => {
    const made = isObject(tool) ? tool['function'] : undefined;
    return isObject(made) ? JSON.stringify(made['name']) : '';
  });
  return names.toSorted().join('\n');
}
