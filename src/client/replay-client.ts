import type { ModelClient, ModelOutcome, ModelRequest } from '../domain/model-client.ts';
import type { TrialReplay } from '../domain/recording.ts';
import type { Protocol } from '../protocol/protocol.ts';

/** Returns a client that answers the requests of one trial from its recording, without the SDK and without a socket. */
export function createReplayClient(replay: TrialReplay, protocol: Protocol): ModelClient {
  let step = 0;
  const answer = (request: ModelRequest): ModelOutcome => {
    const found = replay.find(request.endpoint, request.body);
    if ('miss' in found) return { kind: 'unrecorded', miss: found.miss };
    const { interaction, index } = found;
    step += 1;
    const reading = protocol.read(interaction.response, protocol.contextOf(request, step));
    return { kind: 'read', reading, latencyMs: interaction.latencyMs, attempts: 0, interaction: index };
  };
  return { complete: async (request) => answer(request) };
}
