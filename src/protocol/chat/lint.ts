import type { Scenario } from '../../domain/scenario.ts';
import { messageNotes, type Unsaid } from '../neutral/message-notes.ts';
import type { ProtocolNote } from '../protocol.ts';

const UNSAID: Unsaid = { protocol: 'chat', title: 'Chat', fields: ['is_error'], detail: false, part: () => null };

/** Notes on parts of a scenario that Chat Completions cannot express. */
export function lintChat(scenario: Scenario): readonly ProtocolNote[] {
  return messageNotes(scenario, UNSAID);
}
