import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { TooltapeError } from '../../domain/errors.ts';
import { isObject } from '../../json/json.ts';
import { explainFault, type ValueCheck } from '../../json/value-check.ts';
import { irregularFile } from '../../files/read-regular.ts';
import { checkHeader, checkSummaries, checkTrial } from './check-run.ts';
import { RUN_FORMAT, type Run, type RunFile, type RunHeader, type Summary, type TrialRow } from '../../domain/run.ts';

/** An open run file. `trials` reads the file anew at each call, one trial at a time. */
export interface RunSource extends Run {
  readonly path: string;
}

const CHUNK = 1024 * 1024;
const TRIALS_LINE = '"trials":[';
const SUMMARY_LINE = '"summary":[';
const AGAIN = 'Run again, or name another run file.';

/**
 * Opens a run file of any size in bounded memory, where it holds one trial a line, as tooltape writes it. A file in another
 * layout, such as one that a tool has pretty-printed, is read whole. Errors: RUN_FILE when the file is missing, cut off, no run
 * file, or of a newer format.
 */
export function openRunFile(path: string): RunSource {
  const stats = statSync(path, { throwIfNoEntry: false });
  const found = stats === undefined ? null : irregularFile(stats);
  if (found !== null && found !== 'a folder') throw broken(path, `expected a regular file, found ${found}`, AGAIN);
  const parts = scan(path);
  if (parts === null) return readWhole(path);
  const { summary, ...rest } = parse(path, parts.summary, parts.summaryLine);
  const header = readHeader(path, { ...parse(path, parts.header, 1), ...rest });
  return {
    path,
    header,
    summary: readSummary(path, summary),
    trials: () => checkTrials(path, parsedTrials(path, parts.firstTrialLine)),
  };
}

interface Parts {
  readonly header: string;
  readonly summary: string;
  readonly firstTrialLine: number;
  readonly summaryLine: number;
}

/** The texts before and after the trials; null for a file in another layout. */
function scan(path: string): Parts | null {
  let header = '';
  let summary = '';
  let at: 'header' | 'trials' | 'summary' = 'header';
  let line = 0;
  let firstTrialLine = 0;
  let summaryLine = 0;
  for (const text of readLines(path)) {
    line += 1;
    if (at === 'header' && text.startsWith(TRIALS_LINE)) {
      if (text !== TRIALS_LINE) return null;
      header = `${header.trimEnd().replace(/,$/, '')}}`;
      firstTrialLine = line + 1;
      at = 'trials';
    } else if (at === 'trials' && text.startsWith(SUMMARY_LINE)) {
      summary = `{${text}`;
      summaryLine = line;
      at = 'summary';
    } else if (at === 'header') {
      header += `${text}\n`;
    } else if (at === 'summary') {
      summary += `${text}\n`;
    }
  }
  if (at === 'header') return null;
  if (at === 'trials')
    throw broken(
      path,
      'it is cut off: the trials have no end',
      'Run again, or read the run file that the finished run wrote.',
    );
  return { header, summary, firstTrialLine, summaryLine };
}

function* parsedTrials(path: string, firstLine: number): Generator {
  let line = firstLine;
  for (const text of trialLines(path)) yield parse(path, text, line++);
}

/** Yields the trials. Errors: RUN_FILE for one without the shape of a trial, and for trials that are not sorted by scenario. */
function* checkTrials(path: string, trials: Iterable<unknown>): Generator<TrialRow> {
  let before = '';
  let count = 0;
  for (const row of trials) {
    count += 1;
    const trial = sound<TrialRow>(path, row, checkTrial, `trials[${count - 1}]`);
    if (trial.scenario < before) {
      const [earlier, later] = [before, trial.scenario].map((id) => JSON.stringify(id));
      throw broken(path, `the trials are not sorted by scenario: ${later} stands after ${earlier}`, AGAIN);
    }
    before = trial.scenario;
    yield trial;
  }
}

/** The value, checked, with its type. Errors: RUN_FILE with the place, what was expected and what was found. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the check makes sure of the type that the caller names
function sound<Type>(path: string, value: unknown, check: ValueCheck, place: string): Type {
  const fault = check(value);
  if (fault === null) return value as Type;
  const joint = place === '' || fault.path === '' ? '' : '.';
  throw broken(path, explainFault({ ...fault, path: `${place}${joint}${fault.path}` }), AGAIN);
}

function readSummary(path: string, value: unknown): readonly Summary[] {
  return sound<readonly Summary[]>(path, value, checkSummaries, 'summary');
}

function* trialLines(path: string): Generator<string> {
  let inside = false;
  for (const text of readLines(path)) {
    if (!inside) inside = text === TRIALS_LINE;
    else if (text.startsWith(SUMMARY_LINE)) return;
    else if (text !== '],' && text !== ']') yield text.endsWith(',') ? text.slice(0, -1) : text;
  }
}

function* readLines(path: string): Generator<string> {
  const file = open(path);
  try {
    const decoder = new StringDecoder('utf8');
    const chunk = Buffer.allocUnsafe(CHUNK);
    let rest = '';
    for (;;) {
      const size = readSync(file, chunk);
      const text = size === 0 ? rest + decoder.end() : rest + decoder.write(chunk.subarray(0, size));
      let start = 0;
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
        yield text.slice(start, end);
        start = end + 1;
      }
      rest = text.slice(start);
      if (size === 0) break;
    }
    if (rest !== '') yield rest;
  } finally {
    closeSync(file);
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw broken(
      path,
      `it cannot be opened: ${(cause as Error).message}`,
      'Name a run file; `tooltape run -o run.json` writes one.',
    );
  }
}

function readWhole(path: string): RunSource {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw broken(
      path,
      `it cannot be read: ${(cause as Error).message}`,
      'Name a run file; `tooltape run -o run.json` writes one.',
    );
  }
  const value = parse(path, text, 1);
  checkFormat(path, value);
  if (!Array.isArray(value['trials']) || !Array.isArray(value['summary'])) {
    throw broken(path, 'it has no `trials` or no `summary`', 'Name a run file that `tooltape run` has written.');
  }
  const { trials, summary, ...header } = value as unknown as RunFile;
  return {
    path,
    header: readHeader(path, header),
    summary: readSummary(path, summary),
    trials: () => checkTrials(path, trials),
  };
}

function parse(path: string, text: string, line: number): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw broken(path, `line ${line} is not JSON: ${(cause as Error).message}`, AGAIN);
  }
}

function readHeader(path: string, value: unknown): RunHeader {
  checkFormat(path, value);
  return sound<RunHeader>(path, value, checkHeader, '');
}

/** Checks the `format` of a run file. Errors: RUN_FILE for another file, and for a run file of a newer version. */
function checkFormat(path: string, value: unknown): void {
  const format = isObject(value) ? value['format'] : undefined;
  if (format === RUN_FORMAT) return;
  const newer = typeof format === 'string' && Number(/^tooltape\.run\/(\d+)$/.exec(format)?.[1]) > 1;
  throw broken(
    path,
    explainFault({ path: '', expected: `"format": "${RUN_FORMAT}"`, found: format }),
    newer ? 'Update tooltape to read it.' : 'Name a run file that `tooltape run` has written.',
  );
}

function broken(path: string, what: string, remedy: string): TooltapeError {
  return new TooltapeError('RUN_FILE', `${path}: ${what}`, { remedy });
}
