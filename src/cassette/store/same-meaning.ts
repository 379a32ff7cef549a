import { deepEqual, type Json } from '../../json/json.ts';
import type { Interaction, RecordedTrial } from '../../domain/recording.ts';
import { protocolAt } from '../../protocol/protocols.ts';
import { isStreamed, readInteraction } from '../../protocol/read-interaction.ts';

/**
 * True when two recordings of a trial mean the same: equal requests, with equal texts, calls, ends, usage and findings in the
 * answers. Ids, dates, fingerprints, thoughts, kept headers, the cuts between stream chunks and latency do not count.
 */
export function sameMeaning(a: RecordedTrial, b: RecordedTrial): boolean {
  return (
    a.interactions.length === b.interactions.length &&
    a.interactions.every((one, i) => {
      const other = b.interactions[i];
      return other !== undefined && sameAsked(one, other) && sameAnswered(one, other, i + 1);
    })
  );
}

function sameAsked(a: Interaction, b: Interaction): boolean {
  return a.endpoint === b.endpoint && a.key === b.key && isStreamed(a) === isStreamed(b);
}

function sameAnswered(a: Interaction, b: Interaction, step: number): boolean {
  if (a.response.status !== b.response.status) return false;
  if (!deepEqual((a.results ?? []) as unknown as Json, (b.results ?? []) as unknown as Json)) return false;
  // Only a protocol can read a response, so responses of other endpoints are compared byte by byte.
  if (protocolAt(a.endpoint) === null) return sameBytes(a.response.body, b.response.body);
  const [before, after] = [meaningOf(a, step), meaningOf(b, step)];
  return before === null ? sameBytes(a.response.body, b.response.body) : before === after;
}

function sameBytes(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The meaning of an answer; null for an error and for a response that cannot be read. */
function meaningOf(interaction: Interaction, step: number): string | null {
  const reading = readInteraction(interaction, step);
  const findings = reading.findings.map(({ check, severity }) => [check, severity]);
  if (!reading.ok) return null;
  const { text, calls, finishReason, usage, truncated, leaked, paused, hosted, servedModel } = reading;
  const served = (hosted ?? []).map(({ name }) => name);
  const made = calls.map(({ name, rawArguments }) => [name, rawArguments]);
  return JSON.stringify([text, made, finishReason, usage, truncated, leaked, paused, served, servedModel, findings]);
}
