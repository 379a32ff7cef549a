import { isAbsolute } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import { closest } from '../../text/closest.ts';
import { type Load, REPORTERS } from '../../report/reporters.ts';
import type { ReportOptions } from '../../report/source.ts';
import { expectWritable, isSameFile, writeOutput } from './files.ts';
import type { Terminal } from './terminal.ts';

/** One requested report with its destination. */
export interface ReportTarget<Render> {
  readonly name: string;
  readonly load: Load<Render>;
  /** Path of the file; null for standard output. */
  readonly file: string | null;
}

/** Parses `table,junit:out.xml`. Errors: USAGE for an unknown report, an empty list, and two reports with one destination. */
export function parseReporters<Render>(
  spec: string,
  reporters: ReadonlyMap<string, Load<Render>>,
): ReportTarget<Render>[] {
  const known = [...reporters.keys()];
  const targets = spec
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part): ReportTarget<Render> => {
      const colon = part.indexOf(':');
      const word = colon === -1 ? part : part.slice(0, colon);
      const load = reporters.get(word);
      if (load === undefined) throw unknownReporter(word, known);
      const file = colon === -1 ? null : part.slice(colon + 1);
      if (file === '') {
        throw new TooltapeError('USAGE', `--reporter ${spec}: expected a file name after the colon of ${word}`, {
          remedy: `Write ${word}:${defaultFile(word)}, or leave the colon out to print it.`,
        });
      }
      return { name: word, load, file };
    });
  if (targets.length === 0) {
    throw new TooltapeError('USAGE', `--reporter ${JSON.stringify(spec)}: it names no report`, {
      remedy: `Name one or more of: ${known.join(', ')}.`,
    });
  }
  expectOwnFiles(targets);
  const printed = targets.filter(({ name, file }) => file === null && !isBeside(name));
  const second = printed[1];
  if (second !== undefined) {
    throw new TooltapeError(
      'USAGE',
      `--reporter ${spec}: ${printed.map((target) => target.name).join(' and ')} both go to standard output`,
      {
        remedy: `Write one of them to a file: ${second.name}:${defaultFile(second.name)}`,
      },
    );
  }
  return targets;
}

/** Errors: USAGE when a report would replace another report, or one of `runs`, the run files that it reads. */
export function expectOwnFiles(targets: readonly ReportTarget<unknown>[], runs: readonly string[] = []): void {
  const files = targets.flatMap(({ name, file }) => (file === null ? [] : [{ name, file }]));
  for (const [at, { name, file }] of files.entries()) {
    const other = files.slice(0, at).find((before) => isSameFile(before.file, file));
    const what = other === undefined ? 'the run file' : `the ${other.name} report`;
    if (other === undefined && !runs.some((path) => isSameFile(path, file))) continue;
    throw new TooltapeError('USAGE', `--reporter ${name}:${file}: it would replace ${what}`, {
      remedy: 'Give each file a name of its own.',
    });
  }
}

/** Errors: OUTPUT where a report cannot be written. It is called before the work, so that none is lost. */
export function expectPlaces(targets: readonly ReportTarget<unknown>[]): void {
  for (const { file } of targets) if (file !== null) expectWritable(file);
}

/** Options of a report in a file. */
export const TO_FILE: ReportOptions = { width: 120, color: false, toFile: true };

/** Writes a report to its destination, each piece at once. */
export function emitReport(
  target: ReportTarget<unknown>,
  render: (options: ReportOptions) => Iterable<string>,
  terminal: Terminal,
): void {
  if (target.file === null) {
    const print = isBeside(target.name) ? terminal.err : terminal.out;
    for (const piece of render({ width: terminal.width, color: terminal.color })) print(piece);
    return;
  }
  // A job summary is appended, because other steps write to the file too.
  const append =
    target.name === 'markdown' && isAbsolute(target.file) && target.file === process.env['GITHUB_STEP_SUMMARY'];
  writeOutput(target.file, render(TO_FILE), append);
  terminal.err(`wrote ${target.file}\n`);
}

function isBeside(name: string): boolean {
  return REPORTERS[name]?.beside === true;
}

/** Example of a file name for this report. */
function defaultFile(name: string): string {
  return `report.${REPORTERS[name]?.extension ?? name}`;
}

function unknownReporter(word: string, known: readonly string[]): TooltapeError {
  const near = closest(word, known);
  return new TooltapeError(
    'USAGE',
    `--reporter ${word}: there is no such report${near === null ? '' : `; did you mean ${near}?`}`,
    {
      remedy: `Name one or more of: ${known.join(', ')}, each with :file if it is to be written.`,
    },
  );
}
