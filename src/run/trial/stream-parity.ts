import type { Transcript } from '../../domain/transcript.ts';
import type { WireFinding } from '../../domain/wire.ts';
import { shorten } from '../../text/shorten.ts';
import { canonical } from './behaviour.ts';

export interface ParityFinding {
  /** Number of the first interaction of the streamed conversation that differs, from 0. */
  readonly interaction: number;
  readonly finding: WireFinding;
}

/**
 * Compares the calls of a conversation without streaming with those of the streamed one, step by step. Texts may differ,
 * because models sample. After the first difference everything may differ, so only the first is reported.
 */
export function streamParity(whole: Transcript, streamed: Transcript): ParityFinding[] {
  const a = whole.turns.flatMap((turn) => turn.steps);
  const b = streamed.turns.flatMap((turn) => turn.steps);
  for (const [i, step] of b.entries()) {
    const without = describe(a[i]);
    const withStream = describe(step);
    if (without !== withStream) return [parityFinding(step.interaction, without, withStream)];
  }
  const missing = a[b.length];
  if (missing === undefined) return [];
  return [parityFinding(b.at(-1)?.interaction ?? 0, describe(missing), 'nothing')];
}

function describe(step: ReturnType<Transcript['turns'][number]['steps']['at']>): string {
  if (step === undefined) return 'nothing';
  const calls = step.reading.calls.map((call) =>
    call.arguments === null ? `${call.name}(malformed)` : `${call.name}(${canonical(call.arguments)})`,
  );
  return calls.length === 0 ? 'no call' : calls.sort().join(' + ');
}

function parityFinding(interaction: number, without: string, withStream: string): ParityFinding {
  return {
    interaction,
    finding: {
      check: 'stream-parity',
      severity: 'breaking',
      message: `streamed, the model calls ${withStream}; not streamed, ${without}`,
      excerpt: shorten(`${without} ≠ ${withStream}`, 160),
    },
  };
}
