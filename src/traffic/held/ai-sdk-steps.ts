import { readParts } from './ai-sdk-messages.ts';
import type { HeldForm } from './held-form.ts';

/** Steps of the AI SDK: `steps` of `generateText` and `streamText`, and the argument of `onStepFinish`. */
export const AI_SDK_STEPS: HeldForm = {
  title: 'steps of the AI SDK',
  property: 'steps',
  owns: (items) =>
    items.length > 0 &&
    items.every((item) => Array.isArray(item['content']) && 'finishReason' in item && !('role' in item)),
  read: (items) => items.flatMap(({ content }) => readParts(content)),
};
