import { findUnrecognisableSecret } from '../../redact/find-secret.ts';
import { holdsUnknown } from '../../redact/placeholder.ts';
import type { Redactor, RedactorSource } from '../../redact/redact.ts';
import { createRestorer } from '../../redact/restore.ts';
import { createTrialNames } from '../../redact/trial-names.ts';
import { createRecordingTransport, type TrialRecorder } from '../../cassette/record/transport.ts';
import type { RetryEvent } from '../../client/live-client.ts';
import type { ToolEnvironment } from '../../conversation/tools/simulate-tool.ts';
import { ToolStop } from '../../conversation/tools/tool-stop.ts';
import { ServerFault } from '../../mcp/server-fault.ts';
import type { ConversationServers, Servers } from '../../mcp/servers.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { converse } from '../../conversation/converse.ts';
import { secretInData } from '../refuse-secrets.ts';
import type { Json } from '../../json/json.ts';
import type { RecordedTrial } from '../../domain/recording.ts';
import { SCENARIO_HEADER, TRIAL_HEADER } from '../../domain/sandbox.ts';
import { isKeptError } from '../../protocol/errors/keepable.ts';
import type { ToolResult, Transcript } from '../../domain/transcript.ts';
import type { Budget, Spending } from '../limits/budget.ts';
import type { LiveGateways } from './live-gateways.ts';
import type { OpenCell } from './open-cell.ts';
import { createHiddenReplay, createPlayback } from './hidden-replay.ts';
import { recordedResult, restoredResult, resultFrom } from './recorded-results.ts';
import { holdBoth, replayed, type Played } from './replay-trial.ts';
import { conversationSettings, type TrialSettings } from './settings.ts';

export interface LiveSettings extends TrialSettings {
  readonly gateways: LiveGateways;
  readonly servers: Servers;
  readonly budget: Budget;
  readonly redactor: RedactorSource;
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

/** The settings of one trial, which has a share of the budget. */
export interface SpendingSettings extends LiveSettings {
  readonly spending: Spending;
}

/** A conversation over the network. */
export interface RecordedConversation extends Played {
  /** The trial for the cassette; null where its last response is not kept, such as a time-out or a spent account. */
  readonly recorded: RecordedTrial | null;
  /** The redactor with the placeholders that the recording uses. */
  readonly redactor: Redactor;
}

/** Thrown for a request beyond the limit of the run. It is no network error, so it is not retried. */
class OutOfBudget extends Error {}

/**
 * Holds the conversation of a trial over the network and records all of it. Null when the budget ran out or the run was stopped
 * during it: the trial then does not count.
 */
export async function recordTrial(
  cell: OpenCell,
  trial: number,
  settings: SpendingSettings,
  tools: ToolEnvironment,
): Promise<RecordedConversation | null> {
  const { scenario, model } = cell;
  const { createLiveClient } = await import('../../client/live-client.ts');
  const gateway = await settings.gateways.of(model);
  const { values, keyer } = cell.redaction;
  const names = createTrialNames(values);
  const transport = createRecordingTransport({
    baseUrl: gateway.baseUrl,
    keyer,
    redactor: settings.redactor,
    names,
    clock: settings.clock,
    fetch: async (input, init) => {
      if (!settings.spending.takeRequest()) throw new OutOfBudget('the request limit of this run is reached');
      const response = await fetch(input, init);
      await gateway.turn();
      return response;
    },
  });
  const hold = async (stream: boolean): Promise<Transcript> => {
    const client = createLiveClient({
      model,
      baseUrl: gateway.baseUrl,
      apiKey: gateway.apiKey,
      limiter: gateway.limiter,
      gate: gateway.gate,
      send: gateway.send,
      transport,
      headers: { ...gateway.headers, ...(model.gateway.sandbox && sandboxHeaders(scenario.id, trial)) },
      timeoutMs: settings.timeoutMs,
      retries: settings.retries,
      random: settings.random,
      now: settings.now,
      signal: settings.signal,
      onRetry: (event) => settings.onRetry(model.name, event),
    });
    const servers = settings.servers.open();
    try {
      return await converse(scenario, model, client, {
        ...conversationSettings(settings, stream, { ...tools, around, callServer: callsOn(servers) }),
        leftOut: gateway.leftOut,
      });
    } finally {
      await servers.close();
    }
  };
  const redactor = settings.redactor.named(names.of);
  const results = new Map<string, ToolResult>();
  const around = recordResults(scenario, transport, redactor, results, (value) => {
    const found = findUnrecognisableSecret(value, settings.secrets, settings.shapesOnly);
    if (found !== null) throw secretInData(scenario.id, `a result of ${found.path === '' ? 'a tool' : found.path}`);
  });
  let played: Played;
  try {
    played = await holdBoth(settings.stream, hold);
  } catch (error) {
    // A call of a server ends with the reason of the signal, where the run is stopped during it.
    const isStopped = settings.signal.aborted && error === settings.signal.reason;
    if (error instanceof OutOfBudget || isStopped) return null;
    throw error;
  }
  const { error } = played.transcript;
  // The pattern belongs to the scenario, so a replay of the kept trial ends with the same error.
  const keep = error === null || error.code === 'pattern' || isKeptError(error);
  const recorded = keep ? { trial, interactions: [...transport.interactions] } : null;
  if (recorded === null || !names.used()) return { ...played, redactor, recorded };
  // A trial with redacted values is judged from its recording, with the recorded results, so that a replay gives the same verdict.
  const restorer = createRestorer(values());
  const replay = createHiddenReplay(createPlayback(recorded.interactions), values, names);
  const judged = await replayed(cell, replay, settings, {
    ...tools,
    around: async ({ interaction, call }, made, answer) => {
      const live = results.get(`${interaction} ${call}`);
      if (live === undefined) return answer();
      return resultFrom(restoredResult(recordedResult(scenario, call, made, live, redactor), restorer), made.id);
    },
  });
  if (judged.transcript.miss !== null) return { ...played, redactor, recorded };
  const { attempts, state } = played.transcript;
  const transcript = { ...judged.transcript, attempts, state: restorer.json(redactor.json(state)) };
  return { ...judged, transcript, redactor, recorded };
}

/**
 * Wraps the tools so that their results enter the recording where a replay cannot compute them again: answers of MCP servers,
 * and results of calls whose name or arguments held a redacted value. `check` refuses a result with a secret that a replay
 * could not recognise.
 */
function recordResults(
  scenario: Scenario,
  transport: TrialRecorder,
  redactor: Redactor,
  results: Map<string, ToolResult>,
  check: (value: Json) => void,
): NonNullable<ToolEnvironment['around']> {
  return async ({ interaction, call }, made, answer) => {
    const result = await answer();
    results.set(`${interaction} ${call}`, result);
    if (
      result.server !== undefined ||
      holdsUnknown(redactor.text(made.rawArguments)) ||
      holdsUnknown(redactor.name(made.name))
    ) {
      transport.answered(interaction, recordedResult(scenario, call, made, result, redactor));
    } else check(result.value);
    return result;
  };
}

/** Calls of MCP servers. A server that does not answer ends the trial. */
function callsOn(servers: ConversationServers): NonNullable<ToolEnvironment['callServer']> {
  return async (server, tool, args) => {
    try {
      return await servers.call(server, tool, args);
    } catch (error) {
      if (!(error instanceof ServerFault)) throw error;
      throw new ToolStop({ error: { code: 'server', status: null, message: error.message } });
    }
  };
}

/** The headers by which the sandbox knows scenario and trial of a request. They never count in a key. */
export function sandboxHeaders(scenario: string, trial: number): { readonly [name: string]: string } {
  return { [SCENARIO_HEADER]: encodeURIComponent(scenario), [TRIAL_HEADER]: String(trial) };
}
