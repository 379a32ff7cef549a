import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { ProtocolName } from '../../domain/protocol.ts';
import type { Message, Scenario } from '../../domain/scenario.ts';
import type { ProtocolNote } from '../protocol.ts';
import { sentAs } from './history.ts';

/** A message of a scenario, with its path there. */
export interface PlacedMessage {
  readonly message: Message;
  readonly path: readonly (string | number)[];
  /** Number of the turn, from 0. */
  readonly turn: number;
}

/** What a protocol cannot say of the messages of scenarios, which have chat form. */
export interface Unsaid {
  readonly protocol: ProtocolName;
  /** Name of the protocol in sentences: `Gemini`. */
  readonly title: string;
  /** Fields of messages that the encoder leaves out. */
  readonly fields: readonly string[];
  /** True where the encoder leaves out the `detail` of an image. */
  readonly detail: boolean;
  /** Returns what an endpoint does with a content part of a kind that the protocol lacks; null for all other parts. */
  readonly part: (part: JsonObject) => Pick<ProtocolNote, 'message' | 'severity'> | null;
}

/** The messages of a scenario in order, with their paths. */
export function placedMessages({ turns, written, systemApart }: Scenario): readonly PlacedMessage[] {
  const byTurns = isObject(written.expect) && Array.isArray(written.expect['turns']);
  return turns.flatMap(({ messages }, turn) =>
    messages.map((message, at) => {
      const apart = systemApart === true && turn === 0;
      const path = apart && at === 0 ? ['system'] : ['messages', apart ? at - 1 : at];
      return { message, turn, path: byTurns && at === messages.length - 1 ? ['turns', turn, 'user'] : path };
    }),
  );
}

/** Notes on fields and parts of messages that a protocol cannot say. Messages with items of their own have none. */
export function messageNotes(scenario: Scenario, unsaid: Unsaid): ProtocolNote[] {
  return placedMessages(scenario)
    .filter(({ message }) => sentAs(message, unsaid.protocol) === null)
    .flatMap(({ message, path }) => [...fieldNotes(message, path, unsaid), ...partNotes(message, path, unsaid)]);
}

function fieldNotes(message: Message, path: ProtocolNote['path'], { fields, title }: Unsaid): ProtocolNote[] {
  return fields
    .filter((name) => (message[name] ?? null) !== null)
    .map((name) => ({
      path: [...path, name],
      message: `${title} has no \`${name}\` in a message: it is not sent. Leave it out, or say it in the text.`,
      severity: 'warning',
    }));
}

function partNotes({ content }: Message, path: ProtocolNote['path'], unsaid: Unsaid): ProtocolNote[] {
  if (!Array.isArray(content)) return [];
  // The user of a turn is the content itself.
  const parts = path.at(-1) === 'user' ? path : [...path, 'content'];
  return content.flatMap((part: Json, i) => {
    if (!isObject(part)) return [];
    const note = unsaid.part(part);
    if (note !== null) return [{ path: [...parts, i], ...note }];
    const { image_url: image } = part;
    if (!unsaid.detail || !isObject(image) || (image['detail'] ?? 'auto') === 'auto') return [];
    const message = `${unsaid.title} has no \`detail\` of an image: it is not sent. Leave it out.`;
    return [{ path: [...parts, i, 'image_url', 'detail'], message, severity: 'warning' }];
  });
}
