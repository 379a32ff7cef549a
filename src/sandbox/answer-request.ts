import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { closest } from '../text/closest.ts';
import { parseObject } from '../json/parse.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { Protocol } from '../protocol/protocol.ts';
import type { Refusal, ServedRequest } from '../protocol/serving.ts';
import type { ScenarioFinder } from './find-scenario.ts';
import { eventReply, jsonReply, refusalReply, type Reply } from './http-reply.ts';
import { nextAnswer } from './next-answer.ts';
import { PERSONAS, SCENARIO_HEADER, TRIAL_HEADER } from '../domain/sandbox.ts';
import { isPersona, isPreference, scriptFor } from './personas.ts';
import { preferenceScript } from './preferences.ts';
import { conversationState } from './conversation-state.ts';

/** Answers one request. The same request and headers always get the same bytes. */
export async function answerRequest(
  protocol: Protocol,
  endpoint: string,
  text: string,
  headers: IncomingHttpHeaders,
  finder: ScenarioFinder,
): Promise<Reply> {
  const { serving } = protocol;
  const refuse = (refusal: Refusal): Reply => refusalReply(refusal, serving);
  const body = parseObject(text);
  if (body === null) return refuse(refusal(400, 'invalid_json', 'The request body is not a JSON object.'));
  const asked = { endpoint, body };
  const refused = serving.refuse(asked);
  if (refused !== null) return refuse(refused);
  const request = serving.parse(asked);
  const { model } = request;
  if (!isPersona(model) && !isPreference(model)) return refuse(unknownModel(model));
  const trial = trialOf(headers);
  if (trial === null) {
    const message = `The header ${TRIAL_HEADER} must be a whole number from 1.`;
    return refuse(refusal(400, 'invalid_header', message, TRIAL_HEADER));
  }
  const scenario = findScenario(request, headers, finder);
  if ('status' in scenario) return refuse(scenario);
  const script = isPreference(model)
    ? preferenceScript(model, scenario, request.toolNames)
    : await scriptFor(model, scenario, trial);
  const state = conversationState(scenario, request);
  const answer = nextAnswer(scenario, script, state);
  const id = createHash('sha256').update(`${scenario.id}\n${trial}\n${text}`).digest('hex').slice(0, 24);
  const frame = { id, model, callCount: state.callCount, requestLength: text.length };
  const written = serving.write(answer, frame, asked);
  return written.stream ? eventReply(written.text) : jsonReply(written.text);
}

/** The refusal of a model that is no persona: status 404, with the closest persona name. */
export function unknownModel(model: string): Refusal {
  const near = closest(model, PERSONAS);
  const hint = near === null ? `The models are: ${PERSONAS.join(', ')}.` : `Did you mean '${near}'?`;
  return refusal(404, 'model_not_found', `The model '${model}' does not exist. ${hint}`, 'model');
}

function refusal(status: number, code: string, message: string, param: string | null = null): Refusal {
  return { status, code, message, param };
}

function trialOf(headers: IncomingHttpHeaders): number | null {
  const value = headers[TRIAL_HEADER];
  if (value === undefined) return 1;
  return typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : null;
}

function findScenario(
  request: ServedRequest,
  headers: IncomingHttpHeaders,
  finder: ScenarioFinder,
): Scenario | Refusal {
  const header = headers[SCENARIO_HEADER];
  if (typeof header !== 'string') {
    const message =
      'No loaded scenario starts with these user messages. ' +
      `Name one in the header ${SCENARIO_HEADER}, or start the sandbox with the file that holds it.`;
    return finder.byRequest(request) ?? refusal(404, 'scenario_not_found', message, 'messages');
  }
  const id = decode(header);
  if (id === null) {
    const message = `The header ${SCENARIO_HEADER} is not percent-encoded.`;
    return refusal(400, 'invalid_header', message, SCENARIO_HEADER);
  }
  return finder.byId(id) ?? refusal(404, 'scenario_not_found', `No scenario '${id}' is loaded.`, SCENARIO_HEADER);
}

/** Decodes percent-encoding; null where it is malformed. */
export function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
