import type { JsonObject } from '../json/json.ts';
import type { ProtocolName } from '../domain/protocol.ts';
import type { Message } from '../domain/scenario.ts';
import type { ToolResult, Transcript } from '../domain/transcript.ts';

/** A call that the model of an agent made, with its result. */
export interface TrafficCall {
  /** Number of the step, from 1. Steps are in the order of responses; calls of responses that overlap in time share a step. */
  readonly step: number;
  /** Number of the conversation that holds the call, from 1. */
  readonly conversation: number;
  readonly name: string;
  /** The parsed arguments; null where the model did not write one JSON object. */
  readonly arguments: JsonObject | null;
  /** The arguments as the model wrote them. */
  readonly rawArguments: string;
  /** The result; null where no later request holds it. */
  readonly result: CallResult | null;
}

/** The result of a call: `content` is its text, `value` the parsed text where it is JSON. */
export type CallResult = Pick<ToolResult, 'content' | 'value' | 'parts' | 'isError'>;

/** Requests that continue one another. */
export interface TrafficConversation {
  readonly protocol: ProtocolName;
  /** The model that the first request names; `''` where it names none. */
  readonly model: string;
  /** Messages of the first request, in chat form. */
  readonly messages: readonly Message[];
  readonly calls: readonly TrafficCall[];
  /** The steps of this conversation alone. A turn begins with a user message. */
  readonly transcript: Transcript;
}

/** A function that a request declares. */
export interface DeclaredTool {
  readonly name: string;
  /** The definition in the shape of OpenAI: `{ name, description, parameters, strict, … }`. */
  readonly definition: JsonObject;
  /** JSON Schema of the arguments; null where the definition has none. */
  readonly parameters: JsonObject | null;
}

/** The traffic of an agent, in any protocols. */
export interface Traffic {
  readonly calls: readonly TrafficCall[];
  /** All steps of all conversations. */
  readonly transcript: Transcript;
  /** Conversations in the order of their first requests. */
  readonly conversations: readonly TrafficConversation[];
  /** Every function that a request declares. Of several definitions of one name, the last. */
  readonly tools: readonly DeclaredTool[];
}
