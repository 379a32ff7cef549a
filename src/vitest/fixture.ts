import { relative, resolve } from 'node:path';
import { test as base, type TestAPI } from 'vitest';
import type { AttachedTape, Attached } from '../cassette/record/attach.ts';
import type { TapeOptions } from '../cassette/record/tape-options.ts';
import { attachTestTape } from '../public/tape/attach-cassette.ts';
import { say } from '../public/tape/say.ts';
import { orphanNote, type Collected } from './orphans.ts';
import { cassetteOf, claim, recordTest, type NamedTest } from './tape-place.ts';

/** What `test.override({ tapeOptions })` takes: the options of attachCassette, but for the place. */
export interface TestTapeOptions extends TapeOptions {
  /** A name for the cassette, below `__cassettes__`; that of file and test without it. */
  readonly name?: string;
}

export interface TapeFixtures {
  /** The cassette of this test: attached while it runs, closed strictly at its end. */
  readonly tape: Attached;
  readonly tapeOptions: TestTapeOptions;
}

/** vitest's `test` with the fixture `tape`. */
export const test: TestAPI<TapeFixtures> = base.extend<TapeFixtures>({
  tapeOptions: {},
  tape: async ({ task, tapeOptions }, use) => {
    const note = orphanNote(task.file.filepath, task.file, resolve('.'));
    if (note !== null) say(note);
    const tape = await openTape(namedTest(task), tapeOptions);
    enterOnUse(task.context, tape);
    await use(tape);
    await tape.close();
  },
});

async function openTape(own: NamedTest, { name, ...options }: TestTapeOptions): Promise<AttachedTape> {
  const cassette = cassetteOf(own, name);
  claim(cassette, own);
  const cwd = resolve('.');
  return attachTestTape({ recordCommand: recordTest(own, cwd), ...options, file: relative(cwd, cassette) });
}

interface Task {
  readonly id: string;
  readonly name: string;
  readonly file: Collected & { readonly filepath: string };
  readonly suite?: Suite | undefined;
}

interface Suite {
  readonly name: string;
  readonly suite?: Suite | undefined;
}

function namedTest({ id, name, file, suite }: Task): NamedTest {
  const names = [name];
  for (let outer = suite; outer !== undefined; outer = outer.suite) if (outer.name !== '') names.unshift(outer.name);
  return { id, file: file.filepath, names };
}

/**
 * Requests belong to the tape of the async context that they are made in. The code of a fixture is no part of that of the test, but
 * the test, and a hook, reads the fixture from its context as the first thing that it does: then its own context is entered.
 */
function enterOnUse(context: object, tape: AttachedTape): void {
  Object.defineProperty(context, 'tape', {
    configurable: true,
    enumerable: true,
    get: () => {
      tape.enter();
      return tape;
    },
    set: () => {},
  });
}
