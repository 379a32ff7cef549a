import type { Interaction } from '../domain/recording.ts';
import type { Miss, Transcript, TurnTranscript } from '../domain/transcript.ts';
import { askedModel } from '../protocol/read-interaction.ts';
import { protocolAt } from '../protocol/protocols.ts';
import { declaring } from './declared-tools.ts';
import type { Exchange } from './exchange.ts';
import { joinConversations } from './join.ts';
import { resultsIn } from './results.ts';
import { groupSteps, toStep, type Answered } from './steps.ts';
import { readOneExchange, stitch, turnsOf, type Conversation, type ReadExchange } from './stitch.ts';
import type { DeclaredTool, Traffic, TrafficCall, TrafficConversation } from './traffic.ts';

export interface TrafficOptions {
  /** Indexes, from 0, of the interactions that begin a turn of the transcript. Default: one turn. */
  readonly turns?: readonly number[];
  /** The first request without a recording. */
  readonly miss?: Miss | null;
}

interface RecordedExchange extends Exchange {
  readonly place: number;
  readonly interaction: Interaction;
}

/**
 * Reads the recorded requests and responses of an agent, in any protocol: conversations, calls with their results, and steps.
 * `interactions` are in the order of the requests. Interactions of no protocol, such as embeddings and traces, are left out.
 */
export function readTraffic(interactions: readonly Interaction[], options: TrafficOptions = {}): Traffic {
  const reads = interactions.flatMap((interaction, place) => {
    const exchange = exchangeOf(interaction, place);
    return exchange === null ? [] : [readOneExchange(exchange, place + 1)];
  });
  const conversations = joinConversations(stitch(reads.filter(({ reading }) => reading.ok)), ({ place }) => place);
  const answered = conversations.map(answersOf);
  const tools = toolsIn(reads);
  const { transcript, stepOf } = transcribe(answered.flat(), reads, options);
  const told = conversations.map((conversation, i) => {
    const one = tellConversation(conversation, answered[i] ?? [], stepOf);
    return { ...one, transcript: declaring(one.transcript, toolsIn(conversation)) };
  });
  const calls = told.flatMap((conversation) => conversation.calls);
  const inOrder = calls.toSorted((a, b) => a.step - b.step);
  return { calls: inOrder, transcript: declaring(transcript, tools), conversations: told, tools };
}

function exchangeOf(interaction: Interaction, place: number): RecordedExchange | null {
  const { endpoint, original, request, response } = interaction;
  const protocol = protocolAt(endpoint);
  if (protocol === null) return null;
  return { protocol, host: '', source: '', path: endpoint, request: original ?? request, response, place, interaction };
}

function answersOf(conversation: Conversation<RecordedExchange>, number: number): readonly Answered[] {
  return conversation.flatMap(({ exchange, reading }, i): Answered[] => {
    if (!reading.ok) return [];
    const { place, interaction } = exchange;
    const next = conversation[i + 1]?.asked?.messages ?? [];
    const { sentMs: from = null, latencyMs } = interaction;
    return [{ place, conversation: number, reading, results: resultsIn(reading, next), from, latencyMs }];
  });
}

type Reads = readonly ReadExchange<RecordedExchange>[];

function transcribe(
  answers: readonly Answered[],
  reads: Reads,
  { turns: starts = [], miss = null }: TrafficOptions,
): { readonly transcript: Transcript; readonly stepOf: ReadonlyMap<number, number> } {
  const borders = [...new Set([0, ...starts])].sort((a, b) => a - b);
  const faultFindings = reads.flatMap(({ exchange, reading }) =>
    reading.ok ? [] : reading.findings.map((finding) => ({ interaction: exchange.place, finding })),
  );
  const stepOf = new Map<number, number>();
  let count = 0;
  const turns = borders.map((border, i): TurnTranscript => {
    const end = borders[i + 1] ?? Number.POSITIVE_INFINITY;
    const own = answers.filter(({ place }) => place >= border && place < end).toSorted((a, b) => a.place - b.place);
    const steps = groupSteps(own).map((group) => {
      count += 1;
      for (const { place } of group) stepOf.set(place, count);
      const { step, others } = toStep(group, count);
      faultFindings.push(...others);
      return step;
    });
    return { steps, end: 'answer' };
  });
  const last = reads.at(-1)?.reading;
  const error = last?.ok === false ? last.error : null;
  return { transcript: { turns, state: {}, error, miss, faultFindings, attempts: reads.length }, stepOf };
}

function tellConversation(
  conversation: Conversation<RecordedExchange>,
  answers: readonly Answered[],
  stepOf: ReadonlyMap<number, number>,
): TrafficConversation {
  const [first] = conversation as readonly [Conversation<RecordedExchange>[number]];
  const byPlace = new Map(answers.map((answer) => [answer.place, answer]));
  let index = 0;
  const turns = turnsOf(conversation).map((turn): TurnTranscript => {
    const own = turn.flatMap(({ exchange }) => byPlace.get(exchange.place) ?? []);
    const steps = own.map((answer) => toStep([answer], (index += 1)).step);
    return { steps, end: 'answer' };
  });
  return {
    protocol: first.exchange.protocol.name,
    model: askedModel(first.exchange.interaction),
    messages: first.asked?.messages ?? [],
    calls: answers.flatMap((answer) => callsIn(answer, stepOf.get(answer.place) ?? 0)),
    transcript: { turns, state: {}, error: null, miss: null, faultFindings: [], attempts: conversation.length },
  };
}

function callsIn({ reading, results, conversation }: Answered, step: number): TrafficCall[] {
  return reading.calls.map(({ name, arguments: made, rawArguments }, i) => {
    const found = results[i] ?? null;
    const { callId: _, unsimulated: __, ...result } = found ?? { callId: '', unsimulated: false };
    return {
      step,
      conversation: conversation + 1,
      name,
      arguments: made,
      rawArguments,
      result: found === null ? null : (result as NonNullable<TrafficCall['result']>),
    };
  });
}

function toolsIn(reads: Reads): readonly DeclaredTool[] {
  const tools = new Map<string, DeclaredTool>();
  for (const definition of reads.flatMap(({ asked }) => asked?.tools ?? [])) {
    const { name, parameters } = definition;
    if (typeof name !== 'string') continue;
    const schema = typeof parameters === 'object' && !Array.isArray(parameters) ? parameters : null;
    tools.set(name, { name, definition, parameters: schema ?? null });
  }
  return [...tools.values()];
}
