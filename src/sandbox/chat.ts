import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { closest } from '../text/closest.ts';
import { isObject, type JsonObject } from '../json/json.ts';
import type { Scenario } from '../domain/scenario.ts';
import { completionBody, completionEvents } from '../protocol/chat/serve-completion.ts';
import type { ScenarioFinder } from './find-scenario.ts';
import { errorReply, eventReply, jsonReply, type Reply } from './http-reply.ts';
import { nextAnswer } from './next-answer.ts';
import { PERSONAS, SCENARIO_HEADER, TRIAL_HEADER } from '../domain/sandbox.ts';
import { isPersona, scriptFor } from './personas.ts';
import { situate } from './conversation-state.ts';

/** Answers one chat completion: the same bytes for the same request and headers. */
export async function chat(text: string, headers: IncomingHttpHeaders, finder: ScenarioFinder): Promise<Reply> {
  const body = parse(text);
  if (body === null) return errorReply(400, 'invalid_json', 'The request body is not a JSON object.');
  const model = body['model'];
  if (typeof model !== 'string' || model === '') {
    return errorReply(400, 'missing_required_parameter', "Missing required parameter: 'model'.", 'model');
  }
  if (!isPersona(model)) return unknownModel(model);
  if (!Array.isArray(body['messages']) || body['messages'].length === 0) {
    return errorReply(
      400,
      'missing_required_parameter',
      "'messages' must be a list of at least one message.",
      'messages',
    );
  }
  const trial = trialOf(headers);
  if (trial === null) {
    return errorReply(400, 'invalid_header', `The header ${TRIAL_HEADER} must be a whole number from 1.`, TRIAL_HEADER);
  }
  const scenario = findScenario(body, headers, finder);
  if ('status' in scenario) return scenario;
  const script = await scriptFor(model, scenario, trial);
  const situation = situate(scenario, body);
  const answer = nextAnswer(script, situation);
  const id = `chatcmpl-${createHash('sha256').update(`${scenario.id}\n${trial}\n${text}`).digest('hex').slice(0, 24)}`;
  const frame = { id, model, callCount: situation.callCount, requestLength: text.length };
  if (body['stream'] !== true) return jsonReply(completionBody(answer, frame));
  const options = body['stream_options'];
  return eventReply(completionEvents(answer, frame, isObject(options) && options['include_usage'] === true));
}

/** 404 for a model that is no persona, with the nearest one. */
export function unknownModel(model: string): Reply {
  const near = closest(model, PERSONAS);
  const hint = near === null ? `The models are: ${PERSONAS.join(', ')}.` : `Did you mean '${near}'?`;
  return errorReply(404, 'model_not_found', `The model '${model}' does not exist. ${hint}`, 'model');
}

function parse(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function trialOf(headers: IncomingHttpHeaders): number | null {
  const value = headers[TRIAL_HEADER];
  if (value === undefined) return 1;
  return typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : null;
}

function findScenario(body: JsonObject, headers: IncomingHttpHeaders, finder: ScenarioFinder): Scenario | Reply {
  const header = headers[SCENARIO_HEADER];
  if (typeof header !== 'string') {
    const message =
      'No loaded scenario starts with these user messages. ' +
      `Name one in the header ${SCENARIO_HEADER}, or start the sandbox with the file that holds it.`;
    return finder.byRequest(body) ?? errorReply(404, 'scenario_not_found', message, 'messages');
  }
  const id = decode(header);
  if (id === null) {
    return errorReply(400, 'invalid_header', `The header ${SCENARIO_HEADER} is not percent-encoded.`, SCENARIO_HEADER);
  }
  return finder.byId(id) ?? errorReply(404, 'scenario_not_found', `No scenario '${id}' is loaded.`, SCENARIO_HEADER);
}

/** Undoes percent-encoding; null where there is none to undo. */
export function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
