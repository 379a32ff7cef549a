import type { VendorApi } from '../../../agent/answer-client.ts';
import { openAttachedTrial } from '../../../cassette/record/attached-trial.ts';
import type { AgentProgram } from '../../../domain/agents/agent.ts';
import type { Gateway } from '../../../domain/model.ts';
import type { CapturedExchange } from '../../../domain/recording.ts';
import type { TrialError } from '../../../domain/wire.ts';
import type { VendorName } from '../../../domain/agents/vendors.ts';
import { isKeepable, isKeptError } from '../../../protocol/errors/keepable.ts';
import { readInteraction } from '../../../protocol/read-interaction.ts';
import { protocolNamed, vendorOf } from '../../../protocol/protocols.ts';
import { createTrialNames } from '../../../redact/trial-names.ts';
import type { OpenCell } from '../open-cell.ts';
import { sandboxHeaders, type SpendingSettings, type RecordedConversation } from '../record-trial.ts';
import { agentTranscript } from './agent-transcript.ts';
import { createUpstream } from './ask-upstream.ts';
import { holdAgent, type AgentSettings } from './hold-agent.ts';
import { restoredAll } from './replay-agent.ts';

/**
 * Runs an agent and records the answers of its models. Null when the budget ran out during it: the trial then does not count.
 */
export async function recordAgent(
  cell: OpenCell,
  agent: AgentProgram,
  trial: number,
  settings: SpendingSettings,
  agents: AgentSettings,
): Promise<RecordedConversation | null> {
  const { scenario } = cell;
  const { values, keyer } = cell.redaction;
  const names = createTrialNames(values);
  const redactor = settings.redactor.named(names.of);
  const spent = new AbortController();
  /** Passing errors by the request that they answered. A good answer to the same request removes the error. */
  const faults = new Map<string, TrialError>();
  let attempts = 0;
  const upstream = createUpstream(settings.timeoutMs);
  const attached = openAttachedTrial(trial, null, {
    fetch: async (input, init) => {
      if (!settings.spending.takeRequest()) {
        spent.abort();
        throw new Error('the request limit of this run is reached');
      }
      attempts += 1;
      return upstream.ask(input, init ?? {});
    },
    // Each request names its own base URL.
    baseUrl: '',
    keyer,
    redactor: settings.redactor,
    names,
    clock: settings.clock,
    keep: isKeepable,
    save: async () => {},
    onSettled: (exchange, kept) => {
      if (kept) faults.delete(exchange.key);
      else faults.set(exchange.key, faultOf(exchange));
    },
  });
  const upstreamOf = async (vendor: VendorName): Promise<VendorApi> => {
    const gateway = agent.gateways.find(({ protocol }) => vendorOf(protocol).name === vendor);
    if (gateway === undefined) throw new Error('only listed gateways are asked');
    const live = await settings.gateways.of({ ...cell.model, gateway });
    upstream.know(gateway, live);
    const headers = {
      ...authOf(gateway, live.apiKey),
      ...live.headers,
      ...(gateway.sandbox && sandboxHeaders(scenario.id, trial)),
    };
    const [base = '', query = ''] = live.baseUrl.split('?');
    return { origin: { base, version: '', query }, headers };
  };
  const count = (): number => attached.interactions.length;
  const held = await holdAgent(
    agent,
    scenario,
    { attached, mode: 'all', upstreamOf, count, signal: spent.signal },
    agents,
  );
  await attached.settled();
  if (spent.signal.aborted) return null;
  const recordedOnes = attached.interactions;
  const told = agentTranscript(agent, scenario, held, restoredAll(recordedOnes, cell), attempts);
  // An answer that the gateway did not send to its end stands among the passing errors, too, without the reason.
  const [fault] = [...upstream.faults(), ...faults.values()];
  const transcript =
    fault === undefined ? told.transcript : { ...told.transcript, error: withFailure(fault, held.failure) };
  const { error } = transcript;
  // The answers of the models are paid for and complete, even where the program failed, so a replay can run the program on them.
  const keep = recordedOnes.length > 0 && (error === null || error.code === 'agent' || isKeptError(error));
  const recorded = keep ? { trial, interactions: recordedOnes } : null;
  return { transcript, judgedBy: told.judgedBy, streamed: null, parity: [], redactor, recorded };
}

function withFailure(fault: TrialError, failure: string | null): TrialError {
  return failure === null ? fault : { ...fault, message: `${fault.message} (${failure})` };
}

function faultOf(exchange: CapturedExchange): TrialError {
  const reading = readInteraction({ ...exchange, response: exchange.received }, 1);
  if (!reading.ok) return reading.error;
  return { code: 'truncated-stream', status: exchange.received.status, message: 'the answer broke off' };
}

/** The header with the gateway's key. */
function authOf(gateway: Gateway, key: string | null): { readonly [name: string]: string } {
  const { auth, headers } = protocolNamed(gateway.protocol);
  if (key === null) return headers;
  const { header, prefix } = gateway.auth === 'bearer' ? { header: 'authorization', prefix: 'Bearer ' } : auth;
  return { ...headers, [header]: `${prefix}${key}` };
}
