import type { JsonObject } from '../json/json.ts';
import type { ConversationEntry } from '../domain/conversation.ts';
import type { Model } from '../domain/model.ts';
import type { ToolChoice, ToolDefinition } from '../domain/scenario.ts';

/** A request before a protocol encodes it. */
export interface NeutralRequest {
  /** The model's name at the gateway, with the parameters to leave out and to rename. */
  readonly model: Pick<Model, 'servedAs' | 'omit' | 'rename'>;
  readonly conversation: readonly ConversationEntry[];
  readonly tools: readonly ToolDefinition[];
  /** The tool choice; null for none. */
  readonly choice: ToolChoice | null;
  readonly defaults: DefaultParameters;
  /**
   * Parameters of the model's configuration and of the scenario; the scenario's win. Names are neutral (those of chat) or the
   * protocol's own. `stream` is always there.
   */
  readonly parameters: JsonObject;
}

/** Parameters for requests where neither the scenario nor the model's configuration sets them; null leaves one out. */
export interface DefaultParameters {
  readonly temperature: number | null;
  readonly maxTokens: number | null;
}

/** Parameters that a run adds to every request of a scenario without `bare`. */
export interface RequestDefaults extends DefaultParameters {
  /** Always sent, because some gateways stream when the field is absent. */
  readonly stream: boolean;
}
