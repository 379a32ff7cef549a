import { sentName } from '../sent-name.ts';
import type { Issue } from '../../domain/errors.ts';
import { isObject } from '../../json/json.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { LONGEST_SCENARIO_ID, SCENARIO_ID } from '../../domain/scenario.ts';
import { readGroundTruth } from './bfcl-accept.ts';
import { categoryKind } from './bfcl-categories.ts';
import { toJsonSchema } from './bfcl-schema.ts';
import { parseMarked } from '../../json/exact-json.ts';
import { lineIssue, noJson, readLines } from '../json-lines.ts';

/** A question as a scenario of a scenario file, with the parts that a request contains. */
export interface BfclItem {
  readonly id: string;
  readonly scenario: JsonObject;
  readonly messages: JsonObject[];
  /** `{ type: 'function', function: { … } }`. */
  readonly tools: JsonObject[];
  /** Functions whose names are sent in another form: declared name → sent name. */
  readonly renamed: ReadonlyMap<string, string>;
}

interface Answer {
  readonly line: number;
  readonly truth: Json | undefined;
}

/** Reads the questions of a category with their accepted answers. Unusable questions are left out, with a line in `issues`. */
export function readQuestions(
  category: string,
  questions: string,
  answers: string | null,
  issues: Issue[],
): Map<string, BfclItem> {
  const wanted = categoryKind(category) === 'calls';
  const truths = wanted && answers !== null ? readAnswers(answers, issues) : new Map<string, Answer>();
  const items = new Map<string, BfclItem>();
  for (const { line, text } of readLines(questions)) {
    const fail: Fail = (code, message, path = '') => {
      issues.push(lineIssue(questions, line, code, message, path));
    };
    const warn: Fail = (code, message, path = '') => {
      issues.push({ ...lineIssue(questions, line, code, message, path), severity: 'warning' });
    };
    const question = parseLine(text, fail);
    if (question === null) continue;
    const { id } = question;
    if (typeof id !== 'string' || id === '') {
      fail('bad-question', '`id` must be a text: the name of the question.', 'id');
      continue;
    }
    if (!SCENARIO_ID.test(id) || Array.from(id).length > LONGEST_SCENARIO_ID) {
      const limits = `letters, digits, ".", "_" and "-", no "_" first, at most ${LONGEST_SCENARIO_ID}`;
      fail('bad-question', `A scenario cannot be called \`${id}\`: an id consists of ${limits}.`, 'id');
      continue;
    }
    if (items.has(id)) {
      fail('duplicate-id', `\`${id}\` stands in this file before; the first is kept.`, 'id');
      continue;
    }
    const messages = readMessages(question['question'], fail);
    const functions = readFunctions(question['function'], fail, warn);
    if (messages === null || functions === null) continue;
    const calls = wanted ? expectedCalls(id, truths.get(id), functions, { answers, fail, issues }) : null;
    if (wanted && calls === null) continue;
    const expect = { calls: calls ?? (categoryKind(category) === 'relevance' ? 'any' : []) };
    items.set(id, toItem(question, id, messages, functions, expect));
  }
  return items;
}

type Fail = (code: string, message: string, path?: string) => void;

function parseLine(text: string, fail: Fail): JsonObject | null {
  try {
    const value = JSON.parse(text) as Json;
    if (isObject(value)) return value;
    fail('bad-question', 'Expected an object with `id`, `question` and `function`.');
  } catch (error) {
    fail('bad-json', noJson(text, error));
  }
  return null;
}

function readAnswers(file: string, issues: Issue[]): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  for (const { line, text } of readLines(file)) {
    try {
      const answer = parseMarked(text);
      const id = isObject(answer) ? answer['id'] : undefined;
      if (isObject(answer) && typeof id === 'string') answers.set(id, { line, truth: answer['ground_truth'] });
      else issues.push(lineIssue(file, line, 'bad-answer', 'Expected an object with `id` and `ground_truth`.'));
    } catch (error) {
      issues.push(lineIssue(file, line, 'bad-json', noJson(text, error)));
    }
  }
  return answers;
}

function readMessages(value: Json | undefined, fail: Fail): JsonObject[] | null {
  const turns = Array.isArray(value) ? value : [];
  const [messages] = turns;
  if (turns.length !== 1 || !Array.isArray(messages) || messages.length === 0) {
    fail('bad-question', 'Expected one turn, `[[{role, content}, …]]`.', 'question');
    return null;
  }
  if (messages.every((message) => isObject(message) && typeof message['role'] === 'string')) {
    return messages as JsonObject[];
  }
  fail('bad-question', 'Every message must be an object with a `role`.', 'question[0]');
  return null;
}

/** Functions by the name that requests send. */
function readFunctions(value: Json | undefined, fail: Fail, warn: Fail): Map<string, JsonObject> | null {
  if (!Array.isArray(value)) {
    fail('bad-question', 'Expected a list of functions; `[]` for none.', 'function');
    return null;
  }
  const functions = new Map<string, JsonObject>();
  const unknown = new Set<string>();
  for (const [i, one] of value.entries()) {
    if (!isObject(one) || typeof one['name'] !== 'string') {
      fail('bad-question', 'Expected a function with a `name`.', `function[${i}]`);
      return null;
    }
    const name = sentName(one['name']);
    if (functions.has(name)) {
      fail('bad-question', `Two functions would be sent as \`${name}\`.`, `function[${i}].name`);
      return null;
    }
    const { description, parameters } = one;
    functions.set(name, {
      name,
      ...(description !== undefined && { description }),
      ...(parameters !== undefined && { parameters: toJsonSchema(parameters, unknown) }),
    });
  }
  if (unknown.size > 0) {
    const types = [...unknown].map((type) => `\`${type}\``).join(', ');
    warn('unknown-type', `JSON Schema knows no type ${types}; it is left out, so that any value fits.`, 'function');
  }
  return functions;
}

function expectedCalls(
  id: string,
  answer: Answer | undefined,
  functions: ReadonlyMap<string, JsonObject>,
  at: { readonly answers: string | null; readonly fail: Fail; readonly issues: Issue[] },
): Json | null {
  if (answer === undefined) {
    const where = at.answers === null ? 'there is no file of accepted answers' : `\`${at.answers}\` has none`;
    at.fail('no-answer', `No accepted answer for \`${id}\`: ${where}.`);
    return null;
  }
  const schemas = new Map(
    [...functions].map(([name, one]) => [name, isObject(one['parameters']) ? one['parameters'] : null] as const),
  );
  const calls = readGroundTruth(answer.truth, schemas);
  if (typeof calls !== 'string') return calls as unknown as Json;
  at.issues.push(lineIssue(at.answers ?? '', answer.line, 'bad-answer', calls, 'ground_truth'));
  return null;
}

function toItem(
  question: JsonObject,
  id: string,
  messages: JsonObject[],
  functions: ReadonlyMap<string, JsonObject>,
  expect: JsonObject,
): BfclItem {
  const tools = [...functions.values()];
  return {
    id,
    messages,
    tools: tools.map((one) => ({ type: 'function', function: one })),
    scenario: { id, messages, tools, expect },
    renamed: renamedFunctions(question['function']),
  };
}

function renamedFunctions(functions: Json | undefined): ReadonlyMap<string, string> {
  const names = (functions as JsonObject[]).map((one) => one['name'] as string);
  return new Map(names.flatMap((name) => (sentName(name) === name ? [] : [[name, sentName(name)] as const])));
}
