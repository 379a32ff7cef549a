import type { ConversationEntry } from '../domain/conversation.ts';
import type { Model } from '../domain/model.ts';
import type { ModelClient, ModelOutcome, ModelRequest } from '../domain/model-client.ts';
import type { Transcript } from '../domain/transcript.ts';
import type { AssistantTurn, Usage } from '../domain/wire.ts';
import { protocolNamed } from '../protocol/protocols.ts';

/** A provider may pause one answer that often; what it says then is taken as it stands. */
const MOST_PAUSES = 10;

export interface Asked {
  /** A paused answer and what continued it are one reading; its interaction is the last. */
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
): Promise<Asked> {
  const findings: Transcript['faultFindings'][number][] = [];
  let attempts = 0;
  let paused: AssistantTurn | null = null;
  for (let pauses = 0; ; pauses += 1) {
    const outcome = await askOnce(client, model, next());
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

/** Asks again where the gateway refuses something that the protocol added, and says so in a finding. */
async function askOnce(client: ModelClient, model: Model, request: ModelRequest): Promise<ModelOutcome> {
  const outcome = await client.complete(request);
  if (outcome.kind !== 'read' || outcome.reading.ok || outcome.reading.error.code !== 'refused') return outcome;
  const without = protocolNamed(model.gateway.protocol).withoutRefused?.(request, outcome.reading.error) ?? null;
  if (without === null) return outcome;
  const again = await client.complete(without.request);
  if (again.kind === 'unrecorded') return again;
  const attempts = outcome.attempts + again.attempts;
  if (again.kind !== 'read') return { ...again, attempts };
  const findings = [without.finding, ...again.reading.findings];
  return { ...again, attempts, reading: { ...again.reading, findings } };
}

/** Two halves of one answer. The findings of the first are told apart, since they belong to its own interaction. */
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
