import type { ConversationEntry } from '../domain/conversation.ts';
import type { Model } from '../domain/model.ts';
import type { ModelClient, ModelOutcome } from '../domain/model-client.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { Step, ToolResult, Transcript, TurnTranscript } from '../domain/transcript.ts';
import type { AssistantTurn } from '../domain/wire.ts';
import { patternError } from '../match/pattern-error.ts';
import type { RequestDefaults } from '../protocol/neutral-request.ts';
import { nextRequest } from '../protocol/next-request.ts';
import { askWhole } from './ask.ts';
import type { LeftOut } from './ask-once.ts';
import { ToolStop } from './tools/tool-stop.ts';
import { simulateTools, type ToolEnvironment } from './tools/simulate-tool.ts';

export interface ConversationSettings {
  readonly defaults: RequestDefaults;
  readonly tools: ToolEnvironment;
  /** Fields that models refused in this run; null in a replay. */
  readonly leftOut?: LeftOut | null;
}

type Stop = Pick<Transcript, 'error' | 'miss' | 'faultFindings'>;
const NO_STOP: Stop = { error: null, miss: null, faultFindings: [] };

/** Holds the conversation of one trial: all turns, each until the assistant calls no tool or `maxSteps` is reached. */
export async function converse(
  scenario: Scenario,
  model: Model,
  client: ModelClient,
  settings: ConversationSettings,
): Promise<Transcript> {
  const conversation: ConversationEntry[] = [];
  const turns: TurnTranscript[] = [];
  const tools = simulateTools(scenario, settings.tools);
  const parts: Transcript['faultFindings'][number][] = [];
  let attempts = 0;
  let stepCount = 0;
  for (const [turnIndex, turn] of scenario.turns.entries()) {
    for (const message of turn.messages) conversation.push({ kind: 'message', message });
    const steps: Step[] = [];
    let end: TurnTranscript['end'] = 'answer';
    for (;;) {
      const firstOfTurn = steps.length === 0;
      const next = () => nextRequest(scenario, model, conversation, firstOfTurn, settings.defaults);
      const asked = await askWhole(client, model, next, conversation, settings.leftOut ?? null);
      const { outcome } = asked;
      attempts += asked.attempts;
      parts.push(...asked.findings);
      const endedBy = (stop: Stop | null): Transcript => ({
        turns: [...turns, { steps, end: 'aborted' }],
        state: tools.state(),
        ...(stop ?? NO_STOP),
        faultFindings: [...parts, ...(stop?.faultFindings ?? [])],
        attempts,
      });
      const stop = stopOf(outcome, conversation);
      if (stop !== null) return endedBy(stop);
      if (outcome.kind !== 'read' || !outcome.reading.ok) throw new Error('unreachable: every other outcome stops');
      const reading = outcome.reading;
      stepCount += 1;
      const atLimit = steps.length + 1 >= scenario.maxSteps;
      const lastOfTrial = atLimit && turnIndex === scenario.turns.length - 1;
      // Calls alone continue a turn, because gateways send finish reasons that contradict them.
      const done = reading.calls.length === 0 || reading.reported === true;
      let results: readonly ToolResult[] = [];
      let stopped: ToolStop['stop'] | null = null;
      try {
        if (!done && !lastOfTrial)
          results = await answerCalls(reading, tools, settings.tools.around, outcome.interaction);
      } catch (error) {
        stopped = error instanceof ToolStop ? error.stop : { error: patternError(scenario, error) };
      }
      steps.push({
        index: stepCount,
        reading,
        results,
        latencyMs: outcome.latencyMs,
        interaction: outcome.interaction,
      });
      if (stopped !== null) return endedBy({ ...NO_STOP, ...stopped });
      if (reading.reported === true) return endedBy(null);
      for (const [i, call] of reading.calls.entries()) {
        const result = results[i];
        if (result !== undefined) conversation.push({ kind: 'result', call, result });
      }
      if (done) break;
      if (atLimit) {
        end = 'max-steps';
        break;
      }
    }
    turns.push({ steps, end });
  }
  return { turns, state: tools.state(), ...NO_STOP, faultFindings: parts, attempts };
}

/** The error or missing recording that ends the conversation early; null where it continues. */
function stopOf(outcome: ModelOutcome, conversation: readonly ConversationEntry[]): Stop | null {
  if (outcome.kind === 'unrecorded') return { ...NO_STOP, miss: outcome.miss };
  if (outcome.kind === 'unreachable') return { ...NO_STOP, error: outcome.error };
  if (outcome.reading.ok) return null;
  const faultFindings = outcome.reading.findings.map((finding) => ({ interaction: outcome.interaction, finding }));
  // The gateway refused a malformed call that the request repeated. The model has failed by that call already, unless it stands in the
  // history of the scenario.
  const isItsOwn = outcome.reading.echoRefused === true && conversation.some(isMalformedAnswer);
  const error = isItsOwn ? null : outcome.reading.error;
  return { error, miss: null, faultFindings };
}

function isMalformedAnswer(entry: ConversationEntry): boolean {
  return entry.kind === 'answer' && entry.turn.calls.some(({ malformed }) => malformed !== null);
}

/** Answers the calls in call order, because `times` counts in that order and gateways expect results in it. */
async function answerCalls(
  reading: AssistantTurn,
  tools: ReturnType<typeof simulateTools>,
  around: ToolEnvironment['around'],
  interaction: number,
): Promise<readonly ToolResult[]> {
  const results: ToolResult[] = [];
  for (const [i, call] of reading.calls.entries()) {
    const answer = (): Promise<ToolResult> => tools.answer(call);
    results.push(around === undefined ? await answer() : await around({ interaction, call: i }, call, answer));
  }
  return results;
}
