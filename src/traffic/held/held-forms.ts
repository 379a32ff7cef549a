import { AI_SDK_MESSAGES } from './ai-sdk-messages.ts';
import { AI_SDK_STEPS } from './ai-sdk-steps.ts';
import { AI_SDK_UI } from './ai-sdk-ui.ts';
import type { HeldForm } from './held-form.ts';
import { LANGCHAIN } from './langchain.ts';
import { OPENAI_AGENTS } from './openai-agents.ts';

/** All forms, one a row. The first that owns a list reads it. */
export const HELD_FORMS: readonly HeldForm[] = [AI_SDK_STEPS, AI_SDK_MESSAGES, AI_SDK_UI, LANGCHAIN, OPENAI_AGENTS];
