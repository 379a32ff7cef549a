import { openai } from '@ai-sdk/openai';
import { askModel } from './ai.ts';

export const ask = (prompt: string, stream: boolean): Promise<string> =>
  askModel(openai.chat('oracle'), prompt, stream);
