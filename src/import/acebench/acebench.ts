import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { TooltapeError, type Issue } from '../../domain/errors.ts';
import { isObject, type Json, type JsonObject, textOrJson } from '../../json/json.ts';
import { pathsIn, isFolder } from '../data-files.ts';
import { lineIssue, noJson, readLines } from '../json-lines.ts';
import { sentName } from '../sent-name.ts';
import { writeScenarios } from '../write-scenarios.ts';
import { answerKind, expectationOf } from './acebench-answer.ts';
import { messagesOf } from './acebench-question.ts';
import { parametersOf } from './acebench-schema.ts';

export interface AcebenchReport {
  readonly files: readonly { readonly name: string; readonly scenarios: number }[];
  /** Files whose questions a simulated user or environment must answer. */
  readonly leftOut: readonly { readonly name: string; readonly lines: number }[];
  readonly warnings: readonly Issue[];
}

/** The questions of one category in one language. */
interface Source {
  readonly language: string;
  readonly category: string;
  readonly questions: string;
  readonly answers: string;
}

/**
 * Turns the questions of ACEBench into scenarios that judge the first response. Writes `scenarios/<language>-<category>.json`.
 * Invalid questions are reported by file and line. Errors: IMPORT, OUTPUT.
 */
export function importAcebench(dataDir: string, categories: readonly string[] | null, out: string): AcebenchReport {
  const found = findSources(dataDir);
  const wrong = (categories ?? []).filter((name) => !found.some(({ category }) => category === name));
  if (found.length === 0 || wrong.length > 0) throw nothingFound(dataDir, found, wrong);
  const chosen = found.filter(({ category }) => categories === null || categories.includes(category));
  const warnings: Issue[] = [];
  const files: { name: string; scenarios: number }[] = [];
  const leftOut: { name: string; lines: number }[] = [];
  for (const source of chosen) {
    const name = `${source.language}-${source.category}`;
    if (source.category.startsWith('agent_')) {
      leftOut.push({ name, lines: [...readLines(source.questions)].length });
      continue;
    }
    const scenarios = readScenarios(source, warnings);
    const defaults = { tags: ['acebench', source.language, source.category], bare: true, max_steps: 1 };
    writeScenarios(join(out, 'scenarios', `${name}.json`), { defaults }, scenarios);
    files.push({ name, scenarios: scenarios.length });
  }
  return { files, leftOut, warnings };
}

const FOLDER = /^data_([a-z]{2})$/u;
const FILE = /^data_(.+)\.jsonl?$/u;

/** The sources in `data_all`, or in the folder of one language. */
function findSources(dataDir: string): readonly Source[] {
  const folders = FOLDER.test(basename(dataDir))
    ? [dataDir]
    : pathsIn(dataDir, REMEDY).filter((path) => FOLDER.test(basename(path)) && isFolder(path));
  return folders.flatMap((folder) => {
    const language = FOLDER.exec(basename(folder))?.[1] ?? '';
    return pathsIn(folder, REMEDY).flatMap((questions): Source[] => {
      const category = FILE.exec(basename(questions))?.[1];
      if (category === undefined) return [];
      return [{ language, category, questions, answers: join(folder, 'possible_answer', basename(questions)) }];
    });
  });
}

const REMEDY = 'Pass the folder data_all of ACEBench, which holds data_en and data_zh, with --data.';

function nothingFound(dataDir: string, found: readonly Source[], wrong: readonly string[]): TooltapeError {
  const has = [...new Set(found.map(({ category }) => category))].join(', ');
  const message =
    found.length === 0
      ? `${dataDir}: the folder holds no questions of ACEBench`
      : `${dataDir}: it has no category ${wrong.map((name) => JSON.stringify(name)).join(', ')}`;
  return new TooltapeError('IMPORT', message, { remedy: found.length === 0 ? REMEDY : `Name some of: ${has}.` });
}

function readScenarios(source: Source, warnings: Issue[]): readonly JsonObject[] {
  const answers = new Map<Json, { readonly line: number; readonly truth: Json | undefined }>();
  if (existsSync(source.answers)) {
    for (const { line, value } of objectsOf(source.answers, warnings)) {
      answers.set(value['id'] ?? null, { line, truth: value['ground_truth'] });
    }
  }
  const known = new Set<string>();
  return objectsOf(source.questions, warnings).flatMap(({ line, value }) => {
    const note = (message: string, path = ''): void => {
      warnings.push({ ...lineIssue(source.questions, line, 'not-said', message, path), severity: 'warning' });
    };
    const id = `${source.language}_${textOrJson(value['id'])}`;
    if (known.has(id)) {
      note(`\`${id}\` stands in this file before; the first is kept.`, 'id');
      return [];
    }
    known.add(id);
    const scenario = readScenario(source, id, value, answers.get(value['id'] ?? null)?.truth, note);
    return scenario === null ? [] : [scenario];
  });
}

function objectsOf(file: string, warnings: Issue[]): readonly { readonly line: number; readonly value: JsonObject }[] {
  return [...readLines(file)].flatMap(({ line, text }) => {
    try {
      const value = JSON.parse(text) as Json;
      if (isObject(value)) return [{ line, value }];
      warnings.push({
        ...lineIssue(file, line, 'bad-line', 'Expected an object; the line is left out.'),
        severity: 'warning',
      });
    } catch (error) {
      warnings.push({ ...lineIssue(file, line, 'bad-line', noJson(text, error)), severity: 'warning' });
    }
    return [];
  });
}

type Note = (message: string, path?: string) => void;

function readScenario(
  { category }: Source,
  id: string,
  question: JsonObject,
  truth: Json | undefined,
  note: Note,
): JsonObject | null {
  const messages = messagesOf(question);
  if (messages === null) {
    note('Nobody says anything; the line is left out.', 'question');
    return null;
  }
  const tools = readTools(question['function'], note);
  const expect = answerKind(category) === 'none' ? { calls: [] } : expectedCalls(truth, tools, note);
  if (expect === null) {
    note('The accepted answer is missing or no object of calls; the line is left out.');
    return null;
  }
  return { id, messages: messages as unknown as Json, tools: [...tools.values()], expect };
}

function readTools(functions: Json | undefined, note: Note): Map<string, JsonObject> {
  const tools = new Map<string, JsonObject>();
  for (const [i, one] of (Array.isArray(functions) ? functions : []).entries()) {
    if (!isObject(one) || typeof one['name'] !== 'string') {
      note('Expected a function with a `name`; it is left out.', `function[${i}]`);
      continue;
    }
    const name = sentName(one['name']);
    if (tools.has(name)) {
      note(`A second function is called \`${name}\`; the first is kept.`, `function[${i}].name`);
      continue;
    }
    const notes: string[] = [];
    const parameters = parametersOf(one['parameters'] ?? one['arguments'], notes);
    for (const message of notes) note(`\`${name}\`: ${message}.`, `function[${i}]`);
    const description = typeof one['description'] === 'string' ? one['description'] : '';
    tools.set(name, { name, description, parameters });
  }
  return tools;
}

function expectedCalls(truth: Json | undefined, tools: Map<string, JsonObject>, note: Note): JsonObject | null {
  const nameOf = (written: string): string => {
    const name = sentName(written);
    return tools.has(name) ? name : name.replace(/_\d+$/u, '');
  };
  const expect = expectationOf(truth, nameOf, (name) => {
    const parameters = tools.get(name)?.['parameters'];
    return isObject(parameters) ? parameters : undefined;
  });
  for (const name of calledIn(expect)) {
    if (tools.has(name)) continue;
    note(
      `The answer calls \`${name}\`, which the question does not declare: it is declared with open parameters.`,
      'function',
    );
    tools.set(name, { name, description: '', parameters: { type: 'object', properties: {} } });
  }
  return expect;
}

function calledIn(expect: JsonObject | null): readonly string[] {
  if (expect === null) return [];
  const plans = Array.isArray(expect['any_of']) ? expect['any_of'].filter(isObject) : [expect];
  return plans.flatMap((plan) =>
    (Array.isArray(plan['calls']) ? plan['calls'] : []).flatMap((call) =>
      isObject(call) && typeof call['name'] === 'string' ? [call['name']] : [],
    ),
  );
}
