import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Message } from '../../domain/scenario.ts';
import type { DecodedRequest } from '../decoded-request.ts';
import { choiceOf } from './tool-choice.ts';

/** Scenarios speak the words of chat: a request is taken apart, not translated. */
export function decodeChat(body: JsonObject): DecodedRequest {
  const { model: _, messages, tools, tool_choice: choice, ...parameters } = body;
  const read = choiceOf(choice);
  const functions = Array.isArray(tools) ? tools.flatMap(definitionOf) : [];
  const native: JsonObject = {};
  if (choice !== undefined && choice !== null && read === null) native['tool_choice'] = choice;
  if (Array.isArray(tools) && functions.length < tools.length) native['tools'] = tools;
  // Left out, token counts are not asked for; our own requests ask for them unless told not to.
  if (parameters['stream'] === true) parameters['stream_options'] ??= { include_usage: false };
  return {
    messages: Array.isArray(messages) ? messages.filter(isMessage) : [],
    tools: functions,
    choice: read,
    parameters,
    native,
  };
}

function isMessage(value: Json): value is Message {
  return isObject(value) && typeof value['role'] === 'string';
}

function definitionOf(tool: Json): JsonObject[] {
  const definition = isObject(tool) ? tool['function'] : undefined;
  return isObject(definition) && typeof definition['name'] === 'string' ? [definition] : [];
}
