import { relative, resolve } from 'node:path';
import { test as base, type TestAPI } from 'vitest';
import type { AttachedTape, Attached } from '../cassette/record/attach.ts';
import type { TapeOptions } from '../cassette/record/tape-options.ts';
import { attachTestTape } from '../public/tape/attach-cassette.ts';
import { say } from '../public/tape/say.ts';
import { orphanNote, type Collected } from './orphans.ts';
import { withRemedy } from './with-remedy.ts';
import { cassetteOf, claimCassette, recordTest, type NamedTest } from './tape-place.ts';

/** Options of `test.override({ tapeOptions })`: the options of `attachCassette` without the place. */
export interface TestTapeOptions extends TapeOptions {
  /** Name of the cassette below `__cassettes__`, as `weather/in-celsius`. Default: the names of the file, its suites and the test. */
  readonly name?: string;
}

export interface TapeFixtures {
  /**
   * The cassette of this test. It is attached while the test runs, and closing it fails the test for a request without a
   * recording.
   */
  readonly tape: Attached;
  /** The options of the tape; `test.override({ tapeOptions })` sets them for all following tests of a suite. Default: none. */
  readonly tapeOptions: TestTapeOptions;
}

/**
 * vitest's `test` with the fixture `tape`: the cassette of a test that names `tape` in its parameters. It is attached before the body
 * of the test runs and closed after it.
 *
 * Errors, each a failure of the test: CASSETTE_MISS for a request without a recording, unless `strict` is false; CASSETTE_FORMAT,
 * OUTPUT, NETWORK_LOCKED under NOCK_OFF; USAGE for wrong options, and for two tests with one cassette.
 *
 * @example
 * test('asks for the weather', async ({ tape }) => {
 *   await agent('What is the weather in Paris?');
 *   expect(tape).toHaveCalled('get_weather');
 * });
 */
export const test: TestAPI<TapeFixtures> = base.extend<TapeFixtures>({
  tapeOptions: {},
  tape: async ({ task, tapeOptions }, use) => {
    const note = orphanNote(task.file.filepath, task.file, resolve('.'));
    if (note !== null) say(note);
    const tape = await withRemedy(() => openTape(namedTest(task), tapeOptions));
    enterOnUse(task.context, tape);
    await use(tape);
    await withRemedy(() => tape.close());
  },
});

async function openTape(own: NamedTest, { name, ...options }: TestTapeOptions): Promise<AttachedTape> {
  const cassette = cassetteOf(own, name);
  claimCassette(cassette, own);
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
 * Makes the tape that of the test's own async context, because a request belongs to the tape of its context and the code of a
 * fixture runs in another one. The test, or a hook, reads the fixture from `context` first of all, so the tape is entered on
 * that access.
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
