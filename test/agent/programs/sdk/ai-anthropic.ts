import { anthropic } from '@ai-sdk/anthropic';
import { askModel } from './ai.ts';

export const ask = (prompt: string, stream: boolean): Promise<string> => askModel(anthropic('oracle'), prompt, stream);
