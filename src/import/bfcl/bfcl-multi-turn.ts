import { sentName } from '../sent-name.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Issue } from '../../domain/errors.ts';
import { isObject, type Json, type JsonObject, textOrJson } from '../../json/json.ts';
import { lineIssue, noJson, readLines } from '../json-lines.ts';
import { toJsonSchema } from './bfcl-schema.ts';
import { readPythonCall } from './python-call.ts';

/** Categories of several turns, whose calls BFCL runs in a simulator of its own. */
export const MULTI_TURN_CATEGORIES: readonly string[] = [
  'multi_turn_base',
  'multi_turn_miss_func',
  'multi_turn_miss_param',
];

/** File of the functions of each class, below `multi_turn_func_doc/`. */
const DOCUMENTS: ReadonlyMap<string, string> = new Map([
  ['GorillaFileSystem', 'gorilla_file_system'],
  ['VehicleControlAPI', 'vehicle_control'],
  ['TradingBot', 'trading_bot'],
  ['TravelAPI', 'travel_booking'],
  ['MessageAPI', 'message_api'],
  ['TwitterAPI', 'posting_api'],
  ['TicketAPI', 'ticket_api'],
  ['MathAPI', 'math_api'],
]);

export interface MultiTurnItems {
  /** Tools that the scenarios name. */
  readonly tools: readonly JsonObject[];
  readonly scenarios: readonly JsonObject[];
}

interface Question {
  readonly line: number;
  readonly value: JsonObject;
}

/**
 * Reads the questions of a multi-turn category. Each turn expects the calls of its answer, in any order. Other calls are
 * allowed, because only BFCL's simulator knows whether they do harm. A turn that adds a function, and the turns after it, are
 * left out, because a scenario has all its tools from the start. `issues` gets a line for everything left out.
 */
export function readMultiTurn(
  dataDir: string,
  questions: string,
  answers: string | null,
  issues: Issue[],
): MultiTurnItems {
  const truths = new Map(
    (answers === null ? [] : linesOf(answers, issues)).map(({ value }) => [value['id'], value['ground_truth']]),
  );
  const documents = new Map<string, readonly JsonObject[]>();
  const tools = new Map<string, JsonObject>();
  const scenarios: JsonObject[] = [];
  for (const question of linesOf(questions, issues)) {
    const note: Note = (message, path = '') => {
      issues.push({ ...lineIssue(questions, question.line, 'not-said', message, path), severity: 'warning' });
    };
    const classes = question.value['involved_classes'];
    const functions = (Array.isArray(classes) ? classes : []).flatMap((name) => {
      const known = documents.get(textOrJson(name)) ?? readDocument(dataDir, textOrJson(name), note, issues);
      documents.set(textOrJson(name), known);
      return known;
    });
    const scenario = toScenario(question.value, truths.get(question.value['id']), functions, note);
    if (scenario === null) continue;
    for (const one of functions) tools.set(textOrJson(one['name']), one);
    scenarios.push(scenario);
  }
  return { tools: [...tools.values()], scenarios };
}

type Note = (message: string, path?: string) => void;

function linesOf(file: string, issues: Issue[]): readonly Question[] {
  return [...readLines(file)].flatMap(({ line, text }): Question[] => {
    try {
      const value = JSON.parse(text) as Json;
      if (isObject(value)) return [{ line, value }];
      issues.push(lineIssue(file, line, 'bad-question', 'Expected an object.'));
    } catch (error) {
      issues.push(lineIssue(file, line, 'bad-json', noJson(text, error)));
    }
    return [];
  });
}

/** The functions of a class as tools, without results: BFCL's simulator, which makes them, is not part of tooltape. */
function readDocument(dataDir: string, name: string, note: Note, issues: Issue[]): readonly JsonObject[] {
  const file = join(dataDir, 'multi_turn_func_doc', `${DOCUMENTS.get(name) ?? name}.json`);
  if (!existsSync(file)) {
    note(`The functions of \`${name}\` are not there: no file \`${file}\`.`, 'involved_classes');
    return [];
  }
  return linesOf(file, issues).flatMap(({ value }): JsonObject[] => {
    if (typeof value['name'] !== 'string') return [];
    const parameters = toJsonSchema(value['parameters'] ?? {}, new Set());
    const description = value['description'] ?? '';
    return [{ name: sentName(value['name']), description, parameters, returns: [{ result: null }] }];
  });
}

function toScenario(
  question: JsonObject,
  truth: Json | undefined,
  functions: readonly JsonObject[],
  note: Note,
): JsonObject | null {
  const { id, question: said } = question;
  if (typeof id !== 'string' || !Array.isArray(said) || !Array.isArray(truth)) {
    note('Expected `id`, `question` and an accepted answer; the line is left out.');
    return null;
  }
  const missed = isObject(question['missed_function']) ? question['missed_function'] : {};
  const excluded = question['excluded_function'];
  const without = new Set(
    [...(Array.isArray(excluded) ? excluded : []), ...Object.values(missed).flat()].map((one) =>
      sentName(textOrJson(one)),
    ),
  );
  const tools = functions.filter(({ name }) => !without.has(textOrJson(name)));
  const added = Math.min(said.length, ...Object.keys(missed).map(Number));
  if (added < said.length) {
    const names = Object.values(missed).flat().map(textOrJson).join(', ');
    note(
      `${names} is added before turn ${added + 1}, which a scenario cannot say: the turns from there on are left out.`,
      `question[${added}]`,
    );
  }
  const turns = said.slice(0, added).map((messages, turn) => readTurn(messages, truth[turn], turn, tools, note));
  if (turns.length === 0 || turns.includes(null)) return null;
  return { id, tools: tools.map(({ name }) => textOrJson(name)), turns: turns as Json[] };
}

function readTurn(
  messages: Json,
  truth: Json | undefined,
  turn: number,
  tools: readonly JsonObject[],
  note: Note,
): JsonObject | null {
  const [said] = Array.isArray(messages) ? messages : [];
  const content = isObject(said) ? said['content'] : undefined;
  if (typeof content !== 'string' || !Array.isArray(truth)) {
    note('Expected a message and the calls of the turn; the line is left out.', `question[${turn}]`);
    return null;
  }
  const calls: JsonObject[] = [];
  for (const text of truth) {
    const call = readPythonCall(textOrJson(text));
    if (typeof call === 'string') {
      note(`The answer to turn ${turn + 1} cannot be read: ${call}; the line is left out.`, `question[${turn}]`);
      return null;
    }
    const tool = tools.find(({ name }) => name === sentName(call.name));
    if (tool === undefined) {
      note(
        `The answer to turn ${turn + 1} calls \`${call.name}\`, which the question does not have; the line is left out.`,
        `question[${turn}]`,
      );
      return null;
    }
    const parameters = isObject(tool['parameters']) ? tool['parameters']['properties'] : undefined;
    const names = Object.keys(isObject(parameters) ? parameters : {});
    const placed = call.positional.map((value, i): [string, Json] => [names[i] ?? `argument_${i + 1}`, value]);
    calls.push({ name: sentName(call.name), arguments: { ...Object.fromEntries(placed), ...call.named } });
  }
  return { user: content, expect: calls.length === 0 ? { calls: [] } : { calls, extra: 'allow' } };
}
