import type { JsonObject } from '../json/json.ts';
import type { ConversationEntry } from '../domain/conversation.ts';
import type { Model } from '../domain/model.ts';
import type { ModelRequest } from '../domain/model-client.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { DefaultParameters, RequestDefaults } from './neutral-request.ts';
import { protocolNamed } from './protocols.ts';

/** Parameters that the scenario or the model's configuration sets. */
export function writtenParameters(scenario: Scenario, model: Model): JsonObject {
  const asked = askedFor(scenario, model);
  return scenario.bare ? asked : { ...model.request, ...asked };
}

function askedFor({ request, requestFor }: Scenario, { gateway }: Model): JsonObject {
  const own = requestFor[gateway.protocol];
  return own === undefined ? request : { ...request, ...own };
}

/** The first request of a scenario. */
export function firstRequest(scenario: Scenario, model: Model, defaults: RequestDefaults): ModelRequest {
  const messages = scenario.turns[0]?.messages ?? [];
  const conversation = messages.map((message): ConversationEntry => ({ kind: 'message', message }));
  return nextRequest(scenario, model, conversation, true, defaults);
}

const NO_DEFAULTS: DefaultParameters = { temperature: null, maxTokens: null };

/**
 * The next request of a conversation, in the protocol of the model's gateway. A required or named `tool_choice` is sent only
 * where `firstOfTurn` is true, because the model could otherwise never answer with text.
 */
export function nextRequest(
  scenario: Scenario,
  model: Model,
  conversation: readonly ConversationEntry[],
  firstOfTurn: boolean,
  defaults: RequestDefaults,
): ModelRequest {
  const { tools, toolChoice, bare } = scenario;
  const isChoice = tools.length > 0 && (firstOfTurn || toolChoice === 'auto' || toolChoice === 'none');
  const asked = askedFor(scenario, model);
  const parameters: JsonObject = bare ? {} : { ...model.request };
  parameters['stream'] = asked['stream'] ?? parameters['stream'] ?? defaults.stream;
  return protocolNamed(model.gateway.protocol).encode({
    model,
    conversation,
    tools,
    choice: isChoice ? toolChoice : null,
    defaults: bare ? NO_DEFAULTS : defaults,
    parameters: Object.assign(parameters, asked),
  });
}
