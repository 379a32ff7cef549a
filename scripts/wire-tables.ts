import { ERROR_CLASSES } from '../src/protocol/errors/error-classes.ts';
import { ERROR_WORDS } from '../src/protocol/errors/error-words.ts';
import { STATUS_KINDS } from '../src/protocol/errors/classify-error.ts';
import { REPORTED_CALLS } from '../src/protocol/errors/reported-calls.ts';
import { WAIT_SOURCES } from '../src/protocol/errors/wait-sources.ts';
import { END_WORDS } from '../src/protocol/reading/end-words.ts';
import { CALL_SIGNS, TEMPLATE_MARKUP } from '../src/protocol/reading/leak-signs.ts';
import { code, table } from './markdown.ts';

/** Phrases that a row of the documentation quotes; the code has all of them. */
const QUOTED = 4;

/** What the words for the end of an answer come to. */
export function endWordsTable(): string {
  return table(
    ['what it comes to', 'words'],
    END_WORDS.map(({ comesTo, words }) => [comesTo, words.map(code).join(', ')]),
  );
}

/** Classes of errors with their words, in the order in which they are looked for. */
export function errorWordsTable(): string {
  const rows = ERROR_WORDS.map(({ means, codes, phrases }) => {
    const { about, code: reason, retryable } = ERROR_CLASSES[means];
    const words = [...codes.map(code), ...phrases.slice(0, QUOTED).map((phrase) => `“${phrase}”`)];
    const more = phrases.length > QUOTED ? ', …' : '';
    return [about, reason === null ? 'by status' : code(reason), said(retryable), words.join(', ') + more];
  });
  return table(['what it is about', 'reason', 'asked again', 'codes and “phrases”'], rows);
}

/** What the status alone says. */
export function statusTable(): string {
  const rows = STATUS_KINDS.map(({ status, code: reason, retryable }) => [status, code(reason), said(retryable)]);
  return table(['status', 'reason', 'asked again'], rows);
}

/** What servers report of the model's calls in place of an answer. */
export function reportedCallsTable(): string {
  const rows = REPORTED_CALLS.map(({ means, by, codes, phrases }) => [
    by,
    code(means),
    [...codes.map(code), ...phrases.map((phrase) => `“${phrase}”`)].join(', '),
  ]);
  return table(['server', 'reason', 'codes and “phrases”'], rows);
}

/** Where the wait before a retry is read, in the order in which it is looked for. */
export function waitsTable(): string {
  return table(
    ['', 'where'],
    WAIT_SOURCES.map(({ where }, i) => [String(i + 1), where]),
  );
}

/** How calls are written into texts. */
export function leaksTable(): string {
  const rows = [
    ...CALL_SIGNS.map(({ shows, by }) => [shows, by]),
    ...TEMPLATE_MARKUP.map(({ shows }) => [shows, 'a chat template, whatever tool it names']),
  ];
  return table(['markup', 'of'], rows);
}

function said(retryable: boolean | null): string {
  return retryable === null ? 'by status' : retryable ? 'yes' : 'no';
}
