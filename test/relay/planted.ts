import type { JsonObject } from '../../src/json/json.ts';
import type { ProtocolName } from '../../src/domain/protocol.ts';
import { FIELDS } from '../../src/protocol/places/field.ts';
import { vendorOf } from '../../src/protocol/protocols.ts';
import type { Lane, RelayConfig } from '../../src/relay/lane.ts';
import type { FieldRow, LaneResult } from '../../src/relay/result.ts';
import { runRelay, type RelayOptions } from '../../src/relay/run.ts';
import { freePort } from '../support/scripted-server.ts';
import { cameThrough, situationsFor, type Planted } from './faults-of.ts';
import { startProxy, type ProxyFault } from './proxy.ts';
import { startTranslator } from './translator/translator.ts';

/**
 * Runs the relay through a proxy that speaks one protocol, or through a gateway that translates between two; what it does to what
 * passes may change between runs.
 */
export async function relayThrough(
  from: ProtocolName,
  to: ProtocolName = from,
): Promise<{
  readonly lane: Lane;
  readonly run: (
    fault: ProxyFault,
    options?: Partial<RelayOptions>,
    config?: Partial<RelayConfig>,
  ) => Promise<LaneResult>;
}> {
  const port = await freePort();
  let current: ProxyFault = {};
  const upstream = (): number => port;
  const fault = (): ProxyFault => current;
  const gateway =
    from === to ? (await startProxy(upstream, fault)).port : await startTranslator({ from, to }, upstream, fault);
  const baseUrl = `http://127.0.0.1:${gateway}/${vendorOf(from).version}`;
  const lane = { name: 'through', in: from, out: to, model: 'stub', baseUrl, headers: {} };
  const config = { file: 'relay.yaml', port, lanes: [lane], timeoutMs: 10_000, secrets: [] };
  return {
    lane,
    async run(fault, options = {}, more = {}) {
      current = fault;
      const { lanes } = await runRelay(
        { ...config, ...more },
        { version: '0', signal: new AbortController().signal, ...options },
      );
      const [result] = lanes;
      if (result === undefined) throw new Error('the relay has one lane');
      return result;
    },
  };
}

type Run = Awaited<ReturnType<typeof relayThrough>>['run'];

/** Runs a lane with faults, and tells what it said otherwise than it should; null where it did not. */
export async function misjudged(
  run: Run,
  clean: readonly FieldRow[],
  planted: readonly Planted[],
  seed: number,
): Promise<unknown> {
  const fields = planted.map(({ field }) => field);
  const situations = situationsFor(fields, seed);
  // The way back is another for a stream; the way there is the same.
  const streams = planted.some(({ field }) => FIELDS[field].way === 'back') ? [false, true] : [seed % 2 === 0];
  const ids = new Set(situations.map(({ id }) => id));
  const expected = clean
    .filter((row) => ids.has(row.situation) && streams.includes(row.stream))
    .map((row) => {
      const hit = cameThrough(row) ? planted.find(({ field }) => field === row.field) : undefined;
      return `${place(row)} ${hit?.expected(row) ?? row.word}`;
    });
  const fault = {
    request: (body: JsonObject, path: string) => {
      for (const one of planted) one.fault.request?.(body, path);
    },
    answer: (text: string, stream: boolean, path: string) =>
      planted.reduce((now, one) => one.fault.answer?.(now, stream, path) ?? now, text),
  };
  const { fields: rows } = await run(fault, { situations, streams });
  const found = rows.map((row) => `${place(row)} ${row.word}`);
  const missed = expected.filter((one) => !found.includes(one));
  const beside = found.filter((one) => !expected.includes(one));
  if (missed.length === 0 && beside.length === 0) return null;
  return { faults: planted.map(({ field, kind }) => `${field} ${kind}`), missed, beside };
}

export const place = ({ situation, field, stream }: FieldRow): string =>
  `${situation} ${field} ${stream ? 'streamed' : 'whole'}`;
