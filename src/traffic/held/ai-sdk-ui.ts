import { asText, type JsonObject } from '../../json/json.ts';
import type { HistoryItem } from '../../protocol/neutral/history.ts';
import type { HeldForm } from './held-form.ts';
import { answerOf, partsOf, rawOf, resultOf, textOf } from './said-parts.ts';

/** `UIMessage`s of the AI SDK, as `useChat` holds them. */
export const AI_SDK_UI: HeldForm = {
  title: 'UI messages of the AI SDK',
  property: 'messages',
  // Contents of Gemini hold `parts`, too, but their parts have no type.
  owns: (items) => items.some(({ parts }) => partsOf(parts).some(({ type }) => typeof type === 'string')),
  read: (items) => items.flatMap(readMessage),
};

function readMessage({ role, parts }: JsonObject): HistoryItem[] {
  if (role === 'user' || role === 'system') return [{ kind: role, content: textOf(parts) }];
  return stepsIn(partsOf(parts)).flatMap(readStep);
}

/** The parts of each step. One message holds all steps of an answer. */
function stepsIn(parts: readonly JsonObject[]): JsonObject[][] {
  const steps: JsonObject[][] = [[]];
  for (const part of parts) {
    if (part['type'] === 'step-start') steps.push([]);
    else steps.at(-1)?.push(part);
  }
  return steps;
}

function readStep(parts: readonly JsonObject[]): HistoryItem[] {
  const tools = parts.filter((part) => nameOf(part) !== null && part['providerExecuted'] !== true);
  const calls = tools.map((part) => ({
    id: asText(part['toolCallId']),
    name: nameOf(part) ?? '',
    rawArguments: rawOf(part['input'] ?? part['rawInput']),
  }));
  const answer = answerOf(textOf(parts.filter(({ type }) => type === 'text')), calls);
  const results = tools.flatMap(({ state, toolCallId, output, errorText }) => {
    if (state === 'output-available') return [resultOf(asText(toolCallId), output, false)];
    if (state === 'output-error') return [resultOf(asText(toolCallId), errorText, true)];
    return [];
  });
  return answer === null ? results : [answer, ...results];
}

/** Name of the tool of a part; null for a part of another kind. */
function nameOf({ type, toolName }: JsonObject): string | null {
  if (type === 'dynamic-tool') return asText(toolName);
  return /^tool-(.+)$/s.exec(asText(type))?.[1] ?? null;
}
