import type { Model } from '../domain/model.ts';
import type { ModelClient, ModelOutcome, ModelRequest } from '../domain/model-client.ts';
import type { WireFinding } from '../domain/wire.ts';
import type { Leavable } from '../protocol/protocol.ts';
import { protocolNamed } from '../protocol/protocols.ts';

/** Fields that a model refused in this run, by the name that the gateway knows it by. Later requests leave them out. */
export type LeftOut = Map<string, Set<string>>;

/** Most fields of one request that are left out. Each costs one attempt. */
const MOST_REFUSED = 4;

/**
 * Sends one request. Where the gateway refuses a field that the protocol added or repeated, it sends the request again without
 * the field, and adds a finding. In a replay, where the recording lacks the request, it looks for the request without such
 * fields. `leftOut` is null in a replay.
 */
export async function askOnce(
  client: ModelClient,
  model: Model,
  request: ModelRequest,
  leftOut: LeftOut | null,
): Promise<ModelOutcome> {
  const { leavable } = protocolNamed(model.gateway.protocol);
  if (leavable === undefined) return client.complete(request);
  const refused = leftOut?.get(model.servedAs);
  let without = refused === undefined ? NONE : leavable.names(request).filter((name) => refused.has(name));
  let outcome = await client.complete(reduced(request, without, leavable));
  if (outcome.kind === 'read' && outcome.reading.ok && without.length === 0) return outcome;
  if (outcome.kind === 'unrecorded' && leftOut === null) {
    const recorded = await asRecorded(client, request, leavable);
    if (recorded === null) return outcome;
    ({ outcome, without } = recorded);
  }
  let attempts = 0;
  for (let refusals = 0; refusals < MOST_REFUSED; refusals += 1) {
    if (outcome.kind !== 'read' || outcome.reading.ok || outcome.reading.error.code !== 'refused') break;
    const name = leavable.refused(reduced(request, without, leavable), outcome.reading.error);
    if (name === null) break;
    attempts += outcome.attempts;
    without = [...without, name];
    remember(leftOut, model.servedAs, name);
    outcome = await client.complete(reduced(request, without, leavable));
  }
  if (outcome.kind === 'unrecorded') return outcome;
  attempts += outcome.attempts;
  if (outcome.kind !== 'read' || without.length === 0) return { ...outcome, attempts };
  const findings = [...without.map((name) => findingOf(name, leavable)), ...outcome.reading.findings];
  return { ...outcome, attempts, reading: { ...outcome.reading, findings } };
}

const NONE: readonly string[] = [];

function reduced(request: ModelRequest, names: readonly string[], leavable: Leavable): ModelRequest {
  return names.reduce((rest, name) => leavable.without(rest, name), request);
}

function remember(leftOut: LeftOut | null, model: string, name: string): void {
  if (leftOut === null) return;
  const known = leftOut.get(model) ?? new Set();
  leftOut.set(model, known.add(name));
}

/** Most requests that a replay looks up for one request that was not recorded as it is. */
const MOST_LOOKUPS = 100;

/**
 * Looks up the request without the fields that may be left out: without one of them, without two, …, because a recording made
 * after a refusal lacks the refused fields. Returns null where the recording has none of these requests.
 */
async function asRecorded(
  client: ModelClient,
  request: ModelRequest,
  leavable: Leavable,
): Promise<{ readonly outcome: ModelOutcome; readonly without: readonly string[] } | null> {
  for (const without of choices(leavable.names(request))) {
    const outcome = await client.complete(reduced(request, without, leavable));
    if (outcome.kind !== 'unrecorded') return { outcome, without };
  }
  return null;
}

/** The fields that refusals can have left out together, small choices first, then all of them. */
function choices(names: readonly string[]): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  let before: readonly (readonly string[])[] = [[]];
  for (let size = 1; size <= MOST_REFUSED && found.length < MOST_LOOKUPS; size += 1) {
    before = before.flatMap((chosen) => {
      const next = chosen.length === 0 ? 0 : names.indexOf(chosen.at(-1) ?? '') + 1;
      return names.slice(next).map((name) => [...chosen, name]);
    });
    found.push(...before);
  }
  return [...found.slice(0, MOST_LOOKUPS), ...(names.length > MOST_REFUSED ? [names] : [])];
}

function findingOf(name: string, leavable: Leavable): WireFinding {
  return { check: 'reasoning', severity: 'degrading', message: leavable.describe(name), excerpt: name };
}
