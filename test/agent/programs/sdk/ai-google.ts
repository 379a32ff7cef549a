import { google } from '@ai-sdk/google';
import { askModel } from './ai.ts';

export const ask = (prompt: string, stream: boolean): Promise<string> => askModel(google('oracle'), prompt, stream);
