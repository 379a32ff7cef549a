import type { JsonObject } from '../json/json.ts';
import type { Message, ToolChoice } from '../domain/scenario.ts';

/** A decoded request in the words of a scenario, from which an import makes one. */
export interface DecodedRequest {
  /** In chat form, as scenarios are: system, user, assistant with its calls, a tool message a result in call order. */
  readonly messages: readonly Message[];
  /** The functions that a client declares: `{ name, description, parameters, strict }`. Tools of the provider's own stay in `native`. */
  readonly tools: readonly JsonObject[];
  /** Null where the request leaves it out. */
  readonly choice: ToolChoice | null;
  /** The same as the protocol writes it, for `request_for`; `{}` where the request leaves it out. */
  readonly chosen: JsonObject;
  /** Parameters under the names that scenarios use. */
  readonly parameters: JsonObject;
  /** All other fields as written, for `request_for`. */
  readonly native: JsonObject;
}
