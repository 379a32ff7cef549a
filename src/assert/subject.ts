import { TooltapeError } from '../domain/errors.ts';
import type { ToolDefinition } from '../domain/scenario.ts';
import type { Transcript } from '../domain/transcript.ts';
import { HELD_FORMS } from '../traffic/held/held-forms.ts';
import { readMessages } from '../traffic/read-messages.ts';
import { toolsDeclaredFor } from '../traffic/declared-tools.ts';

/** What a test judges: a tape, its transcript or one of its conversations, or messages of any protocol or framework. */
export type Judged =
  | { transcript(): Transcript; readonly misses?: readonly { readonly text: string }[] }
  | { readonly transcript: Transcript }
  | Transcript
  | readonly object[];

export interface Subject {
  /** All steps in one turn, because an expectation of a test is about all of them. */
  readonly transcript: Transcript;
  /** Tools that requests declare; null where they are not known. */
  readonly tools: readonly ToolDefinition[] | null;
  /** Texts of requests without a recording. */
  readonly misses: readonly string[];
}

/** Reads what a test judges. Errors: USAGE for a value without calls. */
export function subjectOf(judged: unknown): Subject {
  if (Array.isArray(judged)) return { transcript: inOneTurn(readMessages(judged)), tools: null, misses: [] };
  if (typeof judged === 'object' && judged !== null) {
    const { transcript, turns, misses } = judged as { transcript?: unknown; turns?: unknown; misses?: unknown };
    const told = Array.isArray(misses) ? (misses as readonly { text?: unknown }[]).map(({ text }) => String(text)) : [];
    if (typeof transcript === 'function') {
      const made: unknown = (judged as { transcript(): unknown }).transcript();
      return { ...subjectOf(made), misses: told };
    }
    if (typeof transcript === 'object' && transcript !== null) return subjectOf(transcript);
    if (Array.isArray(turns)) {
      const whole = judged as Transcript;
      const tools = toolsDeclaredFor(whole)?.map((tool) => ({ ...tool, returns: null })) ?? null;
      return { transcript: inOneTurn(whole), tools, misses: told };
    }
  }
  const held = HELD_FORMS.find(({ property }) => typeof judged === 'object' && judged !== null && property in judged);
  throw new TooltapeError('USAGE', `expected a tape, a transcript or a list of messages, found ${kindOf(judged)}`, {
    remedy:
      held === undefined
        ? 'Give what attachCassette, tape.transcript() or transcriptOf returns, or the messages of the conversation.'
        : `Give its \`${held.property}\`.`,
  });
}

function kindOf(value: unknown): string {
  if (value instanceof Promise) return 'a promise: await it first';
  if (value === null) return 'null';
  return typeof value === 'object'
    ? `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'nothing in it'}`
    : typeof value;
}

function inOneTurn(transcript: Transcript): Transcript {
  const { turns } = transcript;
  const end = turns.at(-1)?.end ?? 'answer';
  return { ...transcript, turns: [{ steps: turns.flatMap((turn) => turn.steps), end }] };
}
