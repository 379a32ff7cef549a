import type { ConversationSettings } from '../../conversation/converse.ts';
import type { RequestDefaults } from '../../protocol/neutral-request.ts';
import type { ToolEnvironment } from '../../conversation/tools/simulate-tool.ts';

export type Mode = 'missing' | 'all' | 'replay';

/** The mode of `run`. In CI (`ci` is the variable's value) it is `replay` unless `record` is given, so that CI costs nothing by accident. */
export function recordMode(record: 'missing' | 'all' | 'none' | undefined, ci: string | undefined): Mode {
  const wanted = record ?? (isCi(ci) ? 'none' : 'missing');
  return wanted === 'none' ? 'replay' : wanted;
}

/** Whether the variable CI, of this value, says that nobody is there to look. */
export function isCi(ci: string | undefined): boolean {
  return ci !== undefined && ci !== '' && ci !== 'false' && ci !== '0';
}

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
