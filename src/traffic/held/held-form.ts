import type { JsonObject } from '../../json/json.ts';
import type { HistoryItem } from '../../protocol/neutral/history.ts';

/** How a framework holds a conversation, where that is not what it sends: after `JSON.stringify`. */
export interface HeldForm {
  /** As people call it: `LangChain messages`. */
  readonly title: string;
  /** The property of the framework's results that holds such a list. */
  readonly property: string;
  /** Whether a list can be of this form alone. */
  owns(items: readonly JsonObject[]): boolean;
  /** What the list says, in order. */
  read(items: readonly JsonObject[]): readonly HistoryItem[];
}
