import type { Transcript } from '../domain/transcript.ts';
import type { DeclaredTool } from './traffic.ts';

const declared = new WeakMap<Transcript, readonly DeclaredTool[]>();

/** Remembers the tools that the requests of a transcript declare. Returns the transcript. */
export function declaring(transcript: Transcript, tools: readonly DeclaredTool[]): Transcript {
  declared.set(transcript, tools);
  return transcript;
}

/** The tools that the requests of a transcript declare; null for a transcript that did not come from requests. */
export function toolsDeclaredFor(transcript: Transcript): readonly DeclaredTool[] | null {
  return declared.get(transcript) ?? null;
}
