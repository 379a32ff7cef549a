import { temporaryBeside } from '../../files/temporary.ts';
import type { RunHeader, Summary, TrialRow } from '../../domain/run.ts';
import { createAggregator } from '../aggregate.ts';
import { createRowSpool } from './row-spool.ts';
import { createRunWriter, serializeTrial } from './run-file-write.ts';

/** Receives the rows of a run, and writes the run file with its summary. */
export interface RowSink {
  /** Adds a row without secrets. `place` is the position of its cell in the run file. */
  add(row: TrialRow, place: number): void;
  /** Writes the remaining rows and the end of the file. Rows that waited are written as `amend` returns them. Returns the summary. */
  finish(header: RunHeader, amend: (row: TrialRow) => TrialRow): readonly Summary[];
  discard(): void;
}

export interface RowSinkOptions {
  readonly output: string;
  /** The header as known at the start of the run; `finish` gets the final one. */
  readonly header: RunHeader;
  /** True when rows come in the order of the file, and none changes later. Otherwise they wait in a spool file for the end of the run. */
  readonly inOrder: boolean;
  /** Receives each row in the order of the file. */
  readonly onRow: (row: TrialRow) => void;
}

export type OpenSink = (options: RowSinkOptions) => RowSink;

/** Opens the run file for its rows. Errors: OUTPUT when it cannot be written. */
export function createRowSink({ output, header, inOrder, onRow }: RowSinkOptions): RowSink {
  const aggregator = createAggregator(
    header.models.map((model) => model.name),
    header.scenarios,
  );
  let writer = createRunWriter(output, header);
  const spool = inOrder ? null : createRowSpool(temporaryBeside(output));
  return {
    add(row, place) {
      const line = serializeTrial(row);
      if (spool !== null) {
        spool.add(place, row.trial, line);
        return;
      }
      writer.addLine(line);
      aggregator.add(row);
      onRow(row);
    },
    finish(last, amend) {
      if (spool !== null) {
        // `--until` changes the header at the end, so the file is written anew.
        writer.discard();
        writer = createRunWriter(output, last);
        for (const line of spool.lines()) {
          const waited = JSON.parse(line) as TrialRow;
          const row = amend(waited);
          writer.addLine(row === waited ? line : serializeTrial(row));
          aggregator.add(row);
          onRow(row);
        }
        spool.close();
      }
      const summary = aggregator.summarize();
      writer.finish(summary, last.stoppedBy ?? null);
      return summary;
    },
    discard() {
      writer.discard();
      spool?.close();
    },
  };
}
