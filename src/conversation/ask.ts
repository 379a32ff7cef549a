import type { ConversationEntry } from '../domain/conversation.ts';
import type { Model } from '../domain/model.ts';
import type { ModelClient, ModelOutcome, ModelRequest } from '../domain/model-client.ts';
import type { Transcript } from '../domain/transcript.ts';
import type { AssistantTurn, Usage } from '../domain/wire.ts';
import { askOnce, type LeftOut } from './ask-once.ts';

/** Most pauses of one answer. The answer after the last pause counts as the whole answer. */
const MOST_PAUSES = 10;

export interface Asked {
  /** One answer joined with its continuations after pauses. Its interaction is that of the last part. */
  readonly outcome: ModelOutcome;
  /** Number of HTTP requests. */
  readonly attempts: number;
  /** Findings on the paused answers, each with its interaction. */
  readonly findings: Transcript['faultFindings'];
}

/** Gets one whole answer and adds it to the conversation. `next` builds a request from the conversation so far. */
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

/** Joins a paused answer with its continuation. Findings of the first half stay with the interaction of the first half. */
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
