import type { Message, Scenario } from '../../domain/scenario.ts';
import { placedMessages, type PlacedMessage } from '../neutral/message-notes.ts';
import type { ProtocolNote } from '../protocol.ts';

const ACCEPTED =
  'Messages takes a later system message as a message of the role `system`, and is sent one. Claude models before Opus 4.8 refuse it.';
const MISPLACED =
  'Messages takes a later system message only after a user message or a result, and only before an answer. ' +
  'It is sent here as it stands, and Anthropic refuses it. Move it behind the user message.';

/**
 * Notes on system messages after other messages. Anthropic's package has the role `system` in `MessageParam`; where it may stand,
 * and which models accept it, is documented beside it:
 * https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages
 */
export function laterSystemNotes(scenario: Scenario): ProtocolNote[] {
  const placed = placedMessages(scenario);
  return placed.flatMap((one, i) => {
    if (!isSystem(one.message)) return [];
    const before = placed.slice(0, i).findLast(({ message }) => !isSystem(message));
    if (before === undefined) return [];
    const after = placed.slice(i + 1).find(({ message }) => !isSystem(message));
    const message = followsUser(before, one) && precedesAnswer(one, after) ? ACCEPTED : MISPLACED;
    return [{ path: one.path, message, severity: 'warning' }];
  });
}

function isSystem({ role }: Message): boolean {
  return role === 'system' || role === 'developer';
}

/** True when no answer stands between the two. The model answers at the end of each turn. */
function followsUser(before: PlacedMessage, { turn }: PlacedMessage): boolean {
  return before.turn === turn && before.message.role !== 'assistant';
}

function precedesAnswer({ turn }: PlacedMessage, after: PlacedMessage | undefined): boolean {
  return after === undefined || after.turn !== turn || after.message.role === 'assistant';
}
