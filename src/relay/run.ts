import { TooltapeError, type Issue } from '../domain/errors.ts';
import type { Json } from '../json/json.ts';
import { protocolNamed } from '../protocol/protocols.ts';
import type { FieldName } from '../protocol/places/field-name.ts';
import { counted } from '../text/numbers.ts';
import { sendSituation, exchangeMark, type RelayExchange, type RelayExchangeOptions } from './exchange.ts';
import { breakdownOf } from './judge/breakdown.ts';
import { judgeExchange } from './judge/judge.ts';
import type { Lane, RelayConfig } from './lane.ts';
import { laneFault } from './probe.ts';
import type { Addition, FieldRow, LaneResult, RelayResult } from './result.ts';
import { compose } from './send/compose.ts';
import type { Situation } from './situation.ts';
import { SITUATIONS } from './situations.ts';
import { startUpstream, type Upstream } from './upstream.ts';

export interface RelayOptions {
  readonly version: string;
  readonly signal: AbortSignal;
  readonly situations?: readonly Situation[];
  /** The values of `stream` to send each situation with. Default: false and true. */
  readonly streams?: readonly boolean[];
  readonly onProgress?: (done: number, total: number) => void;
}

/** Number of exchanges in a row without an answer after which a lane sends no more. */
const PATIENCE = 3;

/**
 * Sends every situation through every lane, streamed and not, one after the other. Errors: RELAY for lanes that do not reach the
 * upstream and for a key that looks real, USAGE for a port that is taken. An abort of the signal rejects with its reason.
 */
export async function runRelay(config: RelayConfig, options: RelayOptions): Promise<RelayResult> {
  const upstream = await startUpstream(config.port);
  try {
    const { signal, situations = SITUATIONS, streams = [false, true], onProgress = () => {} } = options;
    const plan = situations.flatMap((situation) => streams.map((stream) => ({ situation, stream })));
    const how: RelayExchangeOptions = { upstream, timeoutMs: config.timeoutMs, signal };
    await probe(config, how);
    const total = config.lanes.length * plan.length;
    const lanes: LaneResult[] = [];
    let done = 0;
    for (const lane of config.lanes) {
      lanes.push(await runLane(lane, plan, how, () => onProgress(++done, total)));
      refuseRealKey(upstream);
    }
    return { format: 'tooltape.relay/1', tool: { version: options.version }, lanes };
  } finally {
    await upstream.close();
  }
}

const PROBE: Situation = {
  id: 'probe',
  about: 'whether the lane leads to the upstream',
  send: { conversation: [{ role: 'user', text: 'Is anybody there?' }] },
  fields: [],
  answer: { text: 'Yes.' },
  back: [],
};

/** Sends one request through each lane. Errors: RELAY for the lanes whose request does not reach the upstream. */
async function probe({ file, lanes }: RelayConfig, how: RelayExchangeOptions): Promise<void> {
  const issues: Issue[] = [];
  for (const [i, lane] of lanes.entries()) {
    const first = await sendSituation(lane, PROBE, false, how);
    refuseRealKey(how.upstream);
    if (breakdownOf(first)?.word === 'refused') continue;
    const message = laneFault(first, how.upstream.port);
    if (message !== null)
      issues.push({
        file,
        line: null,
        path: `lanes[${i}]`,
        message: `${lane.name}: ${message}`,
        severity: 'error',
        code: 'lane',
      });
  }
  if (issues.length > 0) {
    throw new TooltapeError(
      'RELAY',
      `${issues.length} of ${counted(lanes.length, 'lane')} ${issues.length === 1 ? 'leads' : 'lead'} nowhere.`,
      { issues },
    );
  }
}

function refuseRealKey(upstream: Upstream): void {
  const request = upstream.realKey();
  if (request === null) return;
  throw new TooltapeError('RELAY', `The gateway sent the upstream a key that looks real (${request}).`, {
    remedy:
      'Configure the gateway with a placeholder: the upstream of a relay takes any key, and a real one must not leave its place.',
  });
}

async function runLane(
  lane: Lane,
  plan: readonly { readonly situation: Situation; readonly stream: boolean }[],
  how: RelayExchangeOptions,
  onDone: () => void,
): Promise<LaneResult> {
  const rows: FieldRow[] = [];
  const additions = new Map<string, Addition>();
  let silent = 0;
  let stopped: string | null = null;
  for (const { situation, stream } of plan) {
    const seen =
      silent >= PATIENCE ? unsent(lane, situation, stream) : await sendSituation(lane, situation, stream, how);
    const { outcome } = seen;
    const gone = outcome.kind === 'timeout' || outcome.kind === 'unreachable';
    silent = gone ? silent + 1 : 0;
    if (gone) stopped ??= `${situation.id}, ${stream ? 'streamed' : 'whole'}: ${outcome.message}`;
    const judged = judgeExchange(seen);
    rows.push(...judged.rows);
    for (const one of judged.added) count(additions, one);
    onDone();
  }
  const { name, in: from, out, model } = lane;
  return {
    name,
    in: from,
    out,
    model,
    stopped: silent > 0 ? stopped : null,
    fields: rows,
    additions: [...additions.values()],
  };
}

/** The exchange of a situation that a stopped lane did not send. Its fields are judged `failed`, so that the report counts them. */
function unsent(lane: Lane, situation: Situation, stream: boolean): RelayExchange {
  const mark = exchangeMark(lane, situation, stream);
  const request = compose(protocolNamed(lane.in), situation, { model: lane.model, mark, stream });
  const message = `not sent: the gateway gave no answer ${PATIENCE} times in a row`;
  return { lane, situation, stream, mark, request, outcome: { kind: 'timeout', message }, arrivals: [], strays: [] };
}

function count(
  additions: Map<string, Addition>,
  { field, value }: { readonly field: FieldName; readonly value: Json },
): void {
  const key = `${field}\n${JSON.stringify(value)}`;
  additions.set(key, { field, value, count: (additions.get(key)?.count ?? 0) + 1 });
}
