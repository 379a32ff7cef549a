import type { JsonObject } from '../json/json.ts';
import type { ModelClient, ModelOutcome } from '../domain/model-client.ts';
import { CHAT_ENDPOINT, type TrialReplay } from '../domain/recording.ts';
import { readContextOf } from '../protocol/read-context.ts';
import { readResponse } from '../protocol/chat/read/read-response.ts';

/** Answers the requests of one trial from its recording, without the SDK and without a socket. */
export function createReplayClient(replay: TrialReplay): ModelClient {
  let step = 0;
  const answer = (body: JsonObject): ModelOutcome => {
    step += 1;
    const found = replay.find(CHAT_ENDPOINT, body);
    if ('miss' in found) return { kind: 'unrecorded', miss: found.miss };
    const { interaction, index } = found;
    const reading = readResponse(interaction.response, readContextOf(body, step));
    return { kind: 'read', reading, latencyMs: interaction.latencyMs, attempts: 0, interaction: index };
  };
  return { complete: async (body) => answer(body) };
}
