import type { AgentProgram } from '../../../domain/agents/agent.ts';
import type { Interaction } from '../../../domain/recording.ts';
import type { Scenario } from '../../../domain/scenario.ts';
import type { Step, Transcript, TurnTranscript } from '../../../domain/transcript.ts';
import { turnWithoutResponse, type AssistantTurn, type TrialError } from '../../../domain/wire.ts';
import { readTraffic } from '../../../traffic/read-traffic.ts';
import type { HeldAgent } from './hold-agent.ts';

/**
 * The transcript of an agent for scoring: its traffic with the answers that it printed, and the scenario with the tools that
 * its requests declare.
 */
export function agentTranscript(
  agent: AgentProgram,
  scenario: Scenario,
  held: HeldAgent,
  interactions: readonly Interaction[],
  attempts: number,
): { readonly transcript: Transcript; readonly judgedBy: Scenario } {
  const { starts, miss } = held;
  const traffic = readTraffic(interactions, { turns: starts, miss });
  const turns = turnsOf(traffic.transcript.turns, held, scenario.turns.length).map((turn, i) =>
    agent.answer === 'stdout' ? answering(turn, held.answers[i] ?? '', i) : turn,
  );
  const judgedBy: Scenario = {
    ...scenario,
    tools: traffic.tools.map((tool) => ({ ...tool, returns: null })),
    toolChoice: null,
  };
  const error = miss === null ? errorOf(held, traffic.transcript.error) : null;
  return { transcript: { ...traffic.transcript, turns, error, attempts }, judgedBy };
}

/** One turn for each user message. A turn without a request has no step. */
function turnsOf(read: readonly TurnTranscript[], { starts }: HeldAgent, count: number): readonly TurnTranscript[] {
  const borders = [...new Set([0, ...starts])].sort((a, b) => a - b);
  return Array.from({ length: count }, (_, i): TurnTranscript => {
    const start = i === 0 ? 0 : starts[i];
    const isEmpty = start === undefined || starts[i + 1] === start;
    return (isEmpty ? undefined : read[borders.indexOf(start)]) ?? { steps: [], end: 'answer' };
  });
}

/** The turn with the printed text as its final answer, in place of the model's last text. */
function answering(turn: TurnTranscript, text: string, index: number): TurnTranscript {
  const last = turn.steps.at(-1);
  const step: Step =
    last === undefined
      ? { index: index + 1, reading: saying(text), results: [], latencyMs: 0, interaction: 0 }
      : { ...last, reading: { ...last.reading, text: text === '' ? null : text } };
  if (last !== undefined && last.reading.calls.length > 0) {
    // The agent printed its answer without another request, so the answer becomes a step after the calls.
    const own: Step = { ...step, index: last.index + 1, reading: saying(text), results: [], latencyMs: 0 };
    return { ...turn, steps: [...turn.steps, own] };
  }
  return { ...turn, steps: [...turn.steps.slice(0, -1), step] };
}

function saying(text: string): AssistantTurn {
  const turn = turnWithoutResponse({ text: text === '' ? null : text, calls: [], echo: [] });
  return { ...turn, finishReason: 'stop' };
}

function errorOf({ failure, troubles, asked, pointed }: HeldAgent, read: TrialError | null): TrialError | null {
  const agentError = (message: string): TrialError => ({ code: 'agent', status: null, message });
  if (failure !== null) {
    // The agent failed because the provider refused a request.
    if (read !== null) return { ...read, message: `${read.message} (${failure})` };
    return agentError([failure, ...troubles].join('; '));
  }
  if (read !== null) return read;
  if (asked > 0) return null;
  const variables = pointed.join(', ');
  return agentError(`the agent asked no model: ${variables} told it where to ask, and nothing came`);
}
