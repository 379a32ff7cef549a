import { closest } from '../../text/closest.ts';
import { isObject } from '../../json/json.ts';
import type { Json } from '../../json/json.ts';
import type { Message, Turn } from '../../domain/scenario.ts';
import { report, within } from '../../document/place.ts';
import type { Place } from '../../document/place.ts';
import { readExpectation } from './read-expectation.ts';
import type { ExpectationContext } from './read-expectation.ts';
import type { WrittenExpectation, WrittenScenario } from '../shape/written.ts';

export interface Conversation {
  readonly turns: readonly Turn[];
  readonly written: { readonly messages: Json; readonly expect: Json };
}

/** Reads prompt, system, messages, turns and expect of a scenario whose shape may be broken in parts. */
export function readConversation(written: WrittenScenario, place: Place, context: ExpectationContext): Conversation {
  checkExclusive(written, place);
  const history: Message[] = Array.isArray(written.messages) ? [...written.messages] : [];
  if (typeof written.system === 'string') {
    if (history.some((message) => message?.role === 'system' || message?.role === 'developer')) {
      report(
        place,
        'exclusive',
        'A system prompt stands in "messages", too: give it in one of the two places.',
        'system',
      );
    }
    history.unshift({ role: 'system', content: written.system });
  }
  if (Array.isArray(written.turns)) return readTurns(written, history, place, context);
  const messages = written.prompt === undefined ? history : [...history, { role: 'user', content: written.prompt }];
  const expect = expectationAt(written.expect, 'expect', place, context);
  return { turns: [{ messages, expect }], written: { messages, expect: asJson(written.expect) } };
}

function readTurns(
  written: WrittenScenario,
  history: readonly Message[],
  place: Place,
  context: ExpectationContext,
): Conversation {
  if (written.expect !== undefined) {
    report(place, 'exclusive', '"expect" stands inside each of the turns, not beside them.', 'expect');
  }
  const turns = within(place, 'turns', () =>
    (written.turns ?? []).map((turn, i) => {
      const said: Message = { role: 'user', content: turn?.user ?? null };
      const messages = i === 0 ? [...history, said] : [said];
      const expect = within(place, i, () => expectationAt(turn?.expect, `turns[${i}].expect`, place, context));
      return { messages, expect };
    }),
  );
  return {
    turns,
    written: {
      messages: turns.flatMap((turn) => turn.messages),
      expect: { turns: (written.turns ?? []).map((turn) => ({ expect: asJson(turn?.expect) })) },
    },
  };
}

/** No expectation is one that judges only what always holds. */
function expectationAt(
  written: WrittenExpectation | undefined,
  path: string,
  place: Place,
  context: ExpectationContext,
): Turn['expect'] {
  const readable = isObject(written) ? (written as WrittenExpectation) : {};
  return within(place, 'expect', () => readExpectation(readable, path, place, context));
}

const asJson = (expect: WrittenExpectation | undefined): Json => (expect ?? {}) as Json;

const SAYING = ['prompt', 'messages', 'turns'];

function checkExclusive(written: WrittenScenario, place: Place): void {
  const has = (key: string): boolean => Object.hasOwn(written, key);
  // A mistyped key is a problem of its own already.
  if (!SAYING.some(has) && !Object.keys(written).some((key) => closest(key, SAYING) !== null)) {
    report(place, 'missing-key', 'Nothing is said to the model: give one of prompt, messages, turns.');
  }
  const other = ['messages', 'turns'].find(has);
  if (has('prompt') && other !== undefined) {
    report(place, 'exclusive', `"prompt" and "${other}" exclude each other: keep one of them.`, 'prompt');
  }
}
