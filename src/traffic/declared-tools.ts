import type { Transcript } from '../domain/transcript.ts';
import type { DeclaredTool } from './traffic.ts';

const declared = new WeakMap<Transcript, readonly DeclaredTool[]>();

/** The transcript, whose requests declare these tools. */
export function declaring(transcript: Transcript, tools: readonly DeclaredTool[]): Transcript {
  declared.set(transcript, tools);
  return transcript;
}

/** The tools that the requests behind a transcript declare; null where it is not known. */
export function toolsDeclaredFor(transcript: Transcript): readonly DeclaredTool[] | null {
  return declared.get(transcript) ?? null;
}
