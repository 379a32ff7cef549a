import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { TooltapeError } from '../domain/errors.ts';
import type { RunHeader, Summary, TrialRow } from '../domain/run.ts';

/** Takes trials as they come, in the order of the file; the file appears under its name when it is finished. */
export interface RunWriter {
  /** The row as it stands in the file: `serializeTrial(row)`. */
  addLine(line: string): void;
  finish(summary: readonly Summary[]): void;
  /** Removes what was written so far. */
  discard(): void;
}

const FLUSH_AT = 256 * 1024;

/** One trial as one line of the run file. */
export function serializeTrial(row: TrialRow): string {
  return JSON.stringify(row);
}

/** Writes beside the target and renames at the end, so that a run file is whole or not there. */
export function createRunWriter(path: string, header: RunHeader): RunWriter {
  const temporary = `${path}.${process.pid}.tmp`;
  const guard = <T>(action: () => T): T => {
    try {
      return action();
    } catch (cause) {
      rmSync(temporary, { force: true });
      throw new TooltapeError('OUTPUT', `${path}: the run file cannot be written: ${(cause as Error).message}`, {
        remedy: 'Free some space or choose another place with --output.',
        cause,
      });
    }
  };
  const file = guard(() => {
    mkdirSync(dirname(path), { recursive: true });
    return openSync(temporary, 'w');
  });
  let buffer = `${headerText(header)}"trials":[`;
  let count = 0;
  const flush = (): void => {
    guard(() => writeAll(file, buffer));
    buffer = '';
  };
  return {
    addLine(line) {
      buffer += count === 0 ? `\n${line}` : `,\n${line}`;
      count += 1;
      if (buffer.length >= FLUSH_AT) flush();
    },
    finish(summary) {
      buffer += `\n],\n"summary":[${lines(summary)}]}\n`;
      flush();
      guard(() => {
        closeSync(file);
        renameSync(temporary, path);
      });
    },
    discard() {
      closeSync(file);
      rmSync(temporary, { force: true });
    },
  };
}

/** The document up to its trials: every field a line, models and scenarios one a line. */
function headerText(header: RunHeader): string {
  const { models, scenarios, ...rest } = header;
  const fields = Object.entries(rest).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)},\n`);
  return `{${fields.join('')}"models":[${lines(models)}],\n"scenarios":[${lines(scenarios)}],\n`;
}

function lines(items: readonly unknown[]): string {
  return items.length === 0 ? '' : `\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n`;
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
