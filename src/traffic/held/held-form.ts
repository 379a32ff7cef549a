import type { JsonObject } from '../../json/json.ts';
import type { HistoryItem } from '../../protocol/neutral/history.ts';

/**
 * A form in which a framework holds a conversation in memory, when it differs from every wire format. Items have passed through
 * `JSON.stringify`.
 */
export interface HeldForm {
  /** Name in messages: `messages of LangChain`. */
  readonly title: string;
  /** Property of the framework's results that holds such a list. */
  readonly property: string;
  /** True when the list can have no other form. */
  owns(items: readonly JsonObject[]): boolean;
  /** The messages, calls and results of the list, in order. */
  read(items: readonly JsonObject[]): readonly HistoryItem[];
}
