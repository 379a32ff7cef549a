import { isObject, type Json, type JsonObject } from '../../../../json/json.ts';
import { report, type Findings } from '../../../findings.ts';
import type { ReadContext } from '../../../read-context.ts';
import { addChoice, finishChoice, startChoice, type ChoiceState } from './choice-state.ts';
import { joinChoices, type JoinedChoice } from './join-choices.ts';
import type { Draft } from '../turn-draft.ts';
import { addUsage } from '../usage.ts';

/** The answer of a stream so far. */
export interface StreamState {
  /** Choices by index. Only the first is read where the request asked for several answers. */
  readonly choices: Map<number, ChoiceState>;
  readonly servedModels: string[];
  usage: JsonObject | undefined;
  usageChunks: number;
}

/** The state before the first chunk. */
export function startStream(): StreamState {
  return { choices: new Map(), servedModels: [], usage: undefined, usageChunks: 0 };
}

/** Adds a chunk that holds no error. */
export function addChunk(state: StreamState, chunk: JsonObject, context: ReadContext, findings: Findings): void {
  const { model, choices, usage } = chunk;
  if (typeof model === 'string' && model !== '' && !state.servedModels.includes(model)) state.servedModels.push(model);
  if (isObject(usage)) countUsage(state, usage, findings);
  if (!Array.isArray(choices)) {
    if (isObject(usage)) {
      report(findings, 'usage', 'breaking', 'the chunk with the token counts has no choices', chunk);
    } else {
      report(findings, 'framing', 'breaking', 'an event is no chunk of a completion: it has no choices', chunk);
    }
    return;
  }
  for (const choice of choices) {
    if (isObject(choice)) takeChoice(state, choice, context, findings);
    else report(findings, 'framing', 'breaking', 'a chunk has a choice that is no object', chunk);
  }
}

function countUsage(state: StreamState, usage: JsonObject, findings: Findings): void {
  state.usageChunks += 1;
  if (state.usageChunks > 1) {
    report(findings, 'usage', 'cosmetic', 'token counts come in several chunks; the last counts', usage);
  }
  state.usage = addUsage(state.usage, usage);
}

function takeChoice(state: StreamState, choice: JsonObject, context: ReadContext, findings: Findings): void {
  const { index } = choice;
  const [first = 0] = state.choices.keys();
  if (typeof index !== 'number') {
    report(findings, 'stream-deltas', 'breaking', 'a chunk does not number its choice', choice);
  }
  const place = typeof index === 'number' ? index : first;
  if (state.choices.size > 0 && place !== first && (context.choices ?? 1) > 1) return;
  let known = state.choices.get(place);
  if (known === undefined) {
    known = startChoice();
    state.choices.set(place, known);
  }
  if (isObject(choice['usage']) && state.usage === undefined) countUsage(state, choice['usage'], findings);
  addChoice(known, choice, context, findings);
}

/** The latest finish reason of the choices; null where none has one. */
export function endSoFar(state: StreamState): {
  readonly finishReason: string | null;
  readonly emptyFinish: boolean;
  readonly nativeFinishReason: string | null;
} {
  const choices = [...state.choices.values()];
  return {
    finishReason: choices.findLast((choice) => choice.finishReason !== null)?.finishReason ?? null,
    emptyFinish: choices.some((choice) => choice.emptyFinish),
    nativeFinishReason: choices.findLast((choice) => choice.nativeFinishReason !== null)?.nativeFinishReason ?? null,
  };
}

/** Whether a chunk has brought a piece of an answer. */
export function sawDelta(state: StreamState): boolean {
  return [...state.choices.values()].some((choice) => choice.sawDelta || choice.messages.length > 0);
}

/** Ends the stream: returns the draft, and reports what only the whole stream shows. */
export function finishStream(state: StreamState, context: ReadContext, findings: Findings): Draft {
  const joined = joinAll(state, context, findings);
  return {
    ...joined,
    usage: state.usage,
    usageOwed: context.usageAsked === true,
    servedModels: state.servedModels,
  };
}

function joinAll(state: StreamState, context: ReadContext, findings: Findings): JoinedChoice {
  const [first = startChoice(), ...others] = state.choices.values();
  const whole = finishChoice(first, context, findings);
  if (others.length === 0) return whole;
  const rest = others.map((choice) => finishChoice(choice, context, findings));
  const evidence: Json = { indices: [...state.choices.keys()] };
  report(
    findings,
    'stream-deltas',
    'breaking',
    'the answer is cut over several choices, where one was asked for',
    evidence,
  );
  const joined = joinChoices([whole, ...rest]);
  return {
    ...joined,
    garbled: joined.garbled ?? [whole, ...rest].find(({ garbled }) => garbled !== null)?.garbled ?? null,
  };
}
