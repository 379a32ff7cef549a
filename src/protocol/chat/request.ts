import type { Json, JsonObject } from '../../json/json.ts';
import type { Model } from '../../domain/model.ts';
import type { Message, Scenario, ToolChoice } from '../../domain/scenario.ts';

/** What the run adds to every request that a scenario does not ask to be bare. */
export interface RequestDefaults {
  readonly temperature: number | null;
  readonly maxTokens: number | null;
  /** Sent explicitly: some gateways stream when it is left out. */
  readonly stream: boolean;
}

/**
 * The body of the next request of a conversation, complete but for the model's `omit` and `rename`.
 * `firstOfTurn`: a required or named `tool_choice` goes with the first request of a turn only, else the model could never answer.
 */
export function buildRequest(
  scenario: Scenario,
  model: Model,
  messages: readonly Message[],
  firstOfTurn: boolean,
  defaults: RequestDefaults,
): JsonObject {
  const body: JsonObject = { model: model.servedAs, messages: messages as Message[] };
  if (scenario.wireTools.length > 0) {
    body['tools'] = scenario.wireTools as JsonObject[];
    const choice = scenario.toolChoice;
    if (choice !== null && (firstOfTurn || choice === 'auto' || choice === 'none')) {
      body['tool_choice'] = wireChoice(choice);
    }
  }
  if (!scenario.bare) {
    if (defaults.temperature !== null) body['temperature'] = defaults.temperature;
    if (defaults.maxTokens !== null) body['max_tokens'] = defaults.maxTokens;
    Object.assign(body, model.request);
  }
  const stream = scenario.request['stream'] ?? body['stream'] ?? defaults.stream;
  // Without it most gateways leave the token counts out of a stream.
  if (stream === true) body['stream_options'] ??= { include_usage: true };
  return Object.assign(body, { stream }, scenario.request);
}

function wireChoice(choice: ToolChoice): Json {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };
}
