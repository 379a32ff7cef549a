import { converse } from '../../conversation/converse.ts';
import type { Keyer } from '../../cassette/lookup/key.ts';
import type { Model } from '../../domain/model.ts';
import type { ModelClient } from '../../domain/model-client.ts';
import type { Interaction } from '../../domain/recording.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { ToolCall } from '../../domain/wire.ts';
import { argumentFaults, comparedArguments } from '../../match/schema/read-arguments.ts';
import type { Transcript } from '../../domain/transcript.ts';
import { turnsOf } from '../../traffic/stitch.ts';
import type { Conversation } from './exchange.ts';

const NO_DEFAULTS = { temperature: null, maxTokens: null, stream: false };
const NO_TOOLS = {
  runModule: () => Promise.reject(new Error('an imported scenario runs no module')),
  sleep: () => Promise.resolve(),
};

/**
 * Holds the conversation of an imported scenario with its recorded answers, and returns what a cassette keeps of it: the requests
 * that the scenario leads to. Null where it does not lead through all answers, or where a tool answers otherwise than it did.
 */
export async function replayConversation(
  scenario: Scenario,
  model: Model,
  conversation: Conversation,
  keyer: Keyer,
): Promise<readonly Interaction[] | null> {
  const interactions: Interaction[] = [];
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
  const settings = { defaults: NO_DEFAULTS, tools: NO_TOOLS };
  const transcript = await converse(scenario, model, client, settings);
  const whole = transcript.miss === null && interactions.length === conversation.length;
  return whole && goesAlike(transcript, conversation) && answeredAlike(scenario, transcript, conversation)
    ? interactions
    : null;
}

function isSame(sent: Interaction['request'], endpoint: string, body: Interaction['request'], keyer: Keyer): boolean {
  return keyer.canonicalText(endpoint, sent) === keyer.canonicalText(endpoint, body);
}

/** Whether the user speaks where the user spoke. A step that is an error ends its turn and the conversation. */
function goesAlike(transcript: Transcript, conversation: Conversation): boolean {
  const ended = transcript.error === null ? 0 : 1;
  const held = transcript.turns.map((turn, i) => turn.steps.length + (i === transcript.turns.length - 1 ? ended : 0));
  return JSON.stringify(held) === JSON.stringify(turnsOf(conversation).map((turn) => turn.length));
}

/**
 * Whether the model was given the recorded text of every result. A call of an undeclared tool, or with arguments that break its
 * schema, is answered with an error in words of ours; the cassette keeps what it was answered as the original.
 */
function answeredAlike(scenario: Scenario, transcript: Transcript, conversation: Conversation): boolean {
  const steps = transcript.turns.flatMap((turn) => turn.steps);
  return conversation.every(({ results }, i) => {
    const given = steps[i - 1]?.results ?? [];
    return results.every((message, place) => {
      const result = given[place];
      if (result === undefined) return false;
      if (isRefused(scenario, steps[i - 1]?.reading.calls[place])) return true;
      const { content } = message;
      return Array.isArray(content)
        ? JSON.stringify(content) === JSON.stringify(result.parts ?? null)
        : content === result.content;
    });
  });
}

function isRefused(scenario: Scenario, call: ToolCall | undefined): boolean {
  if (call === undefined || call.arguments === null) return true;
  const tool = scenario.tools.find(({ name }) => name === call.name);
  if (tool === undefined) return true;
  const args = comparedArguments(tool.parameters, call.arguments, scenario);
  return argumentFaults(tool.parameters, args, scenario).length > 0;
}
