import type { JsonObject } from '../json/json.ts';
import type { Message, ToolChoice } from '../domain/scenario.ts';

/** A request in the words of a scenario. Imports make scenarios of it. */
export interface DecodedRequest {
  /** Messages in chat form: system, user, assistant with its calls, and one tool message for each result, in call order. */
  readonly messages: readonly Message[];
  /**
   * Functions that the client declares: `{ name, description, parameters, strict }`. Tools of the provider stay in `native`.
   */
  readonly tools: readonly JsonObject[];
  /** The tool choice; null where the request has none. */
  readonly choice: ToolChoice | null;
  /** The tool choice as the protocol writes it, for `request_for`; `{}` where the request has none. */
  readonly chosen: JsonObject;
  /** Parameters under the names that scenarios use. */
  readonly parameters: JsonObject;
  /** All other fields as the client wrote them, for `request_for`. */
  readonly native: JsonObject;
}
