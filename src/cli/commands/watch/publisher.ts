import type { Run } from '../../../domain/run.ts';
import type { Reporter, ReportOptions } from '../../../report/source.ts';
import { rememberFor } from '../../../json/remember.ts';
import { createRunWriter, serializeTrial, type Serialize } from '../../../run/file/run-file-write.ts';
import type { Reported } from './print-pass.ts';
import { TO_FILE, type ReportTarget } from '../../output/reports.ts';
import { writeSteps } from '../../output/files.ts';

/** Brings files up to date beside the watching: in steps, which an edit breaks off. */
export interface Publisher {
  /** Starts writing the run and its reports; what was under way is broken off. */
  publish(reported: Reported): void;
  /** Breaks off what is under way, because a newer run may be coming. */
  pause(): void;
  /** Starts anew what was broken off, because no newer run came. */
  resume(): void;
  /** Writes what is left at once. */
  finish(): void;
}

export interface PublisherOptions {
  readonly runFiles: readonly string[];
  readonly reports: readonly (ReportTarget<Reporter> & { readonly file: string; readonly render: Reporter })[];
  readonly clock: () => number;
  /** Told what could not be written. */
  readonly onError: (error: unknown) => void;
}

/** Milliseconds of writing after which edits are heard. */
const SLICE_MS = 8;
/** Rows between two looks at the clock. */
const ROWS = 100;

/** A publisher with nothing to write. */
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
    publish({ run, more }) {
      pause();
      job = () => steps(run, more);
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

  function* steps(run: Run, more: ReportOptions): Generator<undefined> {
    for (const file of runFiles) yield* runSteps(file, run, serialize);
    for (const { file, render } of reports) yield* writeSteps(file, render(run, { ...TO_FILE, ...more }));
  }
}

/** Scenarios stay the same from run to run, and their texts are written at once, before the first trial. */
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
