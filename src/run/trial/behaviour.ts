import { isStreamed, readInteraction } from '../../protocol/read-interaction.ts';
import { isObject, type Json } from '../../json/json.ts';
import type { RecordedTrial } from '../../domain/recording.ts';

/** How the calls of a re-recorded trial differ from those of the old recording. */
export interface BehaviourChange {
  readonly scenario: string;
  readonly model: string;
  readonly trial: number;
  /** One line for each step: `get_weather({"city":"Paris"}) + search({"q":"x"})`, or `answered in text`. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The calls of both recordings, one line for each step; null when they are the same. Requests are not compared. */
export function changedSteps(
  before: RecordedTrial,
  after: RecordedTrial,
): Pick<BehaviourChange, 'before' | 'after'> | null {
  const [old, now] = comparable(before, after).map(stepsOf);
  if (old === undefined || now === undefined) throw new Error('both recordings have steps');
  return old.join('\n') === now.join('\n') ? null : { before: old, after: now };
}

/** The unstreamed half of each recording that holds both conversations. */
function comparable(...recordings: readonly RecordedTrial[]): RecordedTrial[] {
  const unstreamed = recordings.map(({ trial, interactions }) => ({
    trial,
    interactions: interactions.filter((interaction) => !isStreamed(interaction)),
  }));
  return unstreamed.every(({ interactions }) => interactions.length > 0) ? unstreamed : [...recordings];
}

function stepsOf({ interactions }: RecordedTrial): string[] {
  return interactions.map((interaction, i) => {
    const reading = readInteraction(interaction, i + 1);
    if (!reading.ok) return `error: ${reading.error.code}`;
    if (reading.calls.length === 0) return 'answered in text';
    return reading.calls
      .map((call) => `${call.name}(${call.arguments === null ? call.rawArguments : canonical(call.arguments)})`)
      .join(' + ');
  });
}

/** A value as JSON with sorted keys at every depth. */
export function canonical(value: Json): string {
  return JSON.stringify(value, (_, item: unknown) =>
    isObject(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
}
