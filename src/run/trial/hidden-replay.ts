import { mapBody } from '../../cassette/format/body.ts';
import type { Interaction, RecordedResult, TrialReplay } from '../../domain/recording.ts';
import type { RawBody } from '../../domain/wire.ts';
import { isObject, type Json } from '../../json/json.ts';
import { recordedFormAt } from '../../protocol/recorded-form-at.ts';
import { holdsPlaceholder } from '../../redact/placeholder.ts';
import { createRestorer } from '../../redact/restore.ts';
import type { ScenarioValues, TrialNames } from '../../redact/trial-names.ts';

/** A replay whose answers have the scenario's own values where the recording has placeholders. */
export interface HiddenReplay extends TrialReplay {
  /**
   * The recorded result of a call, by interaction and by place in the answer, both from 0; null where the tool computes the
   * result again.
   */
  resultOf(interaction: number, call: number): RecordedResult | null;
}

export function createHiddenReplay(replay: TrialReplay, values: () => ScenarioValues, names: TrialNames): HiddenReplay {
  const results = new Map<number, readonly RecordedResult[]>();
  return {
    unused: () => replay.unused(),
    find(endpoint, body) {
      const found = replay.find(endpoint, body);
      if ('miss' in found) return found;
      const { interaction, index } = found;
      if (interaction.results !== undefined) {
        names.see(JSON.stringify(interaction.results));
        results.set(
          index,
          createRestorer(values()).json(interaction.results as unknown as Json) as unknown as RecordedResult[],
        );
      }
      return { interaction: restored(interaction, values, names), index };
    },
    resultOf: (interaction, call) => results.get(interaction)?.find((result) => result.call === call) ?? null,
  };
}

function restored(interaction: Interaction, values: () => ScenarioValues, names: TrialNames): Interaction {
  const { endpoint, response } = interaction;
  const text = hiddenText(response.body);
  if (text === null) return interaction;
  names.see(text);
  const body = mapBody(response.body, createRestorer(values()), recordedFormAt(endpoint));
  return { ...interaction, response: { ...response, body } };
}

/** The text of a body with placeholders; null for any other body. */
function hiddenText(body: RawBody): string | null {
  // A body of bytes that are no text holds no call and no answer, so nothing in it is judged.
  if (body.kind === 'base64') return null;
  if (body.kind !== 'json') return holdsPlaceholder(body.text) ? body.text : null;
  return holdsAny(body.value) ? JSON.stringify(body.value) : null;
}

function holdsAny(value: Json): boolean {
  if (typeof value === 'string') return holdsPlaceholder(value);
  if (Array.isArray(value)) return value.some(holdsAny);
  if (!isObject(value)) return false;
  for (const key in value) if (holdsPlaceholder(key) || holdsAny(value[key] as Json)) return true;
  return false;
}

/** A replay of interactions that were just recorded, in their order. */
export function createPlayback(interactions: readonly Interaction[]): TrialReplay {
  let next = 0;
  return {
    find() {
      const interaction = interactions[next];
      if (interaction !== undefined) return { interaction, index: next++ };
      return { miss: { code: 'used-up', cassette: '', step: next + 1, differences: [] } };
    },
    unused: () => interactions.length - next,
  };
}
