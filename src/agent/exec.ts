import { existsSync } from 'node:fs';
import { explainMiss } from '../cassette/lookup/miss.ts';
import { TooltapeError } from '../domain/errors.ts';
import { answerClient, type VendorApi } from './answer-client.ts';
import { programEnvironment } from './environment.ts';
import { nodeMount } from './mounted.ts';
import type { Origins } from './origin.ts';
import { startProxy } from './proxy.ts';
import { startProgram, type Program, type ProgramEnd } from './start-program.ts';
import { openTapeFile, type TapeFileOptions } from './tape-file.ts';
import type { VendorName } from '../domain/agents/vendors.ts';

export interface ExecOptions extends Omit<TapeFileOptions, 'fetch' | 'hosts'> {
  readonly command: readonly string[];
  readonly origins: Origins;
  readonly env: { readonly [name: string]: string | undefined };
  /** The command that records everything anew, ready to paste. */
  readonly recordAnew: string;
  /** Called with the running program, so that the caller can pass signals on. */
  readonly onStart: (program: Program) => void;
}

/** The result of a program's run. */
export interface ExecOutcome {
  readonly end: ProgramEnd;
  /** Texts of the requests without a recording, each once. */
  readonly misses: readonly string[];
  /** Problems that kept requests from being answered, each once. */
  readonly troubles: readonly string[];
  readonly replayed: number;
  readonly recorded: number;
  /** Number of answers that were not kept: errors that a later request need not meet, and bodies that broke off. */
  readonly unkept: number;
  /** Why they were not kept, each reason once. */
  readonly unkeptFor: readonly string[];
  /** Number of recorded answers that no request asked for. */
  readonly unused: number;
  /**
   * Path of the part file with answers that did not replace the old recording; null where they did, and where there are none.
   */
  readonly part: string | null;
  readonly asked: boolean;
  /** Names of the variables that pointed the program to the proxy. */
  readonly pointed: readonly string[];
}

/**
 * Runs a program whose requests to models are answered from a cassette, or recorded into it. Returns null when the program was
 * stopped while it waited for another recorder.
 * Errors: USAGE for a program that cannot be started, CASSETTE_FORMAT, CASSETTE_MISS, OUTPUT.
 */
export async function execProgram(options: ExecOptions): Promise<ExecOutcome | null> {
  const { mode, origins } = options;
  if (mode === 'replay' && !existsSync(options.file)) throw neverRecordedFile(options);
  const hosts = new Set<string>();
  const tape = await openTapeFile({
    ...options,
    hosts,
    fetch: (input, init) => {
      hosts.add(new URL(input instanceof Request ? input.url : input).host);
      return fetch(input, init);
    },
  });
  if (tape === null) return null;
  const misses = new Set<string>();
  const troubles = new Set<string>();
  const counts = { asked: 0, replayed: 0, passed: 0 };
  const upstreamOf = (vendor: VendorName): VendorApi => {
    const origin = origins.get(vendor);
    if (origin === undefined) throw new Error('every vendor has an origin');
    return { origin, headers: null };
  };
  const proxy = await startProxy(
    (request) => {
      counts.asked += 1;
      return answerClient(request, {
        attached: tape.attached,
        mode,
        upstreamOf,
        onMiss: (miss, endpoint) => {
          const subject = `request ${miss.step}, ${endpoint}`;
          const context = { scenario: '', model: '', subject, command: options.recordAnew };
          const text = explainMiss({ ...miss, cassette: options.file }, context);
          misses.add(text);
          return text;
        },
        onAnswer: (how) => (how === 'replayed' ? (counts.replayed += 1) : (counts.passed += 1)),
        onTrouble: (text) => void troubles.add(text),
      });
    },
    (why) => {
      counts.asked += 1;
      troubles.add(why);
    },
  );
  const { env, pointed } = programEnvironment({
    env: options.env,
    addresses: proxy.addresses,
    keepsKeys: mode !== 'replay',
    mount: nodeMount(origins, proxy.addresses),
  });
  let end: ProgramEnd | null = null;
  let part: string | null = null;
  try {
    const program = await startProgram(options.command, { env, stdio: 'inherit' });
    options.onStart(program);
    end = await program.ended;
  } finally {
    await proxy.close();
    // A program that a signal ended has recorded a part only, which must not replace the old recording.
    part = await tape.close(end !== null && end.signal === null && tape.recorded() > 0);
  }
  return {
    end,
    misses: [...misses],
    troubles: [...troubles],
    replayed: counts.replayed,
    recorded: tape.recorded(),
    unkept: counts.passed - tape.recorded(),
    unkeptFor: tape.dropped(),
    unused: tape.unused(),
    part,
    asked: counts.asked > 0,
    pointed,
  };
}

function neverRecordedFile({ file, recordAnew }: ExecOptions): TooltapeError {
  return new TooltapeError('CASSETTE_MISS', `${file}: there is no such recording, and a replay records nothing`, {
    remedy: `Record it: ${recordAnew}`,
  });
}
