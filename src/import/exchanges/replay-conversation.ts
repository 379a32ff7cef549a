import { toolNamed } from '../../domain/plans.ts';
import { converse } from '../../conversation/converse.ts';
import type { Keyer } from '../../cassette/lookup/key.ts';
import type { Model } from '../../domain/model.ts';
import type { ModelClient } from '../../domain/model-client.ts';
import type { Interaction, RecordedValue } from '../../domain/recording.ts';
import type { Message, Scenario } from '../../domain/scenario.ts';
import type { ToolCall } from '../../domain/wire.ts';
import { argumentFaults, comparedArguments } from '../../match/schema/read-arguments.ts';
import type { ToolEnvironment } from '../../conversation/tools/simulate-tool.ts';
import type { ToolResult, Transcript } from '../../domain/transcript.ts';
import { asText } from '../../json/json.ts';
import { isErrorText } from '../../protocol/chat-entries.ts';
import { turnsOf } from '../../traffic/stitch.ts';
import type { InputConversation } from './exchange.ts';
import { valueOf } from './tool-returns.ts';

const NO_DEFAULTS = { temperature: null, maxTokens: null, stream: false };
const NO_TOOLS = {
  runModule: () => Promise.reject(new Error('an imported scenario runs no module')),
  sleep: () => Promise.resolve(),
};

/**
 * Holds the conversation of an imported scenario with its recorded answers. Returns the content of its cassette, with the
 * requests that the scenario sends. Null where the scenario does not use all answers, or where a tool returns another result
 * than the recorded one.
 */
export async function replayConversation(
  scenario: Scenario,
  model: Model,
  conversation: InputConversation,
  keyer: Keyer,
): Promise<readonly Interaction[] | null> {
  const interactions: Interaction[] = [];
  const kept: RecordedValue[][] = conversation.map(() => []);
  const client: ModelClient = {
    complete(request) {
      const index = interactions.length;
      const step = conversation[index];
      if (step === undefined) {
        const miss = { code: 'used-up', cassette: '', step: index + 1, differences: [] } as const;
        return Promise.resolve({ kind: 'unrecorded', miss });
      }
      const { protocol, request: sent, response } = step.exchange;
      const { endpoint, body } = request;
      const canonical = keyer.canonicalBody(endpoint, body);
      const original = sent === null || isSame(sent, endpoint, body, keyer) ? null : sent;
      interactions.push({
        endpoint,
        key: keyer.keyOf(endpoint, body),
        request: structuredClone(canonical),
        ...(original !== null && { original }),
        response,
        latencyMs: 0,
        firstByteMs: 0,
      });
      const reading = protocol.read(response, protocol.contextOf(request, index + 1));
      return Promise.resolve({ kind: 'read', reading, latencyMs: 0, attempts: 0, interaction: index });
    },
  };
  /** For a call of an undeclared tool, or with invalid arguments, a scenario makes the result itself. */
  const around: ToolEnvironment['around'] = async ({ interaction, call: place }, call, answer) => {
    const result = await answer();
    const message = conversation[interaction + 1]?.results[place];
    if (message === undefined || isAnswer(message, result) || !isRefused(scenario, call)) return result;
    const recorded = recordedResult(message, place);
    if (recorded === null) return result;
    kept[interaction]?.push(recorded);
    const isError = recorded.isError === true;
    return { ...result, content: asText(message['content']), value: recorded.value, isError };
  };
  const settings = { defaults: NO_DEFAULTS, tools: { ...NO_TOOLS, around } };
  const transcript = await converse(scenario, model, client, settings);
  const whole = transcript.miss === null && interactions.length === conversation.length;
  if (!whole || !goesAlike(transcript, conversation) || !answeredAlike(transcript, conversation)) return null;
  return interactions.map((one, i) => ({ ...one, ...((kept[i]?.length ?? 0) > 0 && { results: kept[i] ?? [] }) }));
}

/**
 * A recorded text in the form in which a cassette stores the result of a call; null for parts, which a cassette cannot store.
 */
function recordedResult(message: Message, call: number): RecordedValue | null {
  const { content } = message;
  if (typeof content !== 'string') return null;
  const isError = message['is_error'] === true || isErrorText(content);
  return { call, value: valueOf(content) ?? content, ...(isError && { isError: true }) };
}

function isSame(sent: Interaction['request'], endpoint: string, body: Interaction['request'], keyer: Keyer): boolean {
  return keyer.canonicalText(endpoint, sent) === keyer.canonicalText(endpoint, body);
}

/** True when both have their user messages at the same places. A step with an error ends its turn and the conversation. */
function goesAlike(transcript: Transcript, conversation: InputConversation): boolean {
  const ended = transcript.error === null ? 0 : 1;
  const held = transcript.turns.map((turn, i) => turn.steps.length + (i === transcript.turns.length - 1 ? ended : 0));
  return JSON.stringify(held) === JSON.stringify(turnsOf(conversation).map((turn) => turn.length));
}

/** True when the model got the recorded text of every result. */
function answeredAlike(transcript: Transcript, conversation: InputConversation): boolean {
  const steps = transcript.turns.flatMap((turn) => turn.steps);
  return conversation.every(({ results }, i) => {
    const given = steps[i - 1]?.results ?? [];
    return results.every((message, place) => given[place] !== undefined && isAnswer(message, given[place]));
  });
}

function isAnswer({ content }: Message, result: ToolResult): boolean {
  if (!Array.isArray(content)) return content === result.content;
  return JSON.stringify(content) === JSON.stringify(result.parts ?? null);
}

function isRefused(scenario: Scenario, call: ToolCall): boolean {
  if (call.arguments === null) return true;
  const tool = toolNamed(scenario, call.name);
  if (tool === undefined) return true;
  const args = comparedArguments(tool.parameters, call.arguments, scenario);
  return argumentFaults(tool.parameters, args, scenario).length > 0;
}
