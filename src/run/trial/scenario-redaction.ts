import type { Keyer } from '../../cassette/lookup/key.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { Json } from '../../json/json.ts';
import { rememberFor } from '../../json/remember.ts';
import type { RedactorSource } from '../../redact/redact.ts';
import { scenarioValues, type ScenarioValues } from '../../redact/trial-names.ts';

/** The redacted values of a scenario, and its keyer. */
export interface ScenarioRedaction {
  /** The redacted values in the scenario, searched at the first call. */
  readonly values: () => ScenarioValues;
  /** Computes the keys of the scenario's requests. */
  readonly keyer: Keyer;
}

const NOTHING: ScenarioValues = new Map();

/** Returns a function from a scenario to its redacted values and its keyer. It searches each scenario once. */
export function scenarioRedactions(source: RedactorSource, keyer: Keyer): (scenario: Scenario) => ScenarioRedaction {
  const find = rememberFor((scenario: Scenario) => {
    const data = secretData(scenario);
    return source.mayHold(JSON.stringify(data)) ? scenarioValues(source, data) : NOTHING;
  });
  return (scenario) => {
    const values = (): ScenarioValues => find(scenario);
    return { values, keyer: keyer.within(values) };
  };
}

/** The data of a scenario that models, tools and scoring see: all but its id and tags. */
export function secretData({ turns, conversation, state, tools, request, written }: Scenario): Json {
  return { turns, conversation, state, tools, request, written } as unknown as Json;
}
