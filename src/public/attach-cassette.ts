import { randomUUID } from 'node:crypto';
import { attach, type Attached, type AttachOptions } from '../cassette/record/attach.ts';

/**
 * Records and replays a program that brings its own HTTP client: every request to the origin, by fetch, undici, http,
 * https or what is built on them, is answered from the cassette or recorded into it, exchange by exchange. Loads nock.
 * Errors: NETWORK_LOCKED under NOCK_OFF, CASSETTE_FORMAT, OUTPUT, USAGE for an origin or file that is attached already.
 */
export function attachCassette(options: AttachOptions): Promise<Attached> {
  return attach(options, {
    now: Date.now,
    clock: () => performance.now(),
    id: randomUUID(),
    onWait: (lock, holder) =>
      void process.stderr.write(`tooltape: waiting for ${holder}, which records into the same file (${lock})\n`),
  });
}
