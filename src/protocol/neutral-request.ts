import type { JsonObject } from '../json/json.ts';
import type { ConversationEntry } from '../domain/conversation.ts';
import type { Model } from '../domain/model.ts';
import type { ToolChoice, ToolDefinition } from '../domain/scenario.ts';

/** A request before a protocol puts it into words. */
export interface NeutralRequest {
  /** As the gateway calls it; with the parameters that it does not take, or takes under another name. */
  readonly model: Pick<Model, 'servedAs' | 'omit' | 'rename'>;
  readonly conversation: readonly ConversationEntry[];
  readonly tools: readonly ToolDefinition[];
  /** Null where the request leaves the choice out. */
  readonly choice: ToolChoice | null;
  readonly defaults: DefaultParameters;
  /**
   * What the model's configuration and the scenario ask for, the later wins: neutral names (those of chat), and whatever
   * else the protocol takes. `stream` is always there.
   */
  readonly parameters: JsonObject;
}

/** Parameters that nobody wrote for this request; null leaves one out. */
export interface DefaultParameters {
  readonly temperature: number | null;
  readonly maxTokens: number | null;
}

/** What the run adds to every request that a scenario does not ask to be bare. */
export interface RequestDefaults extends DefaultParameters {
  /** Sent explicitly: some gateways stream when it is left out. */
  readonly stream: boolean;
}
