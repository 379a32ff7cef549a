import type { Model } from '../domain/model.ts';
import type { ModelClient } from '../domain/model-client.ts';
import type { JsonObject } from '../json/json.ts';
import type { Message, Scenario } from '../domain/scenario.ts';
import type { Step, ToolResult, Transcript, TurnTranscript } from '../domain/transcript.ts';
import type { AssistantTurn } from '../domain/wire.ts';
import { buildRequest, type RequestDefaults } from '../protocol/chat/request.ts';
import { simulateTools, type ToolEnvironment } from './tools/simulate-tool.ts';

export interface ConversationSettings {
  readonly defaults: RequestDefaults;
  /** Applies the model's `omit` and `rename` to a request. */
  readonly finishRequest: (body: JsonObject) => JsonObject;
  readonly tools: ToolEnvironment;
}

type Stop = Pick<Transcript, 'error' | 'miss' | 'faultFindings'>;
const NO_STOP: Stop = { error: null, miss: null, faultFindings: [] };

/** Holds one trial's conversation: every turn, until the assistant stops calling tools or `maxSteps` is reached. */
export async function converse(
  scenario: Scenario,
  model: Model,
  client: ModelClient,
  settings: ConversationSettings,
): Promise<Transcript> {
  const messages: Message[] = [];
  const turns: TurnTranscript[] = [];
  const tools = simulateTools(scenario, settings.tools);
  let attempts = 0;
  let stepCount = 0;
  for (const [turnIndex, turn] of scenario.turns.entries()) {
    messages.push(...turn.messages);
    const steps: Step[] = [];
    let end: TurnTranscript['end'] = 'answer';
    for (;;) {
      const body = buildRequest(scenario, model, messages, steps.length === 0, settings.defaults);
      const outcome = await client.complete(settings.finishRequest(body));
      if (outcome.kind !== 'unrecorded') attempts += outcome.attempts;
      const stop = stopOf(outcome);
      if (stop !== null) {
        turns.push({ steps, end: 'aborted' });
        return { turns, ...stop, attempts };
      }
      if (outcome.kind !== 'read' || !outcome.reading.ok) throw new Error('unreachable: every other outcome stops');
      const reading = outcome.reading;
      stepCount += 1;
      const atLimit = steps.length + 1 >= scenario.maxSteps;
      const lastOfTrial = atLimit && turnIndex === scenario.turns.length - 1;
      // Only calls keep a turn going: gateways give finish reasons that contradict them.
      const done = reading.calls.length === 0;
      const results = done || lastOfTrial ? [] : await answerCalls(reading, tools);
      steps.push({
        index: stepCount,
        reading,
        results,
        latencyMs: outcome.latencyMs,
        interaction: outcome.interaction,
      });
      messages.push(reading.message as Message, ...results.map(toolMessage));
      if (done) break;
      if (atLimit) {
        end = 'max-steps';
        break;
      }
    }
    turns.push({ steps, end });
  }
  return { turns, ...NO_STOP, attempts };
}

/** What ends the conversation before the model is done; null when it goes on. */
function stopOf(outcome: Awaited<ReturnType<ModelClient['complete']>>): Stop | null {
  if (outcome.kind === 'unrecorded') return { ...NO_STOP, miss: outcome.miss };
  if (outcome.kind === 'unreachable') return { ...NO_STOP, error: outcome.error };
  if (outcome.reading.ok) return null;
  const faultFindings = outcome.reading.findings.map((finding) => ({ interaction: outcome.interaction, finding }));
  return { error: outcome.reading.error, miss: null, faultFindings };
}

/** One result a call, in call order: `times` counts in that order, and gateways insist on it. */
async function answerCalls(
  reading: AssistantTurn,
  tools: ReturnType<typeof simulateTools>,
): Promise<readonly ToolResult[]> {
  const results: ToolResult[] = [];
  for (const call of reading.calls) results.push(await tools.answer(call));
  return results;
}

function toolMessage(result: ToolResult): Message {
  return { role: 'tool', tool_call_id: result.callId, content: result.content };
}
