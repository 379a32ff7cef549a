import type { ProtocolName } from '../../src/domain/protocol.ts';
import type { FieldRow, LaneResult } from '../../src/relay/result.ts';
import { LOST } from '../../src/relay/result.ts';
import { runRelay, type RelayOptions } from '../../src/relay/run.ts';
import { freePort } from '../support/scripted-server.ts';
import { startProxy, type ProxyFault } from './proxy.ts';

/** Runs the relay through a proxy that speaks one protocol; what the proxy does may change between runs. */
export async function relayThrough(protocol: ProtocolName): Promise<{
  readonly run: (fault: ProxyFault, options?: Partial<RelayOptions>) => Promise<LaneResult>;
}> {
  const port = await freePort();
  let current: ProxyFault = {};
  const proxy = await startProxy(
    () => port,
    () => current,
  );
  const version = protocol === 'gemini' ? 'v1beta' : 'v1';
  const lane = {
    name: 'through',
    in: protocol,
    out: protocol,
    model: 'stub',
    baseUrl: `http://127.0.0.1:${proxy.port}/${version}`,
    headers: {},
  };
  const config = { file: 'relay.yaml', port, lanes: [lane], timeoutMs: 10_000, secrets: [] };
  return {
    async run(fault, options = {}) {
      current = fault;
      const { lanes } = await runRelay(config, { version: '0', signal: new AbortController().signal, ...options });
      const [result] = lanes;
      if (result === undefined) throw new Error('the relay has one lane');
      return result;
    },
  };
}

export const place = ({ situation, field, stream }: FieldRow): string =>
  `${situation} ${field} ${stream ? 'streamed' : 'whole'}`;

/** What is lost, with the word. */
export function lost({ fields }: LaneResult): string[] {
  return fields.filter(({ word }) => LOST.has(word)).map((row) => `${place(row)} ${row.word}`);
}
