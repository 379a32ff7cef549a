import type { Answer } from '../domain/answer.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { Script } from './script.ts';
import { evenJson, isWaiting, settleTurn } from './settle-script.ts';
import type { ConversationState } from './conversation-state.ts';

/** The next answer of a script: the calls of the first group that are not made yet, else the final text. */
export function nextAnswer(scenario: Scenario, script: Script, state: ConversationState): Answer {
  const turn = isWaiting(script) ? settleTurn(scenario, script, state.turn, state.answered) : script.turns[state.turn];
  if (turn === undefined) return { kind: 'text', text: 'Done.' };
  const made = new Map<string, boolean[]>();
  for (const call of state.made) {
    const key = `${call.name}\n${evenJson(call.rawArguments)}`;
    const outcomes = made.get(key);
    if (outcomes === undefined) made.set(key, [call.failed]);
    else outcomes.push(call.failed);
  }
  for (const group of turn.groups) {
    const open = group.filter(
      (call) => !isDone(made.get(`${call.name}\n${JSON.stringify(call.arguments)}`), turn.attempts),
    );
    if (open.length === 0) continue;
    const forced = state.forced;
    const named = forced === null ? open : open.filter((call) => call.name === forced);
    const calls = named.length === 0 ? open : named;
    return { kind: 'calls', calls: script.serial || state.serial ? calls.slice(0, 1) : calls };
  }
  return { kind: 'text', text: turn.text };
}

/**
 * True when a planned call needs no further attempt: the last attempt succeeded, or all attempts are used. Removes the outcomes
 * of these attempts from `outcomes`.
 */
function isDone(outcomes: boolean[] | undefined, attempts: number): boolean {
  for (let i = 0; i < attempts; i += 1) {
    const failed = outcomes?.shift();
    if (failed === undefined) return false;
    if (!failed) return true;
  }
  return true;
}
