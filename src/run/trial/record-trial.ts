import { findUnrecognisableSecret } from '../../redact/find-secret.ts';
import type { Keyer } from '../../cassette/lookup/key.ts';
import type { Redactor } from '../../redact/redact.ts';
import { createRecordingTransport } from '../../cassette/record/transport.ts';
import type { RetryEvent } from '../../client/live-client.ts';
import type { ToolEnvironment } from '../../conversation/tools/simulate-tool.ts';
import { converse } from '../../conversation/converse.ts';
import { TooltapeError } from '../../domain/errors.ts';
import type { ModelClient } from '../../domain/model-client.ts';
import type { RecordedTrial } from '../../domain/recording.ts';
import { SCENARIO_HEADER, TRIAL_HEADER } from '../../domain/sandbox.ts';
import { isKeptError } from '../../protocol/errors/keepable.ts';
import type { Transcript } from '../../domain/transcript.ts';
import type { Budget } from './budget.ts';
import type { LiveGateways } from './live-gateways.ts';
import type { OpenCell } from './open-cell.ts';
import { holdBoth, type Played } from './replay-trial.ts';
import { conversationSettings, type TrialSettings } from './settings.ts';

export interface LiveSettings extends TrialSettings {
  readonly gateways: LiveGateways;
  readonly budget: Budget;
  readonly keyer: Keyer;
  readonly redactor: Redactor;
  /** Values that must not reach a file. */
  readonly secrets: readonly string[];
  /** The redactor of a replay, which knows no secret by its value. */
  readonly shapesOnly: Redactor;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly random: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly onRetry: (model: string, event: RetryEvent) => void;
}

/** A conversation held over the network. */
export interface RecordedConversation extends Played {
  /** What goes into the cassette; null where the trial did not come to an end that is kept. */
  readonly recorded: RecordedTrial | null;
}

/** A request beyond the limit of the run; not one of the network's errors, which are retried. */
class OutOfBudget extends Error {}

/**
 * Holds a trial's conversation over the network and records it whole. Null when the budget ran out in the middle: it counts for
 * nothing.
 */
export async function recordTrial(
  cell: OpenCell,
  trial: number,
  settings: LiveSettings,
  tools: ToolEnvironment,
): Promise<RecordedConversation | null> {
  const { scenario, model } = cell;
  const { createLiveClient } = await import('../../client/live-client.ts');
  const gateway = await settings.gateways.of(model);
  const transport = createRecordingTransport({
    baseUrl: gateway.baseUrl,
    keyer: settings.keyer,
    redactor: settings.redactor,
    clock: settings.clock,
    fetch: async (input, init) => {
      if (!settings.budget.takeRequest()) throw new OutOfBudget('the request limit of this run is reached');
      return fetch(input, init);
    },
  });
  const hold = (stream: boolean): Promise<Transcript> => {
    const client = createLiveClient({
      model,
      baseUrl: gateway.baseUrl,
      apiKey: gateway.apiKey,
      limiter: gateway.limiter,
      gate: gateway.gate,
      send: gateway.send,
      transport,
      headers: model.gateway.sandbox ? sandboxHeaders(scenario.id, trial) : {},
      timeoutMs: settings.timeoutMs,
      retries: settings.retries,
      random: settings.random,
      now: settings.now,
      signal: settings.signal,
      onRetry: (event) => settings.onRetry(model.name, event),
    });
    const guarded = refuseSecrets(client, scenario.id, settings);
    return converse(scenario, model, guarded, {
      ...conversationSettings(settings, stream, tools),
      leftOut: gateway.leftOut,
    });
  };
  let played: Played;
  try {
    played = await holdBoth(settings.stream, hold);
  } catch (error) {
    if (error instanceof OutOfBudget) return null;
    throw error;
  }
  const { error } = played.transcript;
  const keep = error === null || isKeptError(error);
  return { ...played, recorded: keep ? { trial, interactions: [...transport.interactions] } : null };
}

/** What the sandbox knows a trial by; never part of a key. */
function sandboxHeaders(scenario: string, trial: number): { readonly [name: string]: string } {
  return { [SCENARIO_HEADER]: encodeURIComponent(scenario), [TRIAL_HEADER]: String(trial) };
}

/** A request that holds a key which replay could not recognise is not sent: its recording could never be found again. */
function refuseSecrets(client: ModelClient, scenario: string, settings: LiveSettings): ModelClient {
  if (settings.secrets.length === 0) return client;
  return {
    complete(request) {
      const found = findUnrecognisableSecret(request.body, settings.secrets, settings.shapesOnly);
      if (found === null) return client.complete(request);
      throw secretInData(scenario, found.path);
    },
  };
}

/** SECRET_IN_DATA, with the place of the secret in the request. */
export function secretInData(scenario: string, path: string): TooltapeError {
  return new TooltapeError(
    'SECRET_IN_DATA',
    `scenario ${scenario}: ${path} of the request holds the value of a key variable, which a replay could not recognise`,
    {
      remedy:
        'Take it out of the scenario or tool result, or add a pattern for it to `redact` in tooltape.config.yaml.',
    },
  );
}
