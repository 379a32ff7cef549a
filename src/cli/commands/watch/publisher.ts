import type { Run } from '../../../domain/run.ts';
import type { Reporter } from '../../../report/source.ts';
import { rememberFor } from '../../../json/remember.ts';
import { createRunWriter, serializeTrial, type Serialize } from '../../../run/file/run-file-write.ts';
import type { Reported } from './print-pass.ts';
import { olderRun } from '../../output/older-run.ts';
import { TO_FILE, type ReportTarget } from '../../output/reports.ts';
import { writeSteps } from '../../output/files.ts';

/** Writes files in small steps while the command watches. An edit interrupts it. */
export interface Publisher {
  /** Starts to write the run and its reports. Stops an unfinished write. */
  publish(reported: Reported): void;
  /** Stops an unfinished write, because a newer run may follow. */
  pause(): void;
  /** Starts a stopped write again, because no newer run followed. */
  resume(): void;
  /** Writes the rest at once. */
  finish(): void;
}

export interface PublisherOptions {
  readonly runFiles: readonly string[];
  readonly reports: readonly (ReportTarget<Reporter> & { readonly file: string; readonly render: Reporter })[];
  readonly clock: () => number;
  /** Called with the error of a failed write. */
  readonly onError: (error: unknown) => void;
}

/** Milliseconds of writing after which the process handles edits. */
const SLICE_MS = 8;
/** Rows written between two checks of the clock. */
const ROWS = 100;

/** Returns a publisher without a run. */
export function createPublisher({ runFiles, reports, clock, onError }: PublisherOptions): Publisher {
  const serialize = rememberedText();
  let job: (() => Generator<undefined>) | null = null;
  let work: Generator<undefined> | null = null;
  let next: NodeJS.Immediate | null = null;
  const pause = (): void => {
    if (next !== null) clearImmediate(next);
    next = null;
    work?.return(undefined);
    work = null;
  };
  const go = (until: () => boolean): void => {
    const current = work;
    if (current === null) return;
    try {
      while (!until()) {
        if (current.next().done !== true) continue;
        work = null;
        job = null;
        return;
      }
    } catch (error) {
      work = null;
      job = null;
      onError(error);
    }
  };
  const slice = (): void => {
    const start = clock();
    go(() => clock() - start >= SLICE_MS);
    next = work === null ? null : setImmediate(slice);
  };
  const resume = (): void => {
    if (job === null || work !== null) return;
    work = job();
    next = setImmediate(slice);
  };
  return {
    publish(reported) {
      pause();
      job = () => steps(reported);
      resume();
    },
    pause,
    resume,
    finish() {
      if (next !== null) clearImmediate(next);
      next = null;
      work ??= job?.() ?? null;
      go(() => false);
    },
  };

  function* steps({ run, more, base }: Reported): Generator<undefined> {
    for (const file of runFiles) yield* runSteps(file, run, serialize);
    for (const { name, file, render } of reports) {
      const against = name === 'html' && base !== null ? olderRun(base.name, base.run, run) : undefined;
      yield* writeSteps(file, render(run, { ...TO_FILE, ...more, against }));
    }
  }
}

/** Caches the text of scenarios, because they rarely change between runs and are written in one step. */
function rememberedText(): Serialize {
  const textOf = rememberFor((part: object) => JSON.stringify(part));
  return (part) => (typeof part === 'object' && part !== null ? textOf(part) : JSON.stringify(part));
}

function* runSteps(file: string, run: Run, serialize: Serialize): Generator<undefined> {
  const writer = createRunWriter(file, run.header, serialize);
  let isWhole = false;
  try {
    let rows = 0;
    for (const row of run.trials()) {
      writer.addLine(serializeTrial(row));
      rows += 1;
      if (rows % ROWS === 0) yield;
    }
    isWhole = true;
  } finally {
    if (!isWhole) writer.discard();
  }
  writer.finish(run.summary);
}
