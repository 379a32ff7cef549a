import type { Json } from '../../json/json.ts';
import type { Miss } from '../../domain/transcript.ts';
import { escapeRegExp } from '../../text/escape-reg-exp.ts';
import { escapeInJson } from '../../text/escape.ts';
import { excerptAround } from '../../text/shorten.ts';

export interface MissContext {
  readonly scenario: string;
  readonly model: string;
  /** From 1. */
  readonly trial?: number;
  /** Further arguments of the command that records anew, as given: `['--cassettes', 'tapes']`. */
  readonly options?: readonly string[];
  /** What to do instead of that command. */
  readonly command?: string;
}

/** Differences that are shown; the rest is counted. */
const SHOWN = 8;
const WIDTH = 160;

/** Why a request was not found, the nearest recording's differences, and the command that records it anew: lines without colour. */
export function explainMiss(miss: Miss, context: MissContext): string {
  const lines = [`${sentence(miss, context)} (${miss.cassette})`];
  for (const { path, recorded, requested } of miss.differences.slice(0, SHOWN)) {
    const [before, after] = excerpts(recorded, requested);
    lines.push(`  - ${path}: ${before}`, `  + ${path}: ${after}`);
  }
  const more = miss.differences.length - SHOWN;
  if (more > 0) lines.push(`  … and ${more} more`);
  lines.push(`  record it: ${context.command ?? recordCommand(miss, context)}`);
  return lines.join('\n');
}

/** The command that records what is missing, ready to paste into a POSIX shell. */
export function recordCommand(miss: Miss, { scenario, model, trial = 1, options = [] }: MissContext): string {
  const pattern = `^${escapeRegExp(scenario)}$`;
  const mode = miss.code === 'never-recorded' ? 'missing' : 'all';
  const trials = trial > 1 ? ['--trials', String(trial)] : [];
  const words = ['tooltape', 'run', ...options, '--record', mode, '--grep', pattern, '--models', model, ...trials];
  return `npx ${words.map(shellWord).join(' ')}`;
}

function sentence(miss: Miss, { scenario, model, trial }: MissContext): string {
  const cell = `${scenario} × ${model}${trial === undefined ? '' : `, trial ${trial}`}`;
  switch (miss.code) {
    case 'never-recorded':
      return `${cell}: never recorded`;
    case 'request-changed':
      return `${cell}: the request of step ${miss.step} changed since it was recorded`;
    case 'used-up':
      return `${cell}: step ${miss.step} asks for more than was recorded: every matching recording is used up`;
  }
}

/** Both sides around the first place where two texts differ. */
function excerpts(recorded: Json | undefined, requested: Json | undefined): [string, string] {
  const texts = [recorded, requested].map((value) =>
    value === undefined ? '(absent)' : escapeInJson(JSON.stringify(value)),
  ) as [string, string];
  const [a, b] = texts;
  if (Math.max(a.length, b.length) <= WIDTH) return texts;
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return [excerptAround(a, same, WIDTH), excerptAround(b, same, WIDTH)];
}

/** A word of a command that can be pasted into a shell: quoted where it has to be. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
