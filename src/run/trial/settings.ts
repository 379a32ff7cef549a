import type { ConversationSettings } from '../../conversation/converse.ts';
import type { JsonObject } from '../../json/json.ts';
import type { Model } from '../../domain/model.ts';
import type { RequestDefaults } from '../../protocol/chat/request.ts';
import type { ToolEnvironment } from '../../conversation/tools/simulate-tool.ts';
import { applyModelParameters } from '../../protocol/wire-parameters.ts';

export type Mode = 'missing' | 'all' | 'replay';

/** What all trials of a run share. */
export interface TrialSettings {
  readonly mode: Mode;
  readonly wire: 'fair' | 'raw';
  /** `both`: each conversation is held without and with streaming. */
  readonly stream: boolean | 'both';
  readonly temperature: number | null;
  readonly maxTokens: number | null;
}

/** How a conversation with this model is held. */
export function conversationSettings(
  model: Model,
  settings: TrialSettings,
  stream: boolean,
  tools: ToolEnvironment,
): ConversationSettings {
  const defaults: RequestDefaults = { temperature: settings.temperature, maxTokens: settings.maxTokens, stream };
  return { defaults, finishRequest: (body: JsonObject) => applyModelParameters(body, model), tools };
}
