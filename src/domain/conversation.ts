import type { Message } from './scenario.ts';
import type { ToolResult } from './transcript.ts';
import type { AssistantTurn, ToolCall } from './wire.ts';

/** One entry of a conversation, in any protocol. */
export type ConversationEntry =
  /** A message of the scenario in chat form: system, developer or user, or history with its calls and results. */
  | { readonly kind: 'message'; readonly message: Message }
  /** An answer of the model. Its `echo` is sent back as received. */
  | { readonly kind: 'answer'; readonly turn: AssistantTurn }
  /** The result of a call of the answer before: one entry for each call, in call order. */
  | { readonly kind: 'result'; readonly call: ToolCall; readonly result: ToolResult };
