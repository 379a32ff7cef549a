import type { JsonObject } from '../json/json.ts';
import type { ProtocolName } from '../domain/protocol.ts';
import type { Message } from '../domain/scenario.ts';
import type { ToolResult, Transcript } from '../domain/transcript.ts';

/** A call that an agent's model made, and what it was answered. */
export interface TrafficCall {
  /** From 1: steps in the order of responses; calls of responses that overlap in time are of one step. */
  readonly step: number;
  /** From 1: the conversation that it was made in. */
  readonly conversation: number;
  readonly name: string;
  /** Null where they are not one JSON object. */
  readonly arguments: JsonObject | null;
  /** The text that the model wrote. */
  readonly rawArguments: string;
  /** Null where no later request brings one. */
  readonly result: CallResult | null;
}

/** What a tool answered to a call: `value` is its text, read as JSON where it is JSON. */
export type CallResult = Pick<ToolResult, 'content' | 'value' | 'parts' | 'isError'>;

/** Requests that go on with each other, by their messages. */
export interface TrafficConversation {
  readonly protocol: ProtocolName;
  /** The model that the first request asks for; `''` where it names none. */
  readonly model: string;
  /** What the first request says, in chat form. */
  readonly messages: readonly Message[];
  readonly calls: readonly TrafficCall[];
  /** Its steps alone, a turn from one user message to the next. */
  readonly transcript: Transcript;
}

/** A function that requests declare. */
export interface DeclaredTool {
  readonly name: string;
  /** In OpenAI's words: `{ name, description, parameters, strict, … }`. */
  readonly definition: JsonObject;
  /** The JSON Schema of its arguments; null without one. */
  readonly parameters: JsonObject | null;
}

/** What the traffic of an agent says, whatever protocols it speaks. */
export interface Traffic {
  readonly calls: readonly TrafficCall[];
  /** Everything that happened, all conversations together. */
  readonly transcript: Transcript;
  /** In the order of their first requests. */
  readonly conversations: readonly TrafficConversation[];
  /** Every function that some request declares; of equal names the last. */
  readonly tools: readonly DeclaredTool[];
}
