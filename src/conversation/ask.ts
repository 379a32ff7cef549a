import type { ConversationEntry } from '../domain/conversation.ts';
import type { Model } from '../domain/model.ts';
import type { ModelClient, ModelOutcome, ModelRequest } from '../domain/model-client.ts';
import type { Transcript } from '../domain/transcript.ts';
import type { AssistantTurn, Usage } from '../domain/wire.ts';
import { askOnce, type LeftOut } from './ask-once.ts';

/** Pauses of one answer. The answer after the last one counts as it stands. */
const MOST_PAUSES = 10;

export interface Asked {
  /** One answer with its continuations after pauses, joined; its interaction is that of the last part. */
  readonly outcome: ModelOutcome;
  /** HTTP requests made. */
  readonly attempts: number;
  /** Findings on the answers that were paused, each with its interaction. */
  readonly findings: Transcript['faultFindings'];
}

/** Asks for one whole answer, and adds what came to the conversation. `next` builds a request from the conversation as it stands. */
export async function askWhole(
  client: ModelClient,
  model: Model,
  next: () => ModelRequest,
  conversation: ConversationEntry[],
  leftOut: LeftOut | null,
): Promise<Asked> {
  const findings: Transcript['faultFindings'][number][] = [];
  let attempts = 0;
  let paused: AssistantTurn | null = null;
  for (let pauses = 0; ; pauses += 1) {
    const outcome = await askOnce(client, model, next(), leftOut);
    if (outcome.kind !== 'unrecorded') attempts += outcome.attempts;
    if (outcome.kind !== 'read' || !outcome.reading.ok) return { outcome, attempts, findings };
    const { reading, interaction } = outcome;
    conversation.push({ kind: 'answer', turn: reading });
    const whole: AssistantTurn = paused === null ? reading : joinTurns(paused, reading);
    if (reading.paused !== true || pauses >= MOST_PAUSES) {
      return { outcome: paused === null ? outcome : { ...outcome, reading: whole }, attempts, findings };
    }
    findings.push(...reading.findings.map((finding) => ({ interaction, finding })));
    paused = whole;
  }
}

/** Joins a paused answer and its continuation. Findings of the first half stay with its own interaction. */
function joinTurns(first: AssistantTurn, second: AssistantTurn): AssistantTurn {
  const text = first.text === null || second.text === null ? (first.text ?? second.text) : first.text + second.text;
  return {
    ...second,
    text,
    calls: [...first.calls, ...second.calls],
    echo: [...first.echo, ...second.echo],
    truncated: second.truncated,
    leaked: first.leaked || second.leaked,
    usage: addUsage(first.usage, second.usage),
    hosted: [...(first.hosted ?? []), ...(second.hosted ?? [])],
  };
}

function addUsage(a: Usage, b: Usage): Usage {
  return { input: sum(a.input, b.input), output: sum(a.output, b.output) };
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
