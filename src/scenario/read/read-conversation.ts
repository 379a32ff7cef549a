import { closest } from '../../text/closest.ts';
import { isObject } from '../../json/json.ts';
import type { Json } from '../../json/json.ts';
import type { Expectation, Message, Turn } from '../../domain/scenario.ts';
import { report, within } from '../../document/place.ts';
import type { Place } from '../../document/place.ts';
import { readExpectation } from './read-expectation.ts';
import type { ExpectationContext } from './read-expectation.ts';
import type { WrittenExpectation, WrittenScenario } from '../shape/written.ts';

export interface ReadConversation {
  readonly turns: readonly Turn[];
  /** The expectation beside `turns`, for the whole conversation; null where there is none. */
  readonly whole: Expectation | null;
  readonly written: { readonly messages: Json; readonly expect: Json };
}

/**
 * Reads `prompt`, `system`, `messages`, `turns` and `expect` of a scenario. Parts of its shape may be broken; `place` holds
 * these problems already.
 */
export function readConversation(
  written: WrittenScenario,
  place: Place,
  context: ExpectationContext,
): ReadConversation {
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
  return { turns: [{ messages, expect }], whole: null, written: { messages, expect: asJson(written.expect) } };
}

function readTurns(
  written: WrittenScenario,
  history: readonly Message[],
  place: Place,
  context: ExpectationContext,
): ReadConversation {
  const turns = within(place, 'turns', () =>
    (written.turns ?? []).map((turn, i) => {
      const said: Message = { role: 'user', content: turn?.user ?? null };
      const messages = i === 0 ? [...history, said] : [said];
      const expect = within(place, i, () => {
        checkNoState(turn?.expect, place);
        return expectationAt(turn?.expect, `turns[${i}].expect`, place, context);
      });
      return { messages, expect };
    }),
  );
  const inTurns: Json = (written.turns ?? []).map((turn) => ({ expect: asJson(turn?.expect) }));
  const beside = written.expect;
  return {
    turns,
    whole: beside === undefined ? null : expectationAt(beside, 'expect', place, context),
    written: {
      messages: turns.flatMap((turn) => turn.messages),
      expect: beside === undefined ? { turns: inTurns } : { turns: inTurns, expect: asJson(beside) },
    },
  };
}

/** Reads the expectation of a turn. Without one, only general rules are judged, such as valid arguments. */
function expectationAt(
  written: WrittenExpectation | undefined,
  path: string,
  place: Place,
  context: ExpectationContext,
): Turn['expect'] {
  const readable = isObject(written) ? (written as WrittenExpectation) : {};
  return within(place, 'expect', () => readExpectation(readable, path, place, context));
}

/** Reports `state` in the expectation of a turn. The state is judged once, after the last turn. */
function checkNoState(expect: WrittenExpectation | undefined, place: Place): void {
  const message = 'The state is judged after the last turn: write it into "expect" beside "turns".';
  if (!isObject(expect)) return;
  if (Object.hasOwn(expect, 'state')) report(place, 'misplaced', message, 'expect', 'state');
  const alternatives: unknown = expect.any_of;
  for (const [i, one] of Array.isArray(alternatives) ? alternatives.entries() : []) {
    if (isObject(one) && Object.hasOwn(one, 'state'))
      report(place, 'misplaced', message, 'expect', 'any_of', i, 'state');
  }
}

const asJson = (expect: WrittenExpectation | undefined): Json => (expect ?? {}) as Json;

const SAYING = ['prompt', 'messages', 'turns'];

function checkExclusive(written: WrittenScenario, place: Place): void {
  const has = (key: string): boolean => Object.hasOwn(written, key);
  // A mistyped `prompt` is reported as an unknown key already.
  if (!SAYING.some(has) && !Object.keys(written).some((key) => closest(key, SAYING) !== null)) {
    report(place, 'missing-key', 'Nothing is said to the model: give one of prompt, messages, turns.');
  }
  const other = ['messages', 'turns'].find(has);
  if (has('prompt') && other !== undefined) {
    report(place, 'exclusive', `"prompt" and "${other}" exclude each other: keep one of them.`, 'prompt');
  }
}
