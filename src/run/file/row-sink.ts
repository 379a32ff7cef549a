import type { RunHeader, Summary, TrialRow } from '../../domain/run.ts';
import { createAggregator } from '../aggregate.ts';
import { createRowSpool } from './row-spool.ts';
import { createRunWriter, serializeTrial } from './run-file-write.ts';

/** Where the rows of a run go: the run file and its summary. */
export interface RowSink {
  /** A row without secrets; `place` is that of its cell in the run file. */
  add(row: TrialRow, place: number): void;
  /** Writes what is left, and the end of the file. */
  finish(header: RunHeader): readonly Summary[];
  discard(): void;
}

export interface RowSinkOptions {
  readonly output: string;
  /** The header as known at the start of the run; `finish` gets the final one. */
  readonly header: RunHeader;
  /** Rows come in the order of the file; otherwise they wait on the disk for the end of the run. */
  readonly inOrder: boolean;
  /** Receives each row in the order of the file. */
  readonly onRow: (row: TrialRow) => void;
}

/** Opens the run file for its rows. Errors: OUTPUT when it cannot be written. */
export function createRowSink({ output, header, inOrder, onRow }: RowSinkOptions): RowSink {
  const aggregator = createAggregator(
    header.models.map((model) => model.name),
    header.scenarios,
  );
  let writer = createRunWriter(output, header);
  const spool = inOrder ? null : createRowSpool(`${output}.${process.pid}.rows`);
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
    finish(last) {
      if (spool !== null) {
        // The final header says what `--until` found, so the file is written anew with it.
        writer.discard();
        writer = createRunWriter(output, last);
        for (const line of spool.lines()) {
          const row = JSON.parse(line) as TrialRow;
          writer.addLine(line);
          aggregator.add(row);
          onRow(row);
        }
        spool.close();
      }
      const summary = aggregator.summarize();
      writer.finish(summary);
      return summary;
    },
    discard() {
      writer.discard();
      spool?.close();
    },
  };
}
