import type { Keyer } from '../../cassette/lookup/key.ts';
import { listCells } from '../../cassette/store/list-cells.ts';
import { openCassette, type Cassette } from '../../cassette/store/store.ts';
import { functionTools } from '../../protocol/function-tools.ts';
import { firstRequest } from '../../protocol/next-request.ts';
import { readInteraction } from '../../protocol/read-interaction.ts';
import type { Model } from '../../domain/model.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { expectedRequests } from './expected-requests.ts';
import type { Cell } from '../plan.ts';
import { costOf } from '../file/trial-row.ts';
import { scenarioInOrder } from '../tool-order.ts';
import type { ScenarioRedaction } from '../trial/scenario-redaction.ts';
import type { TrialSettings } from '../trial/settings.ts';

/** The estimated tokens and cost of a model, for the requests still to be made. */
export interface ModelEstimate {
  readonly model: string;
  readonly trials: number;
  /** Trials that a recording answers. */
  readonly replayed: number;
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null for a model without a price. */
  readonly costUsd: number | null;
  /** Trials that are estimated from texts alone, because no model has recorded the scenario. */
  readonly guessed: number;
}

export interface EstimateRequest extends TrialSettings {
  readonly cells: readonly Cell[];
  readonly models: readonly Model[];
  readonly cassettes: string;
}

interface Size {
  readonly requests: number;
  readonly input: number;
  readonly output: number;
}

/** A rough number for Latin text. Other scripts take more tokens, which the margin of an estimate covers. */
export const CHARACTERS_PER_TOKEN = 4;
const TOKENS_PER_ANSWER = 60;

/**
 * Estimates a run from earlier recordings: of the same cell, else of the scenario with another model, else from the texts of
 * the scenario.
 */
export function estimateRun(
  request: EstimateRequest,
  redactionOf: (scenario: Scenario) => ScenarioRedaction,
): ModelEstimate[] {
  const recordedBy = new Map<string, string[]>();
  for (const { scenario, model } of listCells(request.cassettes)) {
    const models = recordedBy.get(scenario) ?? [];
    recordedBy.set(scenario, [...models, model]);
  }
  const totals = new Map(request.models.map((model) => [model.name, emptyTotal()]));
  const factor = request.stream === 'both' ? 2 : 1;
  for (const cell of request.cells) {
    const total = totals.get(cell.model.name);
    if (total === undefined) continue;
    const { keyer } = redactionOf(cell.scenario);
    const own = openOrNull(request.cassettes, cell.scenario.id, cell.model.name, keyer);
    const other = recordedBy.get(cell.scenario.id)?.[0];
    const trials = cell.trials === 'recorded' ? (own?.trials.length ?? 1) : cell.trials;
    const guide = own ?? (other === undefined ? null : openOrNull(request.cassettes, cell.scenario.id, other, keyer));
    const size = (guide === null ? null : sizeOf(guide)) ?? guess(cell.scenario);
    for (let trial = 1; trial <= trials; trial++) {
      total.trials += 1;
      if (
        request.mode !== 'all' &&
        own !== null &&
        isFresh(own, trial, { ...cell, scenario: scenarioInOrder(cell, trial, trials) }, request)
      ) {
        total.replayed += 1;
        continue;
      }
      if (guide === null) total.guessed += 1;
      total.requests += size.requests * factor;
      total.inputTokens += size.input * factor;
      total.outputTokens += size.output * factor;
    }
  }
  return request.models.map(({ name, price }) => {
    const total = totals.get(name) ?? emptyTotal();
    return {
      model: name,
      ...total,
      costUsd: costOf({ input: total.inputTokens, output: total.outputTokens }, price),
    };
  });
}

/** An estimate that is being summed up. */
type Total = { -readonly [key in Exclude<keyof ModelEstimate, 'model' | 'costUsd'>]: number };

function emptyTotal(): Total {
  return { trials: 0, replayed: 0, requests: 0, inputTokens: 0, outputTokens: 0, guessed: 0 };
}

function openOrNull(dir: string, scenario: string, model: string, keyer: Keyer): Cassette | null {
  try {
    return openCassette(dir, scenario, model, keyer);
  } catch {
    return null;
  }
}

/** True when a recording answers the trial: it exists, and its first request is still the same. */
function isFresh(cassette: Cassette, trial: number, { scenario, model }: Cell, settings: TrialSettings): boolean {
  if (!cassette.trials.includes(trial)) return false;
  const defaults = {
    temperature: settings.temperature,
    maxTokens: settings.maxTokens,
    stream: settings.stream === true,
  };
  const { endpoint, body } = firstRequest(scenario, model, defaults);
  return cassette.checkFirst(trial, endpoint, body) === null;
}

/** The mean size of the recorded trials; null where their responses hold no token counts. */
function sizeOf(cassette: Cassette): Size | null {
  let requests = 0;
  let input = 0;
  let output = 0;
  for (const trial of cassette.trials) {
    for (const interaction of cassette.recorded(trial)?.interactions ?? []) {
      const reading = readInteraction(interaction, 1);
      if (!reading.ok) return null;
      requests += 1;
      input += reading.usage.input ?? JSON.stringify(interaction.request).length / CHARACTERS_PER_TOKEN;
      output += reading.usage.output ?? TOKENS_PER_ANSWER;
    }
  }
  const trials = cassette.trials.length;
  return requests === 0 ? null : { requests: requests / trials, input: input / trials, output: output / trials };
}

/** The size of a trial by its texts. */
function guess(scenario: Scenario): Size {
  const requests = expectedRequests(scenario);
  const text = JSON.stringify([scenario.turns.map((turn) => turn.messages), functionTools(scenario.tools)]);
  return { requests, input: (requests * text.length) / CHARACTERS_PER_TOKEN, output: requests * TOKENS_PER_ANSWER };
}
