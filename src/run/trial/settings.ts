import type { ConversationSettings } from '../../conversation/converse.ts';
import type { Mode } from '../../domain/recording.ts';
import type { RequestDefaults } from '../../protocol/neutral-request.ts';
import type { ToolEnvironment } from '../../conversation/tools/simulate-tool.ts';

/** Settings that all trials of a run share. */
export interface TrialSettings {
  readonly mode: Mode;
  readonly wire: 'fair' | 'raw';
  /** `both`: each conversation is held without and with streaming. */
  readonly stream: boolean | 'both';
  readonly temperature: number | null;
  readonly maxTokens: number | null;
}

/** The settings of a conversation. */
export function conversationSettings(
  settings: TrialSettings,
  stream: boolean,
  tools: ToolEnvironment,
): ConversationSettings {
  const defaults: RequestDefaults = { temperature: settings.temperature, maxTokens: settings.maxTokens, stream };
  return { defaults, tools };
}
