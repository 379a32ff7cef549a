import type { Keyer } from '../../cassette/lookup/key.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { Json } from '../../json/json.ts';
import { rememberFor } from '../../json/remember.ts';
import type { RedactorSource } from '../../redact/redact.ts';
import { scenarioValues, type ScenarioValues } from '../../redact/trial-names.ts';

/** What redaction has to know of a scenario. */
export interface ScenarioRedaction {
  /** The redacted values that stand in it; found when they are first asked for. */
  readonly values: () => ScenarioValues;
  /** Gives the keys of its requests. */
  readonly keyer: Keyer;
}

const NOTHING: ScenarioValues = new Map();

/** Remembers what was found in each scenario. */
export function scenarioRedactions(source: RedactorSource, keyer: Keyer): (scenario: Scenario) => ScenarioRedaction {
  const find = rememberFor((scenario: Scenario) => {
    const data = secretData(scenario);
    return source.mayHold(JSON.stringify(data)) ? scenarioValues(source, data) : NOTHING;
  });
  return rememberFor((scenario) => {
    const values = (): ScenarioValues => find(scenario);
    return { values, keyer: keyer.within(values) };
  });
}

/** Everything of a scenario that models, tools and the judgement get to see. Never its id and tags. */
export function secretData({ turns, conversation, state, tools, request, written }: Scenario): Json {
  return { turns, conversation, state, tools, request, written } as unknown as Json;
}
