import { dirname } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import { openNewFile, type NewFile } from '../../files/atomic-write.ts';
import { prepareFolder } from '../../files/make-folder.ts';
import type { RunHeader, StoppedBy, Summary, TrialRow } from '../../domain/run.ts';

/** Writes trials in the order of the file. The file gets its name when it is finished. */
export interface RunWriter {
  /** The row as it stands in the file: `serializeTrial(row)`. */
  addLine(line: string): void;
  /** Writes the end of the file, with what ended the run early; null where nothing did. */
  finish(summary: readonly Summary[], stoppedBy?: StoppedBy | null): void;
  /** Removes what was written so far. */
  discard(): void;
}

/** Writes a part of the header as JSON, without secrets. */
export type Serialize = (part: unknown) => string;

const BUFFERED = 256 * 1024;
/** Bytes that UTF-8 takes at most for a code unit of a string. */
const BYTES_A_UNIT = 3;

/** One trial as one line of the run file. */
export function serializeTrial(row: TrialRow): string {
  return JSON.stringify(row);
}

/** Writes to a temporary file and renames it at the end, so that a run file is always whole. */
export function createRunWriter(path: string, header: RunHeader, serialize: Serialize = JSON.stringify): RunWriter {
  const file = openPlace(path);
  const buffer = Buffer.allocUnsafe(BUFFERED);
  let length = 0;
  const flush = (): void => {
    file.write(buffer.subarray(0, length));
    length = 0;
  };
  const write = (text: string): void => {
    const most = text.length * BYTES_A_UNIT;
    if (length + most > BUFFERED) flush();
    if (most <= BUFFERED) length += buffer.write(text, length);
    else file.write(text);
  };
  const writeList = (items: readonly unknown[]): void => {
    for (const [i, item] of items.entries()) write(`${i === 0 ? '' : ','}\n${serialize(item)}`);
    if (items.length > 0) write('\n');
  };
  writeHeader(header, write, writeList, serialize);
  let count = 0;
  return {
    addLine(line) {
      write(count === 0 ? '\n' : ',\n');
      write(line);
      count += 1;
    },
    finish(summary, stoppedBy = null) {
      write('\n],\n"summary":[');
      writeList(summary);
      write(endOfRun(stoppedBy));
      flush();
      file.commit();
    },
    discard: () => file.discard(),
  };
}

/** The document behind the last summary. */
function endOfRun(stoppedBy: StoppedBy | null): string {
  return stoppedBy === null ? ']}\n' : `],\n"stoppedBy":${JSON.stringify(stoppedBy)}}\n`;
}

function openPlace(path: string): NewFile {
  try {
    prepareFolder(dirname(path));
    return openNewFile(path);
  } catch (cause) {
    if (!(cause instanceof TooltapeError)) throw cause;
    throw new TooltapeError('OUTPUT', cause.message, { remedy: 'Choose another place with --output <file>.', cause });
  }
}

/** Writes the document up to its trials: one field a line, and one model or scenario a line. */
function writeHeader(
  { models, scenarios, ...rest }: RunHeader,
  write: (text: string) => void,
  writeList: (items: readonly unknown[]) => void,
  serialize: Serialize,
): void {
  const early = Object.entries(rest).filter(([key]) => key !== 'stoppedBy');
  const fields = early.map(([key, value]) => `${JSON.stringify(key)}:${serialize(value)},\n`);
  write(`{${fields.join('')}"models":[`);
  writeList(models);
  write('],\n"scenarios":[');
  writeList(scenarios);
  write('],\n"trials":[');
}
