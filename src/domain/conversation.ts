import type { Message } from './scenario.ts';
import type { ToolResult } from './transcript.ts';
import type { AssistantTurn, ToolCall } from './wire.ts';

/** One entry of a conversation, whatever protocol carries it. */
export type ConversationEntry =
  /** What the scenario says: system, developer and user messages, and history with its calls and results; in chat form. */
  | { readonly kind: 'message'; readonly message: Message }
  /** What the model answered; its `echo` goes back as it was received. */
  | { readonly kind: 'answer'; readonly turn: AssistantTurn }
  /** What a tool answered to a call of the answer before; one entry a call, in call order. */
  | { readonly kind: 'result'; readonly call: ToolCall; readonly result: ToolResult };
