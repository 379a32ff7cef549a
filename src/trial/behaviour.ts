import { isObject, type Json } from '../domain/json.ts';
import type { TrialRow } from '../domain/run.ts';

/** What a recording made anew does differently: calls, not bytes. */
export interface BehaviourChange {
  readonly scenario: string;
  readonly model: string;
  readonly trial: number;
  /** One line a step: `get_weather({"city":"Paris"}) + search({"q":"x"})`, or `answered in text`. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The change between two rows of one trial; null when the calls are the same. */
export function behaviourChange(before: TrialRow, after: TrialRow): BehaviourChange | null {
  const [old, now] = [stepsOf(before), stepsOf(after)];
  if (old.join('\n') === now.join('\n')) return null;
  return { scenario: after.scenario, model: after.model, trial: after.trial, before: old, after: now };
}

function stepsOf(row: TrialRow): string[] {
  return row.steps.map((_, i) => {
    const calls = row.calls.filter((call) => call.step === i + 1);
    if (calls.length === 0) return 'answered in text';
    return calls.map((call) => `${call.name}(${call.arguments === null ? call.rawArguments : canonical(call.arguments)})`).join(' + ');
  });
}

function canonical(value: Json): string {
  return JSON.stringify(value, (_, item: unknown) =>
    isObject(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
}
