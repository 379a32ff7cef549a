import { deepEqual, isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Message } from '../../domain/scenario.ts';
import type { DecodedRequest } from '../decoded-request.ts';
import { encodeFunction } from '../function-tools.ts';
import { definitionOfCustom } from '../neutral/custom-tool.ts';
import { choiceOf } from './tool-choice.ts';

/** Decodes a chat request. Scenarios use the words of chat, so nothing has to be translated. */
export function decodeChat(body: JsonObject): DecodedRequest {
  const { model: _, messages, tools, tool_choice: choice, ...parameters } = body;
  const read = choiceOf(choice);
  const functions = Array.isArray(tools) ? tools.flatMap(definitionOf) : [];
  const native: JsonObject = {};
  const chosen = choice === undefined || choice === null ? {} : { tool_choice: choice };
  if (read === null || functions.length === 0) Object.assign(native, chosen);
  if (Array.isArray(tools) && !(tools.length > 0 && deepEqual(functions.map(encodeFunction), tools))) {
    native['tools'] = tools;
  }
  // This request asks for no token counts in the stream. Our own requests do, unless `stream_options` is null.
  if (parameters['stream'] === true) parameters['stream_options'] ??= null;
  return {
    messages: Array.isArray(messages) ? messages.filter(isMessage) : [],
    tools: functions,
    choice: read,
    chosen,
    parameters,
    native,
  };
}

function isMessage(value: Json): value is Message {
  return isObject(value) && typeof value['role'] === 'string';
}

function definitionOf(tool: Json): JsonObject[] {
  const custom = definitionOfCustom(tool);
  if (custom !== null) return [custom];
  const definition = isObject(tool) ? tool['function'] : undefined;
  return isObject(definition) && typeof definition['name'] === 'string' ? [definition] : [];
}
