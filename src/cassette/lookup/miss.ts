import type { Json } from '../../json/json.ts';
import type { Miss } from '../../domain/transcript.ts';
import { escapeInJson } from '../../text/escape.ts';
import { counted } from '../../text/numbers.ts';
import { recordingCommand } from '../../text/shell.ts';
import { excerptAround, shortJson } from '../../text/shorten.ts';

export interface MissContext {
  readonly scenario: string;
  /** Further scenarios that miss in the same way. */
  readonly others?: readonly string[];
  /** True when the run selected exactly these scenarios, so that the command need not name them. */
  readonly all?: boolean;
  readonly model: string;
  /** Number of the trial, from 1. */
  readonly trial?: number;
  /** Numbers of several trials that miss in the same way, of which `trial` is the last: `1–5`. */
  readonly trials?: string;
  /** Further arguments of the command that records anew, as given: `['--cassettes', 'tapes']`. */
  readonly options?: readonly string[];
  /** Text in place of the command that records anew. */
  readonly command?: string;
  /** How the message names a request that is no step of a scenario: `request 2, /chat/completions`. */
  readonly subject?: string;
}

/** Most differences that are shown. The others are counted. */
const SHOWN = 8;
const WIDTH = 160;

/**
 * The text of a miss without colour: why the request was not found, the differences to the nearest recording, and the command
 * that records it anew.
 */
export function explainMiss(miss: Miss, context: MissContext): string {
  const lines = [
    `${sentence(miss, context)} (${miss.cassette})`,
    ...requestDifferences(miss).map((line) => `  ${line}`),
  ];
  lines.push(`  record it: ${context.command ?? recordCommand(miss, context)}`);
  return lines.join('\n');
}

/**
 * Differences between a request and the nearest recording as lines `- path: before` and `+ path: after`. Long texts are cut
 * around the first difference.
 */
export function requestDifferences({ differences }: Miss): string[] {
  const lines = differences.slice(0, SHOWN).flatMap(({ path, recorded, requested }) => {
    const [before, after] = excerpts(recorded, requested);
    return [`- ${path}: ${before}`, `+ ${path}: ${after}`];
  });
  const more = differences.length - SHOWN;
  return more > 0 ? [...lines, `… and ${more} more`] : lines;
}

/** The command that records what is missing, ready to paste into a POSIX shell. */
export function recordCommand(
  miss: Miss,
  { scenario, others = [], all = false, model, trial = 1, options = [] }: MissContext,
): string {
  const mode = miss.code === 'never-recorded' ? 'missing' : 'all';
  return recordingCommand({ scenarios: [scenario, ...others], model, trials: trial, mode, all, options });
}

function sentence(miss: Miss, { scenario, others = [], model, trial, trials, subject }: MissContext): string {
  if (subject !== undefined) return `${subject}: ${REASONS[miss.code]}`;
  const more = others.length === 0 ? '' : ` and ${counted(others.length, 'more scenario')}`;
  const which = trials === undefined ? (trial === undefined ? '' : `, trial ${trial}`) : `, trials ${trials}`;
  const cell = `${scenario}${more} × ${model}${which}`;
  switch (miss.code) {
    case 'never-recorded':
      return `${cell}: never recorded`;
    case 'request-changed':
      return `${cell}: the request of step ${miss.step} changed since it was recorded`;
    case 'used-up':
      return `${cell}: step ${miss.step} asks for more than was recorded: every matching recording is used up`;
  }
}

const REASONS: { readonly [code in Miss['code']]: string } = {
  'never-recorded': 'nothing is recorded',
  'request-changed': 'the request changed since it was recorded',
  'used-up': 'it was recorded, and every recording of it is used up',
};

/**
 * Both values as JSON. Long texts are shortened around their first difference, and other long values as `shortJson` does, so that
 * every quote and bracket is closed.
 */
function excerpts(recorded: Json | undefined, requested: Json | undefined): [string, string] {
  const written = (value: Json | undefined): string =>
    value === undefined ? '(absent)' : escapeInJson(shortJson(value, WIDTH));
  if (typeof recorded !== 'string' || typeof requested !== 'string') return [written(recorded), written(requested)];
  let same = 0;
  while (same < recorded.length && recorded[same] === requested[same]) same++;
  const isLong = Math.max(recorded.length, requested.length) > WIDTH;
  const around = (text: string): string =>
    escapeInJson(JSON.stringify(isLong ? excerptAround(text, same, WIDTH) : text));
  return [around(recorded), around(requested)];
}
